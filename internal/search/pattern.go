package search

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
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
		return nil, fmt.Errorf("%w: a substring is one line, and has a letter, a figure or a sign", ErrQuery)
	}
	return queryOf(piece(flat)), nil
}

// piece is a piece of a line, as match.Flat has it.
type piece []byte

func (p piece) in(t *text) bool { return len(p.first(t, 1)) > 0 }

func (p piece) places(t *text) [][2]int { return p.first(t, -1) }

// first are the first most places; -1 for all.
func (p piece) first(t *text, most int) [][2]int {
	flat, at := t.flat()
	var out [][2]int
	for from := 0; len(out) != most; {
		i := bytes.Index(flat[from:], p)
		if i < 0 {
			break
		}
		i += from
		from = i + len(p)
		out = append(out, [2]int{at[i], at[from-1] + sizeAt(t.Text, at[from-1])})
	}
	return out
}

// sizeAt is the length of the character at a byte of a text.
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
		// The parser's own words repeat what was typed, which shells and logs may keep.
		why := "it is not well formed"
		if code, ok := syntaxCode(err); ok {
			why = code
		}
		return nil, fmt.Errorf("%w: it is no regular expression (RE2): %s", ErrQuery, why)
	}
	if typed == "" {
		return nil, fmt.Errorf("%w: there is no regular expression", ErrQuery)
	}
	return queryOf(expression{line}), nil
}

// expression is what a regular expression matches within one line.
type expression struct{ line *regexp.Regexp }

func (e expression) in(t *text) bool {
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

// each gives the places, line by line, until do says no: in the line as it is and, where that has
// none, as it is without accents.
func (e expression) each(t *text, do func([2]int) bool) {
	begin := 0
	for line := range strings.Lines(t.Text) {
		line = strings.TrimSuffix(line, "\n")
		found := e.line.FindAllStringIndex(line, -1)
		if found == nil {
			found = e.unaccented(line)
		}
		for _, m := range found {
			if !do([2]int{begin + m[0], begin + m[1]}) {
				return
			}
		}
		begin += len(line) + 1
	}
}

// unaccented are the places in a line as it is without accents; nil where it has none.
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
