package search

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// RowVersion is the version of what an index holds of a row, folded words included. It is a number,
// and rises.
const RowVersion = "4"

// Row is an item with what a page of hits shows and filters need.
type Row struct {
	Item
	Name       string // name of the case's subject
	Short      string // the shortest form of the entry's ID in its case
	Kind       string
	By         string // ID of the author
	Recorded   time.Time
	Seq        int    // its number in the history of its case
	Sealed     string // the SHA-256 that its commit declared
	Superseded bool   // another text has replaced it
	// Covered are the parts of the text that no page of several cases shows.
	Covered []cases.CoveredSpan
}

// Ref names the entry.
func (r Row) Ref() record.Ref { return record.Ref{Case: r.Case, Entry: r.ID} }

// RowsOf returns the rows of a case in the order of its items.
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

// The program draws the letters of a nonce at random. Where they spell a name, a word or a number,
// that means nothing.
const (
	nonceKey     = "nonce: "
	nonceSize    = 26
	nonceSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// Sought returns the part of an entry's text that is searched: the text without the lines of a
// nonce. Every entry has such a line, and regular expressions spent most of their time on it.
func Sought(text string) string {
	text = Unpadded(text)
	var b strings.Builder
	kept := 0 // end of the part that is done
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

// peopleOf returns the names of the case's subject and of the people in their life.
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

// Newest compares rows by the time of recording, the newest first.
func Newest(a, b Row) int {
	return cmp.Or(b.Recorded.Compare(a.Recorded), cmp.Compare(a.Case, b.Case),
		cmp.Compare(b.Seq, a.Seq),
		cmp.Compare(a.ID, b.ID))
}

// Found is a row with its hit.
type Found struct {
	Row
	Hit
}

// kept is the part of a row for which an index has no columns.
type kept struct {
	Name       string   `json:"n,omitempty"`
	People     []string `json:"p,omitempty"`
	Short      string   `json:"s"`
	Superseded bool     `json:"o,omitempty"`

	Covered []cases.CoveredSpan `json:"c,omitempty"`
}

// Data returns this part for an index. The index has columns for case, entry, kind, member, time
// and text.
func (r Row) Data() []byte {
	// plain data can't fail
	data, _ := json.Marshal(kept{r.Name, r.People, r.Short, r.Superseded, r.Covered})
	return data
}

// TakeData reads back what Data returned.
func (r *Row) TakeData(data []byte) error {
	var k kept
	err := json.Unmarshal(data, &k)
	r.Name, r.People, r.Short, r.Superseded = k.Name, k.People, k.Short, k.Superseded
	r.Covered = k.Covered
	return err
}
