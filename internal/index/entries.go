package index

import (
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/record"
)

// Entry is the index's record of an entry for search.
type Entry struct {
	ID, Case record.ID
	Blob     string // the id of its sealed file
	Kind     string
	Author   string
	Recorded time.Time
	Seq      int    // its number among the entries of its case
	Data     []byte // further facts that a search shows
	Text     string // as it is shown
	Folded   string // as it is searched; never returned
	Opened   []byte // for readers of its case; only Opened returns it
}

// selectEntry reads an entry with its text.
const selectEntry = `SELECT e.number, e.of, e.id, e.sealed, e.kind, e.author, e.recorded, e.seq,
	e.data, e.folded, e.digest, t.text FROM entries e JOIN texts t ON t.number = e.number`

// newerFirst compares entries in the order of search results: newest first, and within the same
// instant by case and by place in the case.
func newerFirst(a, b Entry) int {
	if n := b.Recorded.Compare(a.Recorded); n != 0 {
		return n
	}
	if n := strings.Compare(string(a.Case), string(b.Case)); n != 0 {
		return n
	}
	if a.Seq != b.Seq {
		return b.Seq - a.Seq
	}
	return strings.Compare(string(a.ID), string(b.ID))
}

func (db *DB) entry(s *sqlite3.Stmt) (Entry, error) {
	of, id, recorded, seq := s.ColumnInt64(1), s.ColumnInt64(2), s.ColumnInt64(6), s.ColumnInt64(7)
	e := Entry{ID: idOf(id), Case: idOf(of), Blob: s.ColumnText(3), Kind: s.ColumnText(4),
		Author: s.ColumnText(5), Recorded: instantOf(recorded), Seq: int(seq),
		Data: s.ColumnBlob(8, nil), Text: s.ColumnText(11)}
	if !db.mac.fits(s.ColumnRawBlob(10), "entries", of, id, e.Blob, e.Kind, e.Author, recorded,
		seq, e.Data, s.ColumnRawBlob(9), e.Text) {
		return Entry{}, wrong("entries")
	}
	return e, nil
}

// columns returns the columns of an entry and its text, without number and digest.
func (db *DB) columns(e Entry) ([]any, error) {
	of, isCase := numberOf(e.Case)
	id, isEntry := numberOf(e.ID)
	if !isCase || !isEntry {
		return nil, errNotID
	}
	return []any{of, id, e.Blob, e.Kind, e.Author, instant(e.Recorded), int64(e.Seq),
		notNil(e.Data), db.mac.of("folded", e.Folded), e.Text}, nil
}
