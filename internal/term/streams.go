// Package term is the person's machine: streams, prompts, the pager and the
// editor. It knows nothing of cases. Callers clean what they print.
//
// Answers go to Out, everything else to Err. Questions are asked on the
// terminal itself, so that they work while standard input carries a text.
// Secrets and drafts are never left behind: the terminal is restored whatever
// ends a prompt, and a text is edited in a private folder in memory that is
// removed whatever ends the editor. Nothing that was typed goes with the folder:
// a Guard outlives this process, and takes what was saved to whoever can seal it.
//
// A line that answers a question is edited here, not by the terminal, whose own
// editing takes an arrow for text and cuts a line at 4,095 bytes. x/term's
// Terminal would do most of it, but counts every character as one column, keeps
// 4,096 of them, gives no half-typed line back and ends a line within a paste.
// So it is: bytes → decoder → keys → line → layout → screen. Letters that a
// terminal shows from right to left are edited in the order of their writing.
package term

import (
	"errors"
	"io"
	"os"

	"golang.org/x/term"
)

// Errors of the terminal.
var (
	ErrInterrupted = errors.New("interrupted")
	ErrNoTerminal  = errors.New("there is no terminal to ask on")
	ErrEditor      = errors.New("the editor failed")
	ErrDisagree    = errors.New("the two passphrases differ")
	ErrEmpty       = errors.New("an empty passphrase protects nothing")
)

// Streams are the standard streams of one run, and what is known of them.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	InFile   *os.File // nil when In is no file, as in a test; then questions are answered from In
	InTTY    bool
	OutTTY   bool
	NoInput  bool // ask nothing: every question is ErrNoTerminal
	Width    int  // columns of the terminal, 80 when unknown
	Height   int  // lines of the terminal, 0 when unknown

	Interrupts *Interrupts // what Ctrl-C ends; nil when nothing is watched
	// Asking is called when a person is asked, and what it gives when that is over; may be nil.
	Asking func() (over func())

	history *answerHistory // what was answered so far in this run
	held    chan os.Signal // that came between two questions
}

// Columns returns those of the terminal by now: somebody may have made its window another. Where it
// does not tell, they are what it had.
func (s Streams) Columns() int {
	if f, ok := s.Err.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
	}
	return s.Width
}

// Told returns a line for people as Err is to show it: a terminal would break it within a word.
func (s Streams) Told(line string) string {
	f, ok := s.Err.(*os.File)
	if !ok {
		return line
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil || columns <= 0 { // no terminal, or one that does not tell
		return line
	}
	return Hung(line, "  ", columns)
}

// Answered returns a line of the answer as Out is to show it.
func (s Streams) Answered(line string) string {
	if !s.OutTTY {
		return line
	}
	return Hung(line, "", s.Width)
}

// System returns the streams of the running program.
func System() Streams {
	s := Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, InFile: os.Stdin, Width: 80,
		Interrupts: &Interrupts{}, history: &answerHistory{}}
	s.InTTY = term.IsTerminal(int(os.Stdin.Fd()))
	s.OutTTY = term.IsTerminal(int(os.Stdout.Fd()))
	if w, h, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w > 0 {
		s.Width, s.Height = w, h
	}
	return s
}
