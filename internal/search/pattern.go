package search

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"casefile/internal/match"
)

// Substring seeks a piece of a line.
func Substring(typed string) (*Query, error) {
	if len(typed) > mostTyped || !utf8.ValidString(typed) {
		return nil, fmt.Errorf("%w: it is too long, or not UTF-8", ErrQuery)
	}
	flat, _ := match.Flat(typed)
	if len(bytes.TrimSpace(flat)) == 0 || bytes.IndexByte(flat, '\n') >= 0 {
		return nil, fmt.Errorf("%w: a substring is one line, and has a letter, a figure or a sign",
			ErrQuery)
	}
	return queryOf(piece(flat)), nil
}

// piece is a piece of a line, as match.Flat has it.
type piece []byte

func (p piece) in(t *text) bool {
	room := flatRoom.Get().(*[]byte)
	defer flatRoom.Put(room)
	*room = match.AppendFlat((*room)[:0], t.Text)
	return bytes.Contains(*room, p)
}

// flatRoom has room for texts that are looked through by the ten thousand.
var flatRoom = sync.Pool{New: func() any { return new([]byte) }}

func (p piece) places(t *text) [][2]int {
	flat, at := match.Flat(t.Text)
	var out [][2]int
	for from := 0; ; {
		i := bytes.Index(flat[from:], p)
		if i < 0 {
			return out
		}
		i += from
		from = i + len(p)
		out = append(out, [2]int{at[i], at[from-1] + sizeAt(t.Text, at[from-1])})
	}
}

// sizeAt returns the length of the character at a byte of a text.
func sizeAt(s string, at int) int {
	_, size := utf8.DecodeRuneInString(s[at:])
	return size
}

// Regexp seeks what a regular expression matches within a line.
func Regexp(typed string) (*Query, error) {
	if len(typed) > mostTyped {
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrQuery, mostTyped)
	}
	line, err := regexp.Compile("(?i)" + typed)
	if err != nil {
		return nil, fmt.Errorf("%w: it is not a regular expression (RE2): %s", ErrQuery,
			wrongWith(err))
	}
	if typed == "" {
		return nil, fmt.Errorf("%w: there is no regular expression", ErrQuery)
	}
	return queryOf(expression{line, neededBy(typed)}), nil
}

// expression is what a regular expression matches within one line.
type expression struct {
	line  *regexp.Regexp
	needs []string // of which each line has one that it matches; nil = not known
}

func (e expression) in(t *text) bool {
	if !e.mayStand(t.Text) {
		return false
	}
	found := false
	e.each(t, func([2]int) bool {
		found = true
		return false
	})
	return found
}

func (e expression) places(t *text) [][2]int {
	var out [][2]int
	e.each(t, func(at [2]int) bool {
		out = append(out, at)
		return true
	})
	return out
}

// mayStand reports whether a text has what each match needs: a text that has not is not looked
// at closely.
func (e expression) mayStand(s string) bool {
	if e.needs == nil {
		return true
	}
	room := flatRoom.Get().(*[]byte)
	defer flatRoom.Put(room)
	*room = match.AppendUnaccented((*room)[:0], s)
	for _, letters := range e.needs {
		if bytes.Contains(*room, []byte(letters)) {
			return true
		}
	}
	return false
}

// each gives the places, line by line, until do says no: in the line as it is and, where that has
// none, as it is without accents.
func (e expression) each(t *text, do func([2]int) bool) {
	begin := 0
	for line := range strings.Lines(t.Text) {
		at := begin
		begin += len(line)
		if e.needs != nil && !e.mayStand(line) {
			continue
		}
		line = strings.TrimSuffix(line, "\n")
		found := e.line.FindAllStringIndex(line, -1)
		if found == nil {
			found = e.unaccented(line)
		}
		for _, m := range found {
			if !do([2]int{at + m[0], at + m[1]}) {
				return
			}
		}
	}
}

// unaccented returns the places in a line as it is without accents; nil where it has none.
func (e expression) unaccented(line string) [][]int {
	plain, at, same := match.Unaccented(line)
	if same {
		return nil
	}
	found := e.line.FindAllStringIndex(plain, -1)
	for _, m := range found {
		m[0], m[1] = at[m[0]], at[m[1]]
	}
	return found
}
