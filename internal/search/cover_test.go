package search

import (
	"reflect"
	"strings"
	"testing"

	"casefile/internal/cases"
)

// What a case keeps from somebody stands in no hit, and marks stay where they were.
func TestCover(t *testing.T) {
	text := "headline: Called\nMet at 8 Quarry Hill with Ada, who rang.\nFlat 3\n8 Quarry Hill\n" +
		"Eskby\nMr Lind said so."
	place := func(piece, what string) cases.CoveredSpan {
		from := strings.LastIndex(text, piece)
		return cases.CoveredSpan{From: from, To: from + len(piece), What: what}
	}
	first := strings.Index(text, "8 Quarry")
	places := []cases.CoveredSpan{
		{From: first, To: first + len("8 Quarry Hill"), What: cases.CoveredAddress},
		place("Flat 3\n8 Quarry Hill\nEskby", cases.CoveredAddress),
		place("Lind", cases.CoveredReporter)}
	for _, tt := range []struct {
		line, want, marked, kept string
		copied                   bool
	}{
		{"headline: Called", "headline: Called", "Called", "Called", false},
		{"Met at 8 Quarry Hill with Ada, who rang.", "Met at (protected address) with Ada, who " +
			"rang.",
			"Met Quarry Ada", "Met Ada", false},
		{"8 Quarry Hill", "(protected address)", "Quarry", "", false},
		{"Mr Lind said so.", "Mr Lind said so.", "Lind", "Lind", false},
		{"Mr Lind said so.", "Mr withheld said so.", "Lind said", "said", true},
		{"", "", "", "", true},
	} {
		h := Hit{Line: tt.line, From: strings.LastIndex(text, tt.line)}
		for _, w := range strings.Fields(tt.marked) {
			at := strings.Index(tt.line, w)
			h.Marks = append(h.Marks, [2]int{at, at + len(w)})
		}
		got := h.Cover(places, tt.copied)
		var kept []string
		for _, m := range got.Marks {
			kept = append(kept, got.Line[m[0]:m[1]])
		}
		if got.Line != tt.want || strings.Join(kept, " ") != tt.kept {
			t.Errorf("%q: %q, marked %q", tt.line, got.Line, kept)
		}
	}
}

// The letters that the program drew are nobody's words: an entry's own nonce, and the one of where
// it was recorded first. A line of somebody who writes of a nonce stays.
func TestSought(t *testing.T) {
	const nonce = "nonce: E7BG1XX3A0000000000000000Z\n"
	text := "---\nby: asha\n" + nonce + "origin:\n  " + nonce + "---\nnonce: Xx\nCalled.\n   \n"
	want := "---\nby: asha\norigin:\n---\nnonce: Xx\nCalled."
	if got := Sought(text); got != want {
		t.Errorf("%q", got)
	}
	for _, text := range []string{nonce[:20], nonce[:len(nonce)-1], "a " + nonce + "b",
		nonce[:len(nonce)-2] + "\n" + "b", nonce[:10] + "u" + nonce[11:] + "b",
		"nonce: " + nonce[8:]} {
		if got := Sought(text); got != strings.TrimRight(text, " \n") {
			t.Errorf("of %q only %q is searched", text, got)
		}
	}
}

// What is covered comes back from the index with the row.
func TestCoveredKept(t *testing.T) {
	r := Row{Covered: []cases.CoveredSpan{{From: 7, To: 20, What: cases.CoveredReach}}}
	var back Row
	if err := back.TakeData(r.Data()); err != nil || !reflect.DeepEqual(back.Covered, r.Covered) {
		t.Errorf("%+v, %v", back.Covered, err)
	}
}

// A refused expression is told of in plain words, without a piece of it.
func TestWrongExpressions(t *testing.T) {
	for typed, want := range map[string]string{
		"kettle(":      "has none ) that ends it",
		"kettle)":      "ends what none ( began",
		"[kettle":      "has none ] that ends it",
		"*kettle":      "nothing before it",
		"kettle**":     "two stand behind each other",
		"kettle{2,1}":  "over 1000, or the first is the larger",
		"kettle{9999}": "over 1000",
		"[z-a]kettle":  "runs backwards",
		`\p{Kettle}`:   "names no letters",
		`kettle\Y`:     "no meaning",
		`kettle\`:      "nothing behind it",
		"(?=kettle)":   "a look ahead",
		"(?P<kettle":   "a name that has no end",
	} {
		_, err := Regexp(typed)
		if err == nil || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "ettle") {
			t.Errorf("%s: %v, want … %s", typed, err, want)
		}
	}
}
