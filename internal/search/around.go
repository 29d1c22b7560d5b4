package search

import (
	"strings"
	"unicode/utf8"
)

// cut returns a piece of the line that begins a little before its first mark, or at the line's
// beginning if that is near. The piece begins and ends between words, if there are any.
func (h Hit) cut(characters int) Hit {
	begin := 0
	if len(h.Marks) > 0 {
		begin = h.wordBefore(h.Marks[0], characters)
	}
	end := begin
	for n := 0; end < len(h.Line) && n < characters; n++ {
		_, size := utf8.DecodeRuneInString(h.Line[end:])
		end += size
	}
	if end == len(h.Line) && begin > 0 { // then there is room for more before it
		for n := utf8.RuneCountInString(h.Line[begin:end]); begin > 0 && n < characters; n++ {
			_, size := utf8.DecodeLastRuneInString(h.Line[:begin])
			begin -= size
		}
	}
	return h.piece(h.betweenWords(begin, end))
}

// betweenWords moves both ends of a piece inwards to the next gap between words. It cuts nothing
// off the first mark.
func (h Hit) betweenWords(begin, end int) (int, int) {
	from, to := end, begin
	if len(h.Marks) > 0 {
		from, to = h.Marks[0][0], h.Marks[0][1]
	}
	if begin > 0 && begin < from && h.Line[begin-1] != ' ' {
		if n := strings.IndexByte(h.Line[begin:from], ' '); n >= 0 {
			begin += n + 1
		}
	}
	if end < len(h.Line) && to < end && h.Line[end] != ' ' {
		if n := strings.LastIndexByte(h.Line[to:end], ' '); n >= 0 {
			end = to + n
		}
	}
	return begin, end
}

// before sets the share of a piece that precedes its first mark: one third.
const before = 3

// wordBefore returns the beginning of the first word within a third of the characters before a
// mark.
func (h Hit) wordBefore(mark [2]int, characters int) int {
	at := mark[0]
	for n := 0; at > 0 && n < characters/before; n++ {
		_, size := utf8.DecodeLastRuneInString(h.Line[:at])
		at -= size
	}
	if at == 0 {
		return 0
	}
	for i := at; i < mark[0]; i++ {
		if h.Line[i] == ' ' {
			return i + 1
		}
	}
	return at
}

// piece returns part of the line, in bytes, with three dots where something is left out.
func (h Hit) piece(begin, end int) Hit {
	left, right := "", ""
	if begin > 0 {
		left = "…"
	}
	if end < len(h.Line) {
		right = "…"
	}
	out := Hit{Line: left + h.Line[begin:end] + right}
	for _, m := range h.Marks {
		from, to := max(m[0], begin), min(m[1], end)
		if from < to {
			out.Marks = append(out.Marks, [2]int{from - begin + len(left), to - begin + len(left)})
		}
	}
	return out
}
