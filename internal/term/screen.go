package term

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

// screen shows a question and the typed text on a terminal. It changes as little of it as possible,
// because a link may be slow.
type screen struct {
	out    io.Writer
	dumb   bool // the terminal knows no sequences: only the typed text is shown
	size   func() (width, height int)
	shown  picture // of which the rows from top on are visible
	top    int
	width  int
	echoed string // by a dumb terminal
}

// The sequences of ECMA-48 for drawing, and those that mark a paste.
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

// end leaves the cursor below the picture.
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

// renew makes the next show draw everything again.
func (s *screen) renew() {
	if !s.dumb {
		io.WriteString(s.out, "\x1b[H"+toBottom)
		s.shown, s.top = picture{}, 0
	}
}

// limit returns the longest row.
func (s *screen) limit() int {
	w, _ := s.size()
	return max(w, 10) - 1
}

// move goes up or down from one row to the beginning of another.
func move(b *bytes.Buffer, from, to int) {
	b.WriteByte('\r')
	switch {
	case from > to:
		fmt.Fprintf(b, "\x1b[%dA", from-to)
	case from < to:
		fmt.Fprintf(b, "\x1b[%dB", to-from)
	}
}

// show shows a question and the typed text.
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

// resized clears a screen whose width has changed. Most terminals have rearranged the rows by then.
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

// clear removes the picture, from so many rows above the cursor on.
func (s *screen) clear(b *bytes.Buffer, above int) {
	move(b, above, 0)
	b.WriteString(toBottom)
	s.shown, s.top = picture{}, 0
}

// scroll cuts a picture to the rows that fit on the screen, with the cursor in it. Rows above stay
// on the terminal as they were.
func (s *screen) scroll(b *bytes.Buffer, p *picture) {
	_, h := s.size()
	most := max(h, 4) - 1
	top := min(s.top, max(len(p.rows)-most, 0), p.row)
	top = max(top, p.row-most+1)
	if gone := top - s.top; gone > 0 && len(s.shown.rows) > 0 {
		if gone <= s.shown.row {
			s.shown.rows, s.shown.row = s.shown.rows[gone:], s.shown.row-gone
		} else { // the cursor left the screen in one step
			move(b, s.shown.row, len(s.shown.rows)-1)
			b.WriteString("\r\n")
			s.shown = picture{}
		}
	}
	s.top = top
	p.rows, p.row = p.rows[top:min(len(p.rows), top+most)], p.row-top
}

// draw writes the rows that differ, and puts the cursor in its place.
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

// appended handles the frequent case: new text at the end of the last row.
func (s *screen) appended(b *bytes.Buffer, p picture, first int) bool {
	was, last := s.shown, len(p.rows)-1
	if last < 0 || len(was.rows) != len(p.rows) || first < last {
		return false
	}
	end := was.row == last && was.before == was.rows[last] // the cursor was there, and is there now
	end = end && p.row == last && p.before == p.rows[last]
	more, longer := strings.CutPrefix(p.rows[last], was.rows[last])
	if !end || !longer || joined(was.rows[last], more) {
		return false
	}
	b.WriteString(more)
	return true
}

// joined reports whether further text changes how the last character of a text looks. A terminal
// may not recognise that from the further text alone.
func joined(text, more string) bool {
	count := uniseg.GraphemeClusterCount
	return count(text)+count(more) != count(text+more)
}

// place moves the cursor from the beginning of a row to behind before. If before is not plain ASCII
// it is written again: only the terminal knows its width there.
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

// echo shows a text on a terminal that knows no sequences. It adds new text at the end, deletes
// what was removed at the end, and otherwise shows everything again on a new line.
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
