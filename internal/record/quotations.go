package record

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quotations are read by hand, each letter once. A regular expression reads on to the end of
// the text for each mark that nothing closes, and so costs time by the square of its length.

// closers are the marks that end what a mark begins.
var closers = map[rune]string{'"': `"`, '“': "”", '„': "“”", '«': "»"}

// doubleQuotes returns the places of a paragraph, from a byte to a byte, that stand between double
// marks, straight or curly, with the marks.
func doubleQuotes(part string) (out [][]int) {
	last := map[string]int{} // where the last closer of a kind stands
	for _, marks := range closers {
		last[marks] = strings.LastIndexAny(part, marks)
	}
	done := 0
	for i, mark := range part {
		marks, opens := closers[mark]
		within := i + utf8.RuneLen(mark)
		if !opens || i < done || last[marks] < within {
			continue
		}
		closer := within + strings.IndexAny(part[within:], marks)
		_, size := utf8.DecodeRuneInString(part[closer:])
		done = closer + size
		out = append(out, []int{i, done})
	}
	return out
}

// singleQuotes returns the places that stand between single marks, straight or curly. They open
// behind a blank, a bracket or a colon, and before a letter if they are straight; they close before
// a blank, a stop or a bracket. All others are apostrophes.
func singleQuotes(part string) (out [][]int) {
	closing := map[rune]*apostrophes{
		'‘': {text: part, mark: '’', at: -1}, '\'': {text: part, mark: '\'', at: -1}}
	free := 0 // what stands before it belongs to the quotation before
	for i, mark := range part {
		closer := closing[mark]
		if closer == nil || i < free || !opensBehind(part, i, free) {
			continue
		}
		within := i + utf8.RuneLen(mark)
		if letter, size := utf8.DecodeRuneInString(part[within:]); mark == '\'' {
			if !unicode.IsLetter(letter) {
				continue
			}
			within += size
		}
		end := closer.after(within)
		if end < 0 || end < len(part) && !strings.ContainsRune("\t\n\f\r .,;:!?)]}",
			rune(part[end])) {
			continue
		}
		out = append(out, []int{i, end})
		free = end + 1
	}
	return out
}

// opensBehind reports whether a mark at i stands where a quotation may open: at the beginning
// of the part, or behind a blank, a bracket or a colon that is free.
func opensBehind(part string, i, free int) bool {
	return i == 0 || i > free && strings.IndexByte("\t\n\f\r ([{:", part[i-1]) >= 0
}

// apostrophes finds the next mark of a text that is no apostrophe: no letter follows it.
type apostrophes struct {
	text string
	mark rune
	at   int // of the one found last; -1: none yet
}

// after returns the end of the next such mark that begins at from or later, or -1. Calls must go
// through the places in their order.
func (a *apostrophes) after(from int) int {
	size := utf8.RuneLen(a.mark)
	if a.at < from {
		a.at = len(a.text)
		for i, r := range a.text[from:] {
			if r != a.mark {
				continue
			}
			next, _ := utf8.DecodeRuneInString(a.text[from+i+size:])
			if !unicode.IsLetter(next) {
				a.at = from + i
				break
			}
		}
	}
	if a.at == len(a.text) {
		return -1
	}
	return a.at + size
}
