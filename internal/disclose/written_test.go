package disclose

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// writing is a line as somebody would write it, labelled by hand: what must go from a
// copy of it, and what must stay.
type writing struct {
	Kind  string // the sort of spelling, so that what is missed can be mended as a sort
	Where string // body, headline, value, list, table, or file: a file's name
	Text  string
	Take  []string // parts of Text, in their order
	Of    []string // whose they are
	Leave []string // parts of Text, in their order
	Why   string
	Known string // why it is missed or taken, where nobody promises more
}

// writingPerson is somebody whom the labelled lines are about, with what was decided.
type writingPerson struct {
	ID         string   `json:"id"`
	Do         string   `json:"do"`
	Name       string   `json:"name"`
	Relation   string   `json:"relation"`
	KnownAs    string   `json:"known_as"`
	OtherNames []string `json:"other_names"`
	Agency     string   `json:"agency"`
	Address    string   `json:"address"`
	Contact    string   `json:"contact"`
}

// TestWritten: of the ways in which people write names, addresses and numbers, each that
// the manual promises goes, and what only looks like one stays. It counts; with -v it says
// how many of each sort. The code was written with the first half of the lines in sight, and
// tried on the second when it was done.
func TestWritten(t *testing.T) {
	t.Parallel()
	record := newWrittenRecord(t)
	files, err := filepath.Glob("testdata/written-?.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			n := tally{}
			for lines := range slices.Chunk(readLines[writing](t, file), together) {
				for i, c := range record.copied(t, lines) {
					n.add(t, lines[i], c)
				}
			}
			if sum := n.report(t); sum.Missed > 0 || sum.Taken > 0 {
				t.Errorf("%d of %d missed, %d of %d wrongly taken", sum.Missed, sum.Takes,
					sum.Taken, sum.Leaves)
			}
		})
	}
}

// together is the number of lines that are redacted in one go, as entries of one case.
const together = 12

// tally counts for each sort of writing.
type tally map[string]*counts

// counts are of parts: those that must go and those that must stay. Asked and InVain were
// asked about before they were judged; Known are shortfalls that nobody promises to mend.
type counts struct{ Lines, Takes, Missed, Asked, Leaves, Taken, InVain, Known int }

// add judges one line, of which c says what is gone and what was asked about.
func (n tally) add(t *testing.T, w writing, c covered) {
	one := n[w.Kind]
	if one == nil {
		one = &counts{}
		n[w.Kind] = one
	}
	one.Lines++
	takes, leaves := w.parts(t)
	for _, p := range takes {
		one.Takes++
		one.take(t, w, c, p)
	}
	for _, p := range leaves {
		one.Leaves++
		one.leave(t, w, c, p)
	}
}

// take judges a part that must go.
func (n *counts) take(t *testing.T, w writing, c covered, p part) {
	switch {
	case c.gone.all(w.Text, p):
	case c.asked.any(w.Text, p):
		n.Asked++
		t.Logf("asked about %s", w.at(p))
	case w.Known != "":
		n.Known++
	default:
		n.Missed++
		t.Logf("missed %s\n\tbecame %q", w.at(p), c.text)
	}
}

// leave judges a part that must stay.
func (n *counts) leave(t *testing.T, w writing, c covered, p part) {
	switch {
	case c.gone.any(w.Text, p) && w.Known != "":
		n.Known++
	case c.gone.any(w.Text, p):
		n.Taken++
		t.Logf("taken of %s\n\tbecame %q", w.at(p), c.text)
	case c.asked.any(w.Text, p):
		n.InVain++
		t.Logf("asked in vain about %s", w.at(p))
	}
}

// at names a part of a line.
func (w writing) at(p part) string {
	return fmt.Sprintf("%q in %s %q: %s", w.Text[p.from:p.to], w.Where, w.Text, w.Why)
}

// report prints the counts of each sort, and gives those of all.
func (n tally) report(t *testing.T) (sum counts) {
	for _, kind := range slices.Sorted(maps.Keys(n)) {
		one := n[kind]
		t.Logf("%-11s %+v", kind, *one)
		sum = counts{sum.Lines + one.Lines, sum.Takes + one.Takes, sum.Missed + one.Missed,
			sum.Asked + one.Asked, sum.Leaves + one.Leaves, sum.Taken + one.Taken,
			sum.InVain + one.InVain, sum.Known + one.Known}
	}
	t.Logf("%-11s %+v", "all", sum)
	return sum
}

// part is a piece of a text, in bytes.
type part struct{ from, to int }

// flags say something of each byte of a text.
type flags []bool

