//go:build unix

package main

import "syscall"

// mkfifo makes a named pipe.
func mkfifo(path string) error { return syscall.Mkfifo(path, 0o600) }

// ownGroup starts a process in a group of its own, so that kill takes its children too.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// groupRuns reports whether any process of a group still runs.
func groupRuns(pid int) bool { return syscall.Kill(-pid, 0) == nil }

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
