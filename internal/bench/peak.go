package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// watched waits for a process, and gives the most memory that it ever held, in KiB; 0 where
// the system does not tell. Git's process is not counted: what it holds is for the most part
// the pack file, mapped, which the system takes back when it needs to. (getrusage has the
// greatest of both, and can't tell them apart.)
func watched(cmd *exec.Cmd) (kib int64, err error) {
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		kib = max(kib, heldAtMost(cmd.Process.Pid))
		select {
		case err := <-ended:
			return kib, err
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// heldAtMost returns the greatest resident set of a process so far, in KiB (VmHWM of proc(5)); 0
// where it has ended or the system has no such file.
func heldAtMost(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(data, []byte("VmHWM:"))
	line, _, _ := bytes.Cut(after, []byte("kB"))
	kib, _ := strconv.ParseInt(string(bytes.TrimSpace(line)), 10, 64)
	return kib
}
