package term

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"casefile/internal/aside"
)

// console is the place where questions are asked: the terminal, or a test's reader.
type console struct {
	in            io.Reader
	out           io.Writer // where the program writes messages
	tty           *os.File  // nil without a terminal
	display       io.Writer // the terminal, which shows what is typed
	opened        bool      // close must close tty
	width, height int       // used if the terminal does not tell its size
	held          chan os.Signal
	over          func() // ends the asking; may be nil
}

func (s Streams) console() (*console, error) {
	c, err := s.consoleOf()
	if err == nil && s.Asking != nil {
		c.over = s.Asking()
	}
	return c, err
}

func (s Streams) consoleOf() (*console, error) {
	c := &console{in: s.In, out: s.Err, width: s.Width, height: s.Height, held: s.held}
	switch {
	case s.NoInput:
		return nil, ErrNoTerminal
	case s.InFile == nil && s.In != nil:
		return c, nil
	case s.InTTY:
		c.in, c.tty, c.display = s.InFile, s.InFile, s.InFile
		if err, ok := s.Err.(*os.File); ok && term.IsTerminal(int(err.Fd())) {
			c.display = err
		}
		return c, nil
	}
	// Standard input may carry the text of an entry (-F -). The person is still at the controlling
	// terminal.
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return nil, ErrNoTerminal
	}
	c.in, c.out, c.tty, c.display, c.opened = tty, tty, tty, tty, true
	return c, nil
}

// CanAsk reports whether there is somebody to ask.
func (s Streams) CanAsk() bool {
	c, err := s.console()
	if err == nil {
		c.close()
	}
	return err == nil
}

func (c *console) close() {
	if c.over != nil {
		c.over()
	}
	if c.opened {
		c.tty.Close()
	}
}

// Holding returns streams for questions that belong together. A signal between two questions ends
// the next one, not the program with the answers so far. Until release is called, a hangup ends
// nothing else either, so that the answers can be kept.
func (s Streams) Holding() (held Streams, release func()) {
	s.held = notified()
	return s, func() { signal.Stop(s.held) }
}

// notified returns a channel for the signals that ask a program to end.
func notified() chan os.Signal {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	return c
}

func (c *console) signals() (signals chan os.Signal, stop func()) {
	if c.held != nil {
		return c.held, func() {}
	}
	signals = notified()
	return signals, func() { signal.Stop(signals) }
}

// raw makes the terminal pass on every key, and show none. In this mode Ctrl-C comes as a byte, so
// that no signal can come between two settings, and a line may have any length.
func (c *console) raw() (restore func(), err error) {
	if c.tty == nil {
		return func() {}, nil
	}
	before, err := term.MakeRaw(int(c.tty.Fd()))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTerminal, err)
	}
	return func() { term.Restore(int(c.tty.Fd()), before) }, nil
}

// discard drops what was typed and not read yet. A stopped question ends the program, and the rest
// of a paste must not run as commands in a shell. A terminal that handles Ctrl-C itself does the
// same.
func (c *console) discard() {
	var bytes [1024]byte
	for more, _ := c.waits(); more; more, _ = c.waits() {
		if n, _ := c.in.Read(bytes[:]); n == 0 {
			return
		}
	}
}

// read is one byte, or the error instead.
type read struct {
	b   byte
	err error
}

// next reads one byte and no more: what was typed ahead stays for the next question and for other
// programs.
func (c *console) next() <-chan read {
	got := make(chan read, 1)
	aside.Go(func() {
		var one [1]byte
		for {
			n, err := c.in.Read(one[:])
			if n > 0 {
				err = nil
			}
			if n > 0 || err != nil {
				got <- read{one[0], err}
				return
			}
		}
	})
	return got
}

// screen returns the terminal for one question.
func (c *console) screen() *screen {
	return &screen{out: c.display, dumb: IsDumb(os.Getenv), size: c.size}
}

// size asks the terminal each time, because its window may have changed.
func (c *console) size() (width, height int) {
	w, h, err := term.GetSize(int(c.tty.Fd()))
	if err != nil || w <= 0 || h <= 0 {
		w, h = c.width, c.height
	}
	if w <= 0 {
		w = 80
	}
	if h <= 0 {
		h = 24
	}
	return w, h
}
