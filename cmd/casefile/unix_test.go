//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// mkfifo makes a named pipe.
func mkfifo(path string) error { return syscall.Mkfifo(path, 0o600) }

// ownGroup starts a process in a group of its own, so that kill takes its children too.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// groupRuns reports whether any process of a group still runs. Where nobody collects the dead,
// the kernel takes them for running: /proc tells, where it is.
func groupRuns(pid int) bool {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	return syscall.Kill(-pid, 0) == nil &&
		(len(stats) == 0 || slices.ContainsFunc(stats, livesIn(strconv.Itoa(pid))))
}

// livesIn tells by a file of /proc whether a process of a group lives: after the name of its
// program stand its state, its parent and its group (proc(5)).
func livesIn(group string) func(stat string) bool {
	return func(stat string) bool {
		text, _ := os.ReadFile(stat)
		after := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		return len(after) > 2 && after[2] == group && after[0] != "Z" && after[0] != "X"
	}
}

// kill ends a process at once, or its whole group.
func kill(pid int, group bool) error {
	if group {
		pid = -pid
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != syscall.ESRCH {
		return err
	}
	return nil // it has ended by itself
}
