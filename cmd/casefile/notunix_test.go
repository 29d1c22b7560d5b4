//go:build !unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// mkfifo makes a named pipe, where there are any.
func mkfifo(string) error { return errors.ErrUnsupported }

// ownGroup is nothing where processes have no groups.
func ownGroup() *syscall.SysProcAttr { return nil }

// groupRuns is false where processes have no groups.
func groupRuns(int) bool { return false }

// kill ends a process at once.
func kill(pid int, _ bool) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return p.Kill()
}
