package term

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Counter shows on a terminal the progress of work that takes longer than a second. Its line
// disappears when the work ends, so that nothing of it is between answers.
type Counter struct {
	out         io.Writer
	now         func() time.Time
	what        string
	done, total int
	columns     int
	begun, told time.Time
	long        int // columns of the line shown now
}

// The first line comes after a second, and further lines a tenth of a second apart.
const (
	unnoticed = time.Second
	readable  = time.Second / 10
)

// Counter begins to count total steps. quiet shows nothing, as for --json. Nothing is shown either
// if Err is no terminal.
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

// echoed is the length of what a terminal itself writes after the line when somebody ends the work:
// ^C.
const echoed = 2

// End removes the line.
func (c *Counter) End() {
	if c.long > 0 {
		c.long += echoed
		c.show("")
		fmt.Fprint(c.out, "\r")
	}
}

// show replaces the line. Not every terminal can clear one.
func (c *Counter) show(line string) {
	fmt.Fprintf(c.out, "\r%s%s", line, strings.Repeat(" ", max(c.long-len(line), 0)))
	c.long = len(line)
}
