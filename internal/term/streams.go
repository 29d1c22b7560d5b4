// Package term is the person's machine: streams, prompts, the pager and the editor. It knows
// nothing of cases. Callers clean what they print.
//
// Answers go to Out, everything else to Err. Questions are asked on the terminal itself, so that
// they work while standard input carries a text. Secrets and drafts are never left behind. The
// terminal is restored however a prompt ends. A text is edited in a private folder in memory, which
// is removed however the editor ends. Nothing that was typed is lost with the folder: a Guard
// outlives this process, and passes what was saved to code that can seal it.
//
// A line that answers a question is edited here, not by the terminal, whose own editing takes an
// arrow for text and cuts a line at 4,095 bytes. x/term's Terminal would do most of it. But it
// counts every character as one column, keeps 4,096 of them, gives no half-typed line back and ends
// a line within a paste. So the way is: bytes → decoder → keys → line → layout → screen. Letters
// that a terminal shows from right to left are edited in the order of their writing.
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

// Streams holds the standard streams of one run, and the facts known of them.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	InFile   *os.File // nil if In is no file, as in a test; then questions are answered from In
	InTTY    bool
	OutTTY   bool
	NoInput  bool // every question returns ErrNoTerminal
	Width    int  // columns of the terminal, 80 if unknown
	Height   int  // lines of the terminal, 0 if unknown

	Interrupts *Interrupts // watches Ctrl-C; nil for no watch
	// Asking is called before a person is asked, and over afterwards; may be nil.
	Asking func() (over func())

	history *answerHistory // the answers of this run so far
	held    chan os.Signal // signals that came between two questions
}

// Columns returns the terminal's present columns, because its window may have changed. If the
// terminal does not tell, it returns the earlier number.
func (s Streams) Columns() int {
	if f, ok := s.Err.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
	}
	return s.Width
}

// Told breaks a message for Err, because a terminal would break it within a word.
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

// Answered breaks a line of the answer for Out.
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
