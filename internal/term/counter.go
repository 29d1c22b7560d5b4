package term

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Counter tells on a terminal how far work has come that takes longer than a second. Its line
// goes away when the work ends, so that nothing of it stands between answers.
type Counter struct {
	out         io.Writer
	now         func() time.Time
	what        string
	done, total int
	columns     int
	begun, told time.Time
	long        int // columns of what stands there now
}

// A second passes before anything is told, and then a tenth of one between two lines.
const (
	unnoticed = time.Second
	readable  = time.Second / 10
)

// Counter begins to tell of total steps; quiet tells nothing, as for --json. Nothing is told
// either where Err is no terminal.
func (s Streams) Counter(what string, total int, quiet bool) *Counter {
	c := &Counter{out: io.Discard, now: time.Now, what: what, total: total, columns: s.Width}
	if !quiet && s.ErrTerminal() {
		c.out = s.Err
	}
	c.begun = c.now()
	return c
}

// Add notes that n more steps are done.
func (c *Counter) Add(n int) {
	c.done = min(c.done+n, c.total)
	now := c.now()
	if now.Sub(c.begun) < unnoticed || now.Sub(c.told) < readable {
		return
	}
	c.told = now
	line := fmt.Sprintf("%s: %d of %d", c.what, c.done, c.total)
	if c.columns > 1 && len(line) >= c.columns {
		line = line[:c.columns-1]
	}
	c.show(line)
}

// echoed is what a terminal itself writes behind the line when somebody ends the work: ^C.
const echoed = 2

// End takes the line away.
func (c *Counter) End() {
	if c.long > 0 {
		c.long += echoed
		c.show("")
		fmt.Fprint(c.out, "\r")
	}
}

// show puts a line in the place of the one that stands there. Not every terminal can clear one.
func (c *Counter) show(line string) {
	fmt.Fprintf(c.out, "\r%s%s", line, strings.Repeat(" ", max(c.long-len(line), 0)))
	c.long = len(line)
}
