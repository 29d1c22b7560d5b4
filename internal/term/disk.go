package term

import (
	"errors"
	"syscall"
)

// DiskFull says that a disk, or the room that the person has on it, took no more.
func DiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
