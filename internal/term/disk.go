package term

import (
	"errors"
	"syscall"
)

// DiskFull reports whether a disk, or the person's quota on it, is full.
func DiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
