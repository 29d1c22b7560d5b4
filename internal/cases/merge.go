package cases

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/record"
)

// Merged is a row of a chronology of several cases or agencies.
type Merged struct {
	Row
	Of   string // whose it is: a case's ID, or an agency and its file
	Line int    // of the file; 0 for an entry
	Same []int  // the rows of others that may tell of the same event; none is dropped
}

// Merge puts chronologies together, in order (what is as old as another stays in
// the order in which it was given), and marks what may be told twice:
// events of one day, by different sources, in nearly the same words.
func Merge(lists ...[]Merged) []Merged {
	out := slices.Concat(lists...)
	slices.SortStableFunc(out, func(a, b Merged) int {
		return cmp.Or(a.Earliest.Compare(b.Earliest), a.Recorded.Compare(b.Recorded))
	})
	words := make([][]string, len(out))
	byDay := map[record.Date][]int{}
	for i, m := range out {
		words[i] = meaning(m.Event)
		byDay[m.Day] = append(byDay[m.Day], i)
	}
	for _, rows := range byDay {
		for _, i := range rows {
			for _, j := range rows {
				if out[i].Of != out[j].Of && sameEvent(words[i], words[j]) {
					out[i].Same = append(out[i].Same, j)
				}
			}
		}
	}
	return out
}

// meaning returns the words of a text for a comparison: without small words, in the singular,
// numbers as figures, each once.
func meaning(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if n := slices.Index(numerals(), w); n >= 0 {
			w = string(rune('0' + n))
		}
		if slices.Contains(smallWords(), w) {
			continue
		}
		if len(w) > 3 {
			w = strings.TrimSuffix(w, "s")
		}
		out = append(out, w)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func numerals() []string {
	return []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
}

func smallWords() []string {
	return []string{"a", "an", "and", "at", "by", "for", "from", "had", "has", "her", "his", "in",
		"is", "of", "on", "out", "the", "their",
		"to", "was", "were", "with"}
}

// sameEvent compares by Dice's measure: twice what both have, of all that they have.
// Six tenths lets one sentence be reworded, and keeps apart two visits of a day.
func sameEvent(a, b []string) bool {
	shared := 0
	for i, k := 0, 0; i < len(a) && k < len(b); { // both are sorted, as meaning gives them
		switch order := cmp.Compare(a[i], b[k]); {
		case order < 0:
			i++
		case order > 0:
			k++
		default:
			shared++
			i++
			k++
		}
	}
	if shared == 1 && len(a) == 1 && len(b) == 1 {
		return true
	}
	return shared >= 2 && 20*shared >= 6*(len(a)+len(b))
}
