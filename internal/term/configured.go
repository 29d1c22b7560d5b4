package term

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"time"
)

// Configured is a command that whoever looks after a machine wrote into its configuration:
// a line for the shell. It has the environment of the program, and what it prints is
// nobody's to read here.
type Configured struct {
	Line   string
	Dir    string        // where it runs
	Within time.Duration // after that it is stopped
}

// pipeDelay is how long what a stopped command had started may keep its pipes.
const pipeDelay = time.Second

// Run runs it with stdin. context.DeadlineExceeded says that it took too long, and
// an *exec.ExitError how it failed.
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
