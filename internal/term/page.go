package term

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// Page shows what write gives, through $PAGER (less where there is none)
// when Out is a terminal and the text is longer than its screen.
func (s Streams) Page(write func(io.Writer) error) error {
	if !s.OutTTY {
		return write(s.Out)
	}
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	pager, set := os.LookupEnv("PAGER")
	if !set {
		pager = "less"
	}
	fits := s.Height == 0 || bytes.Count(text.Bytes(), []byte("\n")) < s.Height
	if fits || strings.TrimSpace(pager) == "" || pager == "cat" {
		_, err := s.Out.Write(text.Bytes())
		return err
	}
	return s.runPager(pager, text.Bytes())
}

// runPager tells less to keep no history and to start no editor or shell, by
// which the text could reach the disk.
func (s Streams) runPager(pager string, text []byte) error {
	cmd := shellCommand(context.Background(), pager, nil)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(text), s.Out, s.Err
	cmd.Env = append(os.Environ(), "LESSHISTFILE=-", "LESSSECURE=1")
	if os.Getenv("LESS") == "" {
		cmd.Env = append(cmd.Env, "LESS=FRX")
	}
	err := cmd.Run()
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return nil // the person left the pager before the end
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exitCode(err) != 127 {
		return nil // a pager's own status says nothing of the text
	}
	_, err = s.Out.Write(text)
	return err
}
