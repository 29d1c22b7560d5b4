package term

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"casefile/internal/aside"
)

// Passphrase asks for a secret with echo off. Ctrl-C, SIGINT, SIGTERM and SIGHUP restore the
// terminal and give ErrInterrupted. An empty answer is an answer.
func (s Streams) Passphrase(prompt string) ([]byte, error) {
	c, err := s.console()
	if err != nil {
		return nil, err
	}
	defer c.close()
	return c.ask(prompt)
}

// NewPassphrase asks twice for a secret that must not be empty.
func (s Streams) NewPassphrase(prompt string) ([]byte, error) {
	c, err := s.console()
	if err != nil {
		return nil, err
	}
	defer c.close()
	first, err := c.ask(prompt)
	if err != nil {
		return nil, err
	}
	if len(first) == 0 {
		return nil, ErrEmpty
	}
	second, err := c.ask("Again: ")
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(first, second) {
		return nil, ErrDisagree
	}
	return first, nil
}

// ask prints the prompt and waits for a secret or a signal. After a signal a goroutine may remain
// in its read: reads of a terminal cannot be stopped portably, and the program is about to end.
func (c *console) ask(prompt string) ([]byte, error) {
	signals, stop := c.signals()
	defer stop()
	restore, err := c.silence()
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
	aside.Go(func() {
		var line []byte
		err := aside.Err(func() (err error) {
			line, err = readLine(c.in)
			return err
		})
		answers <- answer{line, err}
	})
	select {
	case a := <-answers:
		return a.line, a.err
	case <-signals:
		return nil, ErrInterrupted
	}
}

// silence switches echo off for a secret.
func (c *console) silence() (restore func(), err error) {
	raw, err := c.raw()
	if err != nil || c.tty == nil {
		return raw, err
	}
	return func() {
		raw()
		fmt.Fprintln(c.out) // the person's own Enter was not echoed
	}, nil
}

// readLine reads byte by byte, so that what was typed ahead stays for the next question.
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
		case ctrlC, ctrlBackslash:
			return nil, ErrInterrupted
		case ctrlD:
			if len(line) == 0 {
				return nil, ErrInterrupted
			}
		case ctrlH, del:
			line = dropLast(line)
		case ctrlU:
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
