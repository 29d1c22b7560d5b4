//go:build !unix

package term

import "errors"

// mkfifo makes a named pipe, where there are any.
func mkfifo(string) error { return errors.ErrUnsupported }
