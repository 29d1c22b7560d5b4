package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"casefile/internal/match"
	"casefile/internal/record"
)

// Item is one recorded text. Text is as it was sealed. People are the names of the case's subject
// and of the people in their life.
type Item struct {
	Case, ID record.ID
	Text     string
	People   []string
}

// text is an item during a search. It works out each reading once.
type text struct {
	Item
	apart, joined match.Reading
	read          bool
	told          []match.Day
	hasDays       bool
	letters       string // by match.AppendLetters; "" until they are needed
}

func (t *text) readings() (apart, joined match.Reading) {
	if !t.read {
		t.apart, t.joined = match.Readings(t.Text)
		t.read = true
	}
	return t.apart, t.joined
}

func (t *text) days() []match.Day {
	if !t.hasDays {
		t.told, t.hasDays = match.Days(t.Text), true
	}
	return t.told
}

// has reports whether the text has these letters, whatever stands between them.
func (t *text) has(letters string) bool {
	if t.letters == "" {
		t.letters = string(match.AppendLetters(nil, t.Text))
	}
	return strings.Contains(t.letters, letters)
}

// Hit is a match of a query in an item: a line with its marks. If no term stands in the text
// itself, as with NOT alone, it is the line of the headline. If there is no headline, it is empty.
type Hit struct {
	Line  string
	Marks [][2]int
	From  int // the line's first byte in the text
}

// Find reports whether the query finds an item. The line of the hit is the first of those with most
// of the terms.
func (q *Query) Find(it Item) (Hit, bool) {
	it.Text = Unpadded(it.Text)
	t := &text{Item: it}
	if q.root != nil && !q.root.in(t) {
		return Hit{}, false
	}
	if h := t.hit(q.placesOf(t)); h.Line != "" {
		return h, true
	}
	return t.headline(), true
}

// Says reports the same as Find, without a hit. It is faster for many items.
func (q *Query) Says(it Item) bool {
	it.Text = Unpadded(it.Text)
	return q.root == nil || q.root.in(&text{Item: it})
}

// headline returns the line of the headline among the fields of an entry.
func (t *text) headline() Hit {
	begin := 0
	for line := range strings.Lines(t.Text) {
		if begin > 0 && line == "---\n" { // the end of the fields
			break
		}
		if strings.HasPrefix(line, "headline: ") {
			return Hit{Line: strings.TrimSuffix(line, "\n"), From: begin}
		}
		begin += len(line)
	}
	return Hit{}
}

// placesOf returns the places of each term. A first name beside a last one counts twice: a last
// name alone is also the family's.
func (q *Query) placesOf(t *text) []shown {
	out := make([]shown, 0, len(q.terms))
	for _, of := range q.terms {
		n, named := of.(name)
		if !named {
			out = append(out, shown{of.places(t), wordWeight})
			continue
		}
		places := n.places(t)
		whole := slices.DeleteFunc(slices.Clone(places), func(at [2]int) bool {
			return !n.Whole(t.Text[at[0]:at[1]])
		})
		out = append(out, shown{places, 1}, shown{whole, 1})
	}
	return out
}

// wordWeight is more than a name can weigh.
const wordWeight = 3

// shown holds the places of a term and their weight. A word weighs more than a name: what is said
// of a person matters more than where the name stands.
type shown struct {
	places [][2]int
	weight int
}

// stampLines is the number of an entry's first lines that hold the stamp, as far as they are
// searched (Sought). They matter least as hits.
const stampLines = 6

// stampEnd returns the byte after the lines of the stamp.
func (t *text) stampEnd() int {
	end := 0
	for range stampLines {
		n := strings.IndexByte(t.Text[end:], '\n')
		if n < 0 {
			break
		}
		end += n + 1
	}
	return end
}

// hit returns the line that shows most of the terms.
func (t *text) hit(terms []shown) Hit {
	weights := map[int]int{} // weight of the terms in a line, by its first byte
	best := -1
	for _, term := range terms {
		seen := map[int]bool{}
		for _, at := range term.places {
			begin := strings.LastIndexByte(t.Text[:at[0]], '\n') + 1
			if seen[begin] {
				continue
			}
			seen[begin] = true
			weights[begin] += term.weight
		}
	}
	stamp := t.stampEnd()
	for begin, n := range weights {
		earlier := begin < best && (begin >= stamp || best < stamp)
		if best < 0 || n > weights[best] ||
			n == weights[best] && (earlier || best < stamp && begin >= stamp) {
			best = begin
		}
	}
	if best < 0 {
		return Hit{}
	}
	line, _, _ := strings.Cut(t.Text[best:], "\n")
	h := Hit{Line: line, From: best}
	for _, term := range terms {
		for _, at := range term.places {
			if at[0] >= best && at[0] <= best+len(line) && at[1] > at[0] {
				h.Marks = append(h.Marks, [2]int{at[0] - best, min(at[1]-best, len(line))})
			}
		}
	}
	h.Marks = joinedMarks(h.Marks)
	return h
}

// joinedMarks sorts marks, and joins those that touch.
func joinedMarks(marks [][2]int) [][2]int {
	slices.SortFunc(marks, func(a, b [2]int) int { return a[0] - b[0] })
	var out [][2]int
	for _, m := range marks {
		if n := len(out); n > 0 && m[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], m[1])
			continue
		}
		out = append(out, m)
	}
	return out
}

// Around returns a piece of the line with its first mark, of about so many characters. Three dots
// stand where something is left out.
func (h Hit) Around(characters int) Hit {
	if utf8.RuneCountInString(h.Line) <= characters {
		return h
	}
	return h.cut(characters)
}

// Unpadded returns a text without its padding, by which sealed texts have few lengths.
func Unpadded(s string) string { return strings.TrimRight(s, " \n") }