// all reports whether it is said of every letter and figure of a part.
func (f flags) all(s string, p part) bool {
	for i, r := range s[p.from:p.to] {
		if tells(r) && !f[p.from+i] {
			return false
		}
	}
	return true
}

// any reports whether it is said of one letter or figure of a part.
func (f flags) any(s string, p part) bool {
	for i, r := range s[p.from:p.to] {
		if tells(r) && f[p.from+i] {
			return true
		}
	}
	return false
}

func tells(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// parts returns the places of a line's takes and leaves. Both lists are in the order of the text,
// and no part overlaps another.
func (w writing) parts(t testing.TB) (takes, leaves []part) {
	t.Helper()
	at := 0
	for _, s := range w.Leave {
		leaves = append(leaves, w.find(t, s, &at, nil))
	}
	at = 0
	for _, s := range w.Take {
		takes = append(takes, w.find(t, s, &at, leaves))
	}
	return takes, leaves
}

// find returns the first place from *at on at which s overlaps nothing.
func (w writing) find(t testing.TB, s string, at *int, beside []part) part {
	t.Helper()
	for from := *at; ; from++ {
		i := strings.Index(w.Text[from:], s)
		if i < 0 {
			t.Fatalf("%q stands nowhere in %q", s, w.Text)
		}
		from += i
		*at = from + len(s)
		p := part{from, *at}
		if !slices.ContainsFunc(beside, func(o part) bool {
			return p.from < o.to && o.from < p.to
		}) {
			return p
		}
	}
}

// writtenRecord is the record of the labelled lines: a profile with all whom they name.
type writtenRecord struct {
	kinds   *record.Kinds
	profile cases.Item
	d       Decisions
}

func newWrittenRecord(t *testing.T) *writtenRecord {
	w := &writtenRecord{kinds: kinds(t)}
	var front strings.Builder
	front.WriteString("name: Robin Vale\nknown_as: Robbie\nsubject_type: child\n" +
		"date_of_birth: 2017-02-04\n" +
		"address: \"7b Queen's Crescent, East Marlow, EM1 1AA\"\n" +
		"address_protected_from: [{from: Mark Banks, basis: order of a court}]\n" +
		"other_cases: [{case: P4W8-6T2H, relation: sibling}]\npeople:\n")
	text, err := os.ReadFile("testdata/written-people.json")
	if err != nil {
		t.Fatal(err)
	}
	var people []writingPerson
	if err := json.Unmarshal(text, &people); err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		fmt.Fprintf(&front, "  - %s\n", p.front())
		one := Decision{Name: p.Name, Do: p.Do}
		if p.Do == DoRemove {
			one.Exemption = ThirdParty
		}
		w.d.Items = append(w.d.Items, one)
	}
	w.d.Cases = []record.ID{"P4W86T2H"}
	w.d.Today = record.Date{Year: 2026, Month: 3, Day: 6}
	w.profile = sealedItem(t, w.kinds, 0, "profile", front.String(), "")
	return w
}

// front returns a person as the profile has them, on one line.
func (p writingPerson) front() string {
	m := map[string]any{"name": p.Name, "relation": p.Relation}
	for key, value := range map[string]string{"known_as": p.KnownAs, "agency": p.Agency,
		"address": p.Address, "contact": p.Contact} {
		if value != "" {
			m[key] = value
		}
	}
	if p.OtherNames != nil {
		m["other_names"] = p.OtherNames
	}
	if p.Address != "" {
		m["address_protected"] = "yes"
	}
	return quoted(m)
}

// quoted returns a value as JSON, which YAML reads too.
func quoted(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(b.String())
}

// entry returns a line in the entry that holds it.
func (r *writtenRecord) entry(t *testing.T, w writing) cases.Item {
	t.Helper()
	id := string(record.NewID())
	switch w.Where {
	case "headline":
		return item(t, id, "note", "headline: "+quoted(w.Text)+"\n", "")
	case "value":
		return item(t, id, "note", "headline: A note\naction: "+quoted(w.Text)+"\n", "")
	case "file":
		front := "headline: A file\nfile: R4D9-B8Q1\nname: " + quoted(w.Text) +
			"\ntype: application/pdf\nlength: 12\nsha256: " + strings.Repeat("ab", 32) + "\n"
		return item(t, id, "attachment", front, "")
	}
	return item(t, id, "note", "headline: A note\n", w.Text+"\n")
}

