package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// held is a program of the scripts: held MIB COMMAND… runs a command, and fails if it, or a program
// that it started, ever held more memory than so many MiB. It asks for the memory that a process
// holds, and limits no addresses: Go reserves those far ahead of use.
func held() {
	limit, err := strconv.ParseInt(os.Args[1], 10, 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &used); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if used.Maxrss > limit<<10 {
		fmt.Fprintf(os.Stderr, "%v held %d MiB, of %d\n", os.Args[2:], used.Maxrss>>10, limit)
		os.Exit(97)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}
