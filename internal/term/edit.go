package term

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Edit is a text to be edited.
type Edit struct {
	Text   []byte
	Name   string              // of the file: its ending tells the editor what it holds
	Env    []string            // of the editor; nil = that of the program
	Getenv func(string) string // names the editor; nil = os.Getenv
}

// endDelay is how long an editor that was told to end may take to save.
const endDelay = 2 * time.Second

// Edit opens the text in the person's editor and gives what was saved. With
// an error it gives what was saved so far, so that the caller can keep it.
// ErrEditor says that the editor is missing or failed, ErrInterrupted that a
// signal or the end of ctx stopped it. The text lies in a private folder, in
// memory where the machine has such a place, and the folder is always removed.
func (s Streams) Edit(ctx context.Context, e Edit) ([]byte, error) {
	if e.Getenv == nil {
		e.Getenv = os.Getenv
	}
	dir, err := s.privateDir(e.Getenv)
	if err != nil {
		return e.Text, fmt.Errorf("%w: %w", ErrEditor, err)
	}
	defer os.RemoveAll(dir)
	defer guard(dir)()
	file := filepath.Join(dir, filepath.Base(e.Name))
	if err := os.WriteFile(file, e.Text, 0o600); err != nil {
		return e.Text, fmt.Errorf("%w: %w", ErrEditor, err)
	}
	editor := editorName(e.Getenv)
	for _, w := range warnings(editor) {
		fmt.Fprintf(s.Err, "casefile: %s\n", w)
	}
	runErr := s.runEditor(ctx, editor, file, e.Env)
	text, err := os.ReadFile(file)
	if err != nil {
		// The path would tell nobody anything: the folder is gone by now.
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err
		}
		return e.Text, errors.Join(runErr, fmt.Errorf("%w: the text cannot be read back: %w", ErrEditor, err))
	}
	return text, runErr
}

// editorName follows git: the variable of one's own first, then the two of
// the system, then vi.
func editorName(getenv func(string) string) string {
	for _, name := range []string{"CASEFILE_EDITOR", "VISUAL", "EDITOR"} {
		if v := strings.TrimSpace(getenv(name)); v != "" {
			return v
		}
	}
	return "vi"
}

func (s Streams) runEditor(ctx context.Context, editor, file string, env []string) error {
	ctx, cancel := signalsEnd(ctx)
	defer cancel()
	args := append(hardening(editor), file)
	cmd := shellCommand(ctx, editor, args)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = endDelay
	if env == nil {
		env = os.Environ()
	}
	cmd.Env = append(append([]string{}, env...), "TMPDIR="+filepath.Dir(file))
	closeTTY := s.attach(cmd)
	defer closeTTY()
	err := cmd.Run()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil || killedBy(err, syscall.SIGINT):
		return ErrInterrupted
	case errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) || exitCode(err) == 127:
		return fmt.Errorf("%w: %q was not found", ErrEditor, editor)
	}
	return fmt.Errorf("%w: %q: %w", ErrEditor, editor, err)
}

// signalsEnd leaves Ctrl-C to the editor, as git does (it may mean "cancel
// this search" there), and lets the other signals end it.
func signalsEnd(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	ignored := make(chan os.Signal, 1)
	ending := make(chan os.Signal, 1)
	signal.Notify(ignored, os.Interrupt, syscall.SIGQUIT)
	signal.Notify(ending, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		select {
		case <-ending:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(ignored)
		signal.Stop(ending)
		cancel()
	}
}

// attach gives the editor the streams, or the terminal itself where output
// goes elsewhere (casefile contact K3F9 | less).
func (s Streams) attach(cmd *exec.Cmd) (done func()) {
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.In, s.Out, s.Err
	if s.InFile != nil {
		cmd.Stdin = s.InFile
	}
	if s.InFile == nil || s.InTTY && s.OutTTY {
		return func() {}
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return func() {}
	}
	cmd.Stdin, cmd.Stdout = tty, tty
	return func() { tty.Close() }
}

func killedBy(err error, sig syscall.Signal) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	// A shell that ran the editor reports the signal as 128 + its number.
	return ok && (status.Signaled() && status.Signal() == sig || status.ExitStatus() == 128+int(sig))
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return -1
	}
	return exit.ExitCode()
}
