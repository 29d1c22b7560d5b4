package term

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"time"
)

// Configured is a command that the administrator of a machine wrote into its configuration: a line
// for the shell. It has the environment of the program. Nobody reads what it prints.
type Configured struct {
	Line   string
	Dir    string        // the working directory
	Within time.Duration // the time after which it is stopped
}

// pipeDelay is the time for which the child processes of a stopped command may keep its pipes.
const pipeDelay = time.Second

// Run runs the command with stdin. The error is context.DeadlineExceeded if it took too long, and
// an *exec.ExitError if it failed.
func (c Configured) Run(ctx context.Context, stdin io.Reader) error {
	within, stop := context.WithTimeout(ctx, c.Within)
	defer stop()
	cmd := exec.CommandContext(within, "sh", "-c", c.Line)
	cmd.Dir, cmd.Stdin, cmd.WaitDelay = c.Dir, stdin, pipeDelay
	err := cmd.Run()
	if within.Err() != nil {
		return errors.Join(within.Err(), err)
	}
	return err
}
