package casebook

import (
	"casefile/internal/cases"
	"casefile/internal/index"
	"casefile/internal/search"
)

// searchEntries returns a case's entries in the form that the index keeps for search.
func (b *Book) searchEntries(c *cases.Case, all opened) []index.Entry {
	rows := search.RowsOf(c)
	out := make([]index.Entry, 0, len(rows))
	keep := b.lists.forIndex(all)
	for _, r := range rows {
		out = append(out,
			index.Entry{ID: r.ID, Case: r.Case, Blob: r.Sealed, Kind: r.Kind, Author: r.By,
				Recorded: r.Recorded, Seq: r.Seq, Data: r.Data(), Text: r.Text,
				Folded: search.Folded(r.Text),
				Opened: keep(r.ID)})
	}
	return out
}

// bareRow returns the fields of a row with columns of their own, which most queries need only.
func bareRow(e index.Entry) search.Row {
	return search.Row{Item: search.Item{Case: e.Case, ID: e.ID, Text: e.Text}, Sealed: e.Blob,
		Kind: e.Kind, By: e.Author, Recorded: e.Recorded, Seq: e.Seq}
}
