package bench

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// errNoPeak says that this system does not tell what a process has used.
var errNoPeak = errors.New("the peak memory of a process is known on Linux only")

// Peak runs a command and gives a line of the table with the most memory that
// its process ever held, beside the limit in MiB. Git's process is not counted:
// what it holds is for the most part the pack file, mapped, which the system
// takes back when it needs to. (getrusage has the greatest of both, and can't
// tell them apart.)
func Peak(name string, limit int64, command string) (string, error) {
	words := strings.Fields(command)
	cmd := exec.Command(words[0], words[1:]...)
	if err := cmd.Start(); err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	kib := int64(0)
	for {
		kib = max(kib, heldAtMost(cmd.Process.Pid))
		select {
		case err := <-ended:
			return peakLine(name, limit, kib, command, err)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func peakLine(name string, limit, kib int64, command string, err error) (string, error) {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == dueCode {
		err = nil
	}
	if err == nil && kib == 0 {
		err = errNoPeak
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", command, err)
	}
	kept := ""
	if kib > limit<<10 {
		kept = " MISSED"
	}
	return fmt.Sprintf("%-44s %-24s %-24s %8s  at most %d MiB%s", name, fmt.Sprintf("%d MiB", kib>>10), "", "", limit, kept), nil
}

// heldAtMost is the greatest resident set of a process so far, in KiB (VmHWM of
// proc(5)); 0 where it has ended or the system has no such file.
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
