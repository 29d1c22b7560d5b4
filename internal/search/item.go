package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"casefile/internal/match"
	"casefile/internal/record"
)

// Item is one recorded text. Text is as it was sealed, and People are the names of whom its case
// is about and of those in their life.
type Item struct {
	Case, ID record.ID
	Text     string
	People   []string
}

// text is an item while it is searched: what it takes is worked out once.
type text struct {
	Item
	apart, joined match.Reading
	read          bool
	told          []match.Day
	hasDays       bool
	letters       string // as match.AppendLetters gives them; "" until they are asked for
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

// has reports whether letters stand in the text, whatever stands between them.
func (t *text) has(letters string) bool {
	if t.letters == "" {
		t.letters = string(match.AppendLetters(nil, t.Text))
	}
	return strings.Contains(t.letters, letters)
}

// Hit is what an item says to a query: a line, and the places in it that were sought. The line is
// that of the headline where nothing that is sought stands in the text itself, as with NOT alone.
// There is none where the text has no headline either.
type Hit struct {
	Line  string
	Marks [][2]int
	From  int // of the line, in the text
}

// Find says whether an item says what is sought. Where it does, the line is the one with most
// of the terms, the first of several.
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

// Says reports whether an item says what is sought, as Find does. It is for whoever looks through
// many at once.
func (q *Query) Says(it Item) bool {
	it.Text = Unpadded(it.Text)
	return q.root == nil || q.root.in(&text{Item: it})
}

// headline returns the line of the headline in the fields of an entry.
func (t *text) headline() Hit {
	begin := 0
	for line := range strings.Lines(t.Text) {
		if begin > 0 && line == "---\n" { // the fields end
			break
		}
		if strings.HasPrefix(line, "headline: ") {
			return Hit{Line: strings.TrimSuffix(line, "\n"), From: begin}
		}
		begin += len(line)
	}
	return Hit{}
}

// placesOf returns the places of each term. Those where a first name stands beside the last one
// count twice: a last name alone is their family's too.
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

// wordWeight is more than all that a name weighs.
const wordWeight = 3

// shown are the places of a term. What is sought of a person says more than where their name
// stands: the word weighs more.
type shown struct {
	places [][2]int
	weight int
}

// stampLines are the first line of an entry and those that the program writes behind it, as far
// as they are searched (Sought): they say less than any other.
const stampLines = 6

// stampEnd returns where the lines behind the stamp begin.
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

// hit returns the line that shows most of some terms.
func (t *text) hit(terms []shown) Hit {
	weights := map[int]int{} // by where a line begins: what it shows of the terms
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

// joinedMarks are marks in order, those that touch in one.
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

// Around returns a piece of a line, of about so many characters, that has its first mark, with the
// marks in it. Three dots stand where something is left out.
func (h Hit) Around(characters int) Hit {
	if utf8.RuneCountInString(h.Line) <= characters {
		return h
	}
	return h.cut(characters)
}

// Unpadded returns a text without the blanks at its end, by which all sealed texts have few
// lengths.
func Unpadded(s string) string { return strings.TrimRight(s, " \n") }
