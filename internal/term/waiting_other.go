//go:build !linux

package term

import "io"

// Waiting returns nothing: on this system the bytes can't be seen without reading them.
func Waiting(io.Reader) []byte { return nil }
