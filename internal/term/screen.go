package term

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

// screen shows a question and what is typed on a terminal, and changes no more of it than it
// must: a link may be slow.
type screen struct {
	out    io.Writer
	dumb   bool // the terminal knows no sequences: what is typed is shown, and no more
	size   func() (width, height int)
	shown  picture // of it the rows from top on
	top    int
	width  int
	echoed string // by a dumb terminal
}

// The sequences of ECMA-48 that a screen is drawn with, and those that mark a paste.
const (
	toRight  = "\x1b[K"
	toBottom = "\x1b[J"
	marksOn  = "\x1b[?2004h"
	marksOff = "\x1b[?2004l"
)

func (s *screen) begin() {
	if !s.dumb {
		io.WriteString(s.out, marksOn)
	}
}

// end leaves the cursor below what is shown.
func (s *screen) end() {
	if s.dumb {
		io.WriteString(s.out, "\r\n")
		return
	}
	var b bytes.Buffer
	last := len(s.shown.rows) - 1
	move(&b, s.shown.row, last)
	b.WriteString("\r\n" + marksOff)
	s.out.Write(b.Bytes())
}

// renew draws everything anew at the next show.
func (s *screen) renew() {
	if !s.dumb {
		io.WriteString(s.out, "\x1b[H"+toBottom)
		s.shown, s.top = picture{}, 0
	}
}

// limit returns how long a row may be.
func (s *screen) limit() int {
	w, _ := s.size()
	return max(w, 10) - 1
}

// move goes up or down between two rows, to its beginning.
func move(b *bytes.Buffer, from, to int) {
	b.WriteByte('\r')
	switch {
	case from > to:
		fmt.Fprintf(b, "\x1b[%dA", from-to)
	case from < to:
		fmt.Fprintf(b, "\x1b[%dB", to-from)
	}
}

// show makes the terminal show a question and what is typed.
func (s *screen) show(prompt, each string, l typedLine) {
	var b bytes.Buffer
	if s.dumb {
		s.echo(&b, prompt+each+l.flat(each))
	} else {
		p := layout(prompt, each, l, s.limit())
		s.resized(&b)
		s.scroll(&b, &p)
		s.draw(&b, p)
		s.shown = p
	}
	s.out.Write(b.Bytes())
}

// flat returns a line for a terminal that breaks rows by itself.
func (l *typedLine) flat(each string) string {
	var b strings.Builder
	for _, part := range l.parts {
		if part == "\n" {
			part = "\r\n" + each
		} else {
			part = visible(part)
		}
		b.WriteString(part)
	}
	return b.String()
}

// resized takes everything off a screen whose width has changed; most terminals have
// broken the rows anew by then.
func (s *screen) resized(b *bytes.Buffer) {
	w, _ := s.size()
	if s.width != 0 && s.width != w && len(s.shown.rows) > 0 {
		above := max(width(s.shown.before)-1, 0) / w
		for _, row := range s.shown.rows[:s.shown.row] {
			above += 1 + max(width(row)-1, 0)/w
		}
		s.clear(b, above)
	}
	s.width = w
}

// clear takes everything off, from rows above the cursor on.
func (s *screen) clear(b *bytes.Buffer, above int) {
	move(b, above, 0)
	b.WriteString(toBottom)
	s.shown, s.top = picture{}, 0
}

// scroll leaves of a picture what fits on the screen, with the cursor in it. Rows that it
// leaves above stay on the terminal as they were.
func (s *screen) scroll(b *bytes.Buffer, p *picture) {
	_, h := s.size()
	most := max(h, 4) - 1
	top := min(s.top, max(len(p.rows)-most, 0), p.row)
	top = max(top, p.row-most+1)
	if gone := top - s.top; gone > 0 && len(s.shown.rows) > 0 {
		if gone <= s.shown.row {
			s.shown.rows, s.shown.row = s.shown.rows[gone:], s.shown.row-gone
		} else { // the cursor left the screen at one go
			move(b, s.shown.row, len(s.shown.rows)-1)
			b.WriteString("\r\n")
			s.shown = picture{}
		}
	}
	s.top = top
	p.rows, p.row = p.rows[top:min(len(p.rows), top+most)], p.row-top
}

// draw writes what differs, and puts the cursor in its place.
func (s *screen) draw(b *bytes.Buffer, p picture) {
	was := s.shown
	first := 0
	for first < min(len(p.rows), len(was.rows)) && p.rows[first] == was.rows[first] {
		first++
	}
	if s.appended(b, p, first) {
		return
	}
	if len(p.rows) < len(was.rows) {
		first = min(first, len(p.rows)-1)
	}
	at := was.row
	if first < len(p.rows) {
		move(b, at, min(first, max(len(was.rows)-1, 0)))
		for i, row := range p.rows[first:] {
			if i > 0 || first > 0 && first == len(was.rows) {
				b.WriteString("\r\n")
			}
			b.WriteString(row + toRight)
		}
		if at = len(p.rows) - 1; len(p.rows) < len(was.rows) {
			b.WriteString(toBottom)
		}
	}
	move(b, at, p.row)
	place(b, p.before)
}

// appended is the frequent case: something more at the end of the last row.
func (s *screen) appended(b *bytes.Buffer, p picture, first int) bool {
	was, last := s.shown, len(p.rows)-1
	if last < 0 || len(was.rows) != len(p.rows) || first < last {
		return false
	}
	end := was.row == last && was.before == was.rows[last] // the cursor was there, and is
	end = end && p.row == last && p.before == p.rows[last]
	more, longer := strings.CutPrefix(p.rows[last], was.rows[last])
	if !end || !longer || joined(was.rows[last], more) {
		return false
	}
	b.WriteString(more)
	return true
}

// joined reports whether what comes after a text changes how its last character looks. A
// terminal may not see that from the rest alone.
func joined(text, more string) bool {
	count := uniseg.GraphemeClusterCount
	return count(text)+count(more) != count(text+more)
}

// place goes from the beginning of a row to behind what is before the cursor. Where that is
// not plain ASCII it is written once more: the terminal alone knows how wide it is there.
func place(b *bytes.Buffer, before string) {
	for i := range len(before) {
		if before[i] >= 0x80 {
			b.WriteString(before)
			return
		}
	}
	if before != "" {
		fmt.Fprintf(b, "\x1b[%dC", len(before))
	}
}

// echo shows a text on a terminal that knows no sequences: what is more is added, what is
// less at its end is taken back, and everything else is shown again on a new line.
func (s *screen) echo(b *bytes.Buffer, text string) {
	more, longer := strings.CutPrefix(text, s.echoed)
	less, shorter := strings.CutPrefix(s.echoed, text)
	switch {
	case longer:
		b.WriteString(more)
	case shorter && len(less) == width(less) && !strings.Contains(less, "\n"):
		b.WriteString(strings.Repeat("\b \b", len(less)))
	default:
		b.WriteString("\r\n" + text)
	}
	s.echoed = text
}
