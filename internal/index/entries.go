package index

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/record"
)

// Entry is what is kept of an entry for search.
type Entry struct {
	ID, Case record.ID
	Blob     string // the ID of the sealed file that it was read from
	Kind     string
	Author   string
	Recorded time.Time
	Seq      int    // its place among the entries of its case
	Data     []byte // whatever else search wants to show
	Text     string // as it is read
	Folded   string // as it is found; it is stored, and never handed out
}

// Match gives the entries whose folded text answers a query of FTS5, newest first.
func (db *DB) Match(ctx context.Context, query string, do func(Entry) error) error {
	return db.guard(ctx, func() error {
		return db.inOrder(`SELECT e.place, e.of, e.id, e.sealed, e.kind, e.author, e.recorded,
			e.seq, e.data, e.folded, e.digest, e.text FROM words w CROSS JOIN entries e
			ON e.place = w.rowid WHERE w.words MATCH ? ORDER BY w.rowid DESC`, []any{query}, do)
	})
}

// Texts gives all entries, newest first.
func (db *DB) Texts(ctx context.Context, do func(Entry) error) error {
	return db.guard(ctx, func() error {
		return db.inOrder(selectEntry+" ORDER BY place DESC", nil, do)
	})
}

const selectEntry = `SELECT place, of, id, sealed, kind, author, recorded, seq, data, folded,
	digest, text FROM entries`

// inOrder gives entries newest first, and those of one second by case and ID, so that the order
// is the same whichever was written first.
func (db *DB) inOrder(sql string, args []any, do func(Entry) error) error {
	var second []Entry
	flush := func() error {
		slices.SortStableFunc(second, newerFirst)
		for _, e := range second {
			if err := tell(do, e); err != nil {
				return err
			}
		}
		second = second[:0]
		return nil
	}
	err := each(db.conn, sql, args, func(s *sqlite3.Stmt) error {
		e, err := db.entry(s)
		if err != nil {
			return err
		}
		if len(second) > 0 && placeOf(second[0].Recorded) != placeOf(e.Recorded) {
			if err := flush(); err != nil {
				return err
			}
		}
		second = append(second, e)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// newerFirst is the order in which entries are found: by when they were recorded, and within
// the same instant by case and by their place in it.
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

// columns are those of an entry, without place and digest.
func (db *DB) columns(e Entry) ([]any, error) {
	of, isCase := numberOf(e.Case)
	id, isEntry := numberOf(e.ID)
	if !isCase || !isEntry {
		return nil, errNotID
	}
	return []any{of, id, e.Blob, e.Kind, e.Author, instant(e.Recorded), int64(e.Seq),
		notNil(e.Data), db.mac.of("folded", e.Folded), e.Text}, nil
}

// Numbers of entries begin at the year 2000, and each second has room for a million.
const (
	firstSecond = 946684800
	lastSecond  = 1<<42 - 1
	perSecond   = 20 // bits
)

// placeOf is the first number of the second in which an entry was recorded.
func placeOf(recorded time.Time) int64 {
	return min(max(recorded.Unix()-firstSecond, 0), lastSecond) << perSecond
}
