package record

import (
	"syscall"
	"time"
)

// ofThread is RUSAGE_THREAD of getrusage(2), which package syscall does not name.
const ofThread = 1

// spent returns the processor's time that this thread has used.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(ofThread, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
