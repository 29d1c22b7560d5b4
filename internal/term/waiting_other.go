//go:build !linux

package term

import "io"

// Waiting can't be known here without reading it.
func Waiting(io.Reader) []byte { return nil }
