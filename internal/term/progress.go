package term

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Progress shows the progress of long work: a bar on a terminal, elsewhere a line after each tenth.
// It writes to Err, so that answers stay complete.
type Progress struct {
	out         io.Writer
	what        string
	done, total int
	bar, said   bool
}

// fewSteps take so little time that nothing is shown.
const fewSteps = 10

// barWidth is the number of columns of the bar itself.
const barWidth = 30

// Progress begins to count total steps. quiet shows nothing, as for --json.
func (s Streams) Progress(what string, total int, quiet bool) *Progress {
	p := &Progress{out: s.Err, what: what, total: total}
	if quiet || total < fewSteps {
		p.out = io.Discard
	} else {
		p.bar = s.ErrTerminal()
	}
	return p
}

// ErrTerminal reports whether messages, as opposed to answers, go to a terminal.
func (s Streams) ErrTerminal() bool {
	f, ok := s.Err.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Add notes that n more steps are done.
func (p *Progress) Add(n int) {
	before := p.tenth()
	p.done = min(p.done+n, p.total)
	switch {
	case p.bar:
		full := barWidth * p.done / p.total
		fmt.Fprintf(p.out, "\r%s [%s%s] %d of %d", p.what, strings.Repeat("#", full),
			strings.Repeat(" ", barWidth-full), p.done, p.total)
		p.said = true
	case p.tenth() > before:
		fmt.Fprintf(p.out, "%s: %d of %d\n", p.what, p.done, p.total)
	}
}

// End leaves the line of the bar.
func (p *Progress) End() {
	if p.said {
		fmt.Fprintln(p.out)
		p.said = false
	}
}

func (p *Progress) tenth() int {
	if p.total == 0 {
		return 0
	}
	return 10 * p.done / p.total
}
