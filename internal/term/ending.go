package term

import (
	"os"
	"syscall"
	"time"
)

const (
	// graceDelay is the time that an editor has to end by itself. It has mostly received the signal
	// that ends casefile too, and a second signal can stop vim from saving what was typed.
	graceDelay = 500 * time.Millisecond
	// endDelay is the time that an editor that was told to end has to save.
	endDelay = 2 * time.Second
	// lookEvery is the interval between two checks whether it has ended.
	lookEvery = 10 * time.Millisecond
)

// endEditor ends the editor's process and those that it started: a script does not pass a signal on
// to its editor.
func (d editFolder) endEditor(pid int, sig syscall.Signal) {
	all := append([]int{pid}, startedBy(pid, d.mark())...)
	if gone(all, graceDelay) {
		return
	}
	signalAll(all, sig)
	if !gone(all, endDelay) {
		signalAll(all, syscall.SIGKILL)
		gone(all, endDelay)
	}
}

func signalAll(pids []int, sig syscall.Signal) {
	for _, pid := range pids {
		if p, err := os.FindProcess(pid); err == nil {
			p.Signal(sig)
		}
	}
}

// gone waits until none of the processes runs; false after within.
func gone(pids []int, within time.Duration) bool {
	for end := time.Now().Add(within); ; time.Sleep(lookEvery) {
		running := false
		for _, pid := range pids {
			running = running || runsStill(pid)
		}
		if !running || time.Now().After(end) {
			return !running
		}
	}
}
