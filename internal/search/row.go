package search

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// RowVersion names what an index keeps of a row, its folded words among it. It is a number, and
// rises.
const RowVersion = "4"

// Row is an item with what a page of hits says of it, and what filters look at.
type Row struct {
	Item
	Name       string // of the case's subject
	Short      string // the entry, in as many symbols as tell it apart in its case
	Kind       string
	By         string // member
	Recorded   time.Time
	Seq        int    // its place in the history of its case
	Sealed     string // the SHA-256 that its commit declared
	Superseded bool   // another text has taken its place
	// Covered are the places in the text that no page of several cases shows.
	Covered []cases.CoveredSpan
}

// Ref names the entry.
func (r Row) Ref() record.Ref { return record.Ref{Case: r.Case, Entry: r.ID} }

// RowsOf returns the rows of a case, as its items stand in it.
func RowsOf(c *cases.Case) []Row {
	items, people, shield := c.Readable(), peopleOf(c), c.Shield().Copied()
	out := make([]Row, 0, len(items))
	for _, it := range items {
		text := Sought(string(it.Text))
		out = append(out, Row{Item: Item{c.ID, it.ID, text, people}, Name: c.Subject.Name,
			Covered: shield.CoveredSpans(text), Short: c.Short(it.ID), Kind: it.Kind,
			By: cmp.Or(it.Author, it.By), Recorded: it.Recorded,
			Seq: it.Seq, Sealed: it.SHA256, Superseded: c.Superseded(it)})
	}
	return out
}

// A line of a nonce says nothing: the program drew its letters, and no name, word or number is
// meant where they spell one.
const (
	nonceKey     = "nonce: "
	nonceSize    = 26
	nonceSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// Sought returns what of an entry's text is searched: all but the lines of a nonce. Every entry has
// one, and a regular expression took longer to find it than most of what is done with the text.
func Sought(text string) string {
	text = Unpadded(text)
	var b strings.Builder
	kept := 0 // up to there
	for at := 0; ; {
		i := strings.Index(text[at:], nonceKey)
		if i < 0 {
			break
		}
		key := at + i
		at = key + len(nonceKey)
		begin, end := strings.LastIndexByte(text[:key], '\n')+1, at+nonceSize
		if end >= len(text) || text[end] != '\n' || strings.Trim(text[begin:key], " ") != "" ||
			strings.TrimLeft(text[at:end], nonceSymbols) != "" {
			continue
		}
		b.WriteString(text[kept:begin])
		kept, at = end+1, end+1
	}
	if kept == 0 {
		return text
	}
	return b.String() + text[kept:]
}

// peopleOf returns the names of whom a case is about, and of the people in their life.
func peopleOf(c *cases.Case) []string {
	var out []string
	if c.Subject.Name != "" {
		out = append(out, c.Subject.Name)
	}
	for _, p := range c.Subject.People {
		if p.Name != "" {
			out = append(out, p.Name)
		}
	}
	return out
}

// Newest orders rows: the newest first, by when they were recorded.
func Newest(a, b Row) int {
	return cmp.Or(b.Recorded.Compare(a.Recorded), cmp.Compare(a.Case, b.Case),
		cmp.Compare(b.Seq, a.Seq),
		cmp.Compare(a.ID, b.ID))
}

// Found is a row that says what was sought.
type Found struct {
	Row
	Hit
}

// kept is what an index keeps of a row beside what it has columns for.
type kept struct {
	Name       string   `json:"n,omitempty"`
	People     []string `json:"p,omitempty"`
	Short      string   `json:"s"`
	Superseded bool     `json:"o,omitempty"`

	Covered []cases.CoveredSpan `json:"c,omitempty"`
}

// Data returns what an index keeps of a row for the page of hits, besides case, entry, kind,
// member, time and text.
func (r Row) Data() []byte {
	data, _ := json.Marshal(kept{r.Name, r.People, r.Short, r.Superseded, r.Covered}) // plain data
	return data
}

// TakeData takes back what an index kept.
func (r *Row) TakeData(data []byte) error {
	var k kept
	err := json.Unmarshal(data, &k)
	r.Name, r.People, r.Short, r.Superseded = k.Name, k.People, k.Short, k.Superseded
	r.Covered = k.Covered
	return err
}
