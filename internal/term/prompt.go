package term

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"golang.org/x/term"
)

// Passphrase asks for a secret with echo off. Ctrl-C, SIGINT, SIGTERM and
// SIGHUP restore the terminal and give ErrInterrupted. An empty answer is an
// answer.
func (s Streams) Passphrase(prompt string) ([]byte, error) {
	c, err := s.console()
	if err != nil {
		return nil, err
	}
	defer c.close()
	return c.ask(prompt, true)
}

// NewPassphrase asks twice for a secret that must not be empty.
func (s Streams) NewPassphrase(prompt string) ([]byte, error) {
	c, err := s.console()
	if err != nil {
		return nil, err
	}
	defer c.close()
	first, err := c.ask(prompt, true)
	if err != nil {
		return nil, err
	}
	if len(first) == 0 {
		return nil, ErrEmpty
	}
	second, err := c.ask("Again: ", true)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(first, second) {
		return nil, ErrDisagree
	}
	return first, nil
}

// Ask gives the line that the person typed, without spaces at its ends.
func (s Streams) Ask(prompt string) (string, error) {
	c, err := s.console()
	if err != nil {
		return "", err
	}
	defer c.close()
	line, err := c.ask(prompt, false)
	return strings.TrimSpace(string(line)), err
}

// Confirm asks a question to which only y and yes are a yes.
func (s Streams) Confirm(prompt string) (bool, error) {
	answer, err := s.Ask(prompt + " [y/N] ")
	switch strings.ToLower(answer) {
	case "y", "yes":
		return err == nil, err
	}
	return false, err
}

// CanAsk reports whether there is somebody to ask.
func (s Streams) CanAsk() bool {
	c, err := s.console()
	if err == nil {
		c.close()
	}
	return err == nil
}

// console is where questions are asked: the terminal, or a test's reader.
type console struct {
	in     io.Reader
	out    io.Writer
	tty    *os.File // nil when there is no echo to switch off
	opened bool     // tty is ours to close
}

func (s Streams) console() (*console, error) {
	switch {
	case s.NoInput:
		return nil, ErrNoTerminal
	case s.InFile == nil && s.In != nil:
		return &console{in: s.In, out: s.Err}, nil
	case s.InTTY:
		return &console{in: s.InFile, out: s.Err, tty: s.InFile}, nil
	}
	// Standard input may carry the text of an entry (-F -); the person is
	// still at the controlling terminal.
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return nil, ErrNoTerminal
	}
	return &console{in: tty, out: tty, tty: tty, opened: true}, nil
}

func (c *console) close() {
	if c.opened {
		c.tty.Close()
	}
}

// ask prints the prompt and waits for a line or a signal. A goroutine may
// stay behind in its read after a signal: reads of a terminal cannot be
// broken off portably, and the program is about to end.
func (c *console) ask(prompt string, secret bool) ([]byte, error) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	restore, err := c.silence(secret)
	if err != nil {
		return nil, err
	}
	defer restore()
	fmt.Fprint(c.out, prompt)
	type answer struct {
		line []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := readLine(c.in)
		answers <- answer{line, err}
	}()
	select {
	case a := <-answers:
		return a.line, a.err
	case <-signals:
		return nil, ErrInterrupted
	}
}

// silence switches echo off for a secret. In raw mode the terminal sends
// Ctrl-C as a byte, so no signal can fall between two settings.
func (c *console) silence(secret bool) (restore func(), err error) {
	if c.tty == nil {
		return func() {}, nil
	}
	fd := int(c.tty.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTerminal, err)
	}
	restore = func() { term.Restore(fd, before) }
	if secret {
		if _, err := term.MakeRaw(fd); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoTerminal, err)
		}
		restore = func() {
			term.Restore(fd, before)
			fmt.Fprintln(c.out) // the person's own Enter was not echoed
		}
	}
	return restore, nil
}

// The keys that readLine obeys in raw mode, where the terminal edits nothing.
const (
	keyInterrupt = 0x03 // Ctrl-C
	keyEnd       = 0x04 // Ctrl-D
	keyBackspace = 0x08
	keyKillLine  = 0x15 // Ctrl-U
	keyQuit      = 0x1c // Ctrl-\
	keyDelete    = 0x7f
)

// readLine reads byte by byte, so that what was typed ahead stays for the
// next question.
func readLine(r io.Reader) ([]byte, error) {
	var line []byte
	one := make([]byte, 1)
	for {
		n, err := r.Read(one)
		if n == 0 {
			if err == nil {
				continue
			}
			if errors.Is(err, io.EOF) && len(line) > 0 {
				return line, nil
			}
			return nil, fmt.Errorf("%w: %w", ErrNoTerminal, err)
		}
		switch b := one[0]; b {
		case '\r', '\n':
			return line, nil
		case keyInterrupt, keyQuit:
			return nil, ErrInterrupted
		case keyEnd:
			if len(line) == 0 {
				return nil, ErrInterrupted
			}
		case keyBackspace, keyDelete:
			line = dropLast(line)
		case keyKillLine:
			line = line[:0]
		default:
			line = append(line, b)
		}
	}
}

// dropLast removes the last character, which may be several bytes of UTF-8.
func dropLast(line []byte) []byte {
	for len(line) > 0 {
		last := line[len(line)-1]
		line = line[:len(line)-1]
		if last&0xc0 != 0x80 {
			break
		}
	}
	return line
}
