//go:build unix

package term

import (
	"os/exec"
	"syscall"
)

// detach takes the command out of the terminal's reach: its signals and its end.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
