//go:build !linux

package record

import "time"

// begun is when the tests began.
var begun = time.Now()

// spent returns the time that has passed, where no other is told.
func spent() time.Duration { return time.Since(begun) }