// shown returns the same place of a copy.
func shown(w writing, it cases.Item) string {
	switch w.Where {
	case "headline":
		return it.Headline
	case "value":
		return it.Action
	case "file":
		return it.Str("name")
	}
	parts := strings.SplitN(string(it.Text), "\n---\n", 2)
	return strings.TrimRight(parts[len(parts)-1], "\n\x00 ")
}

// covered says of a line what a copy does not show, and what somebody is asked about first.
type covered struct {
	gone, asked flags
	text        string // as the copy has it
}

// copied makes the copies of some lines; who is asked about something keeps it.
func (r *writtenRecord) copied(t *testing.T, lines []writing) []covered {
	t.Helper()
	items := []cases.Item{r.profile}
	out := make([]covered, len(lines))
	for i, w := range lines {
		items = append(items, r.entry(t, w))
		out[i].asked = make(flags, len(w.Text))
	}
	d := r.d
	for range 9 {
		copies, _, err := Redact(items, r.kinds, d)
		var u *Undecided
		if !errors.As(err, &u) {
			if err != nil || len(copies) != len(items) {
				t.Fatalf("%d copies, %v", len(copies), err)
			}
			for i, w := range lines {
				out[i].text = shown(w, copies[i+1])
				out[i].gone = missing(w.Text, out[i].text)
			}
			return out
		}
		d.Items = slices.Clone(d.Items)
		for _, o := range u.Questions {
			for i, w := range lines {
				out[i].ask(w, o, items[i+1].ID)
			}
			d.Items = append(d.Items, Decision{Name: o.Name, Do: DoKeep})
		}
	}
	t.Fatalf("asked without an end about lines from %q on", lines[0].Text)
	return nil
}

// ask notes what a question is about.
func (c covered) ask(w writing, o Question, entry record.ID) {
	for _, p := range o.Passages {
		from := strings.Index(w.Text, p.Words)
		if p.Entry.Entry != entry || from < 0 {
			continue
		}
		for i := range len(p.Words) {
			c.asked[from+i] = true
		}
	}
}

var markForm = regexp.MustCompile(block + ` \([^)]*\)`)

// hole stands for a mark of the copy.
const hole = '\ue000'

// missing says which bytes of a text a copy of it does not show: it lays the copy beside
// the text so that as little as possible is added or dropped outside of the marks.
func missing(text, copied string) flags {
	in := []rune(text)
	out := []rune(markForm.ReplaceAllString(copied, string(hole)))
	gone := aligned(in, out, hole, weight)
	var bytes flags
	for i, r := range in {
		for range len(string(r)) {
			bytes = append(bytes, gone[i])
		}
	}
	return bytes
}

// aligned says which signs of in have no sign of out beside them.
func aligned[T comparable](in, out []T, hole T, weight func(T, bool) int) []bool {
	best := steps(in, out, hole, weight)
	gone := make([]bool, len(in))
	for i, j := 0, 0; i < len(in) || j < len(out); {
		s := best[i][j]
		if s.in == 1 && s.out == 0 {
			gone[i] = true
		}
		i, j = i+s.in, j+s.out
	}
	return gone
}

// step goes on by so many signs of in and of out; cost is the cost of all steps to the end.
type step struct{ cost, in, out int }

// steps returns the cheapest ones from each pair of places. Beside a hole any sign goes freely.
func steps[T comparable](in, out []T, hole T, weight func(T, bool) int) [][]step {
	best := make([][]step, len(in)+1)
	for i := len(in); i >= 0; i-- {
		best[i] = make([]step, len(out)+1)
		for j := len(out); j >= 0; j-- {
			next := step{cost: 1 << 30}
			if i == len(in) && j == len(out) {
				next.cost = 0
			}
			take := func(s step, cost int) {
				if s.cost = best[i+s.in][j+s.out].cost + cost; s.cost < next.cost {
					next = s
				}
			}
			open := j < len(out) && out[j] == hole
			if i < len(in) && j < len(out) && in[i] == out[j] {
				take(step{in: 1, out: 1}, 0)
			}
			if i < len(in) {
				take(step{in: 1}, weight(in[i], open))
			}
			if j < len(out) {
				take(step{out: 1}, weight(out[j], open))
			}
			best[i][j] = next
		}
	}
	return best
}

// weight returns the cost of adding or dropping a character: nothing beside a hole, little for a
// sign, much for a letter.
func weight(r rune, open bool) int {
	switch {
	case open:
		return 0
	case tells(r):
		return 20
	}
	return 1
}

// readLines reads a file of one JSON value a line.
func readLines[T any](t *testing.T, file string) []T {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	for n, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		var one T
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%s line %d: %v", file, n+1, err)
		}
		out = append(out, one)
	}
	return out
}
