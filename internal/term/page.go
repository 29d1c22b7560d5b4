package term

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"syscall"
)

// Page shows the output of write. If Out is a terminal and the text is longer than its screen, it
// uses $PAGER, or less.
func (s Streams) Page(write func(io.Writer) error) error {
	if !s.OutTTY {
		return write(s.Out)
	}
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	pager := pagerWanted(s)
	if pager == "" || bytes.Count(text.Bytes(), []byte("\n")) < s.Height {
		_, err := s.Out.Write(text.Bytes())
		return err
	}
	return s.runPager(pager, text.Bytes())
}

func (s Streams) runPager(pager string, text []byte) error {
	cmd := pagerCommand(s, pager)
	cmd.Stdin = bytes.NewReader(text)
	err := cmd.Run()
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return nil // the person left the pager before the end
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && !noPager(err) {
		return nil // a pager's status says nothing of the text
	}
	_, err = s.Out.Write(text)
	return err
}
