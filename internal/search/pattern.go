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

// Substring returns a query for a piece of a line.
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

// piece finds a piece of a line, in the form of match.Flat.
type piece []byte

func (p piece) in(t *text) bool {
	room := flatRoom.Get().(*[]byte)
	defer flatRoom.Put(room)
	*room = match.AppendFlat((*room)[:0], t.Text)
	return bytes.Contains(*room, p)
}

// flatRoom holds buffers for texts, since a search may read ten thousand.
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

// sizeAt returns the length in bytes of the character at a byte.
func sizeAt(s string, at int) int {
	_, size := utf8.DecodeRuneInString(s[at:])
	return size
}

// Regexp returns a query for a regular expression within a line.
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

// expression finds a regular expression within one line.
type expression struct {
	line  *regexp.Regexp
	needs []string // each line that matches has one of these; nil means unknown
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

// mayStand reports whether a text has what each match needs. Other texts need no closer look.
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

// each calls do with each place, line by line, until do returns false. It looks in the line as it
// is. If nothing matches there, it looks in the line without accents.
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

// unaccented returns the places in the line without accents. It returns nil for a line without
// accents.
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
