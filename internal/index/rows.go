package index

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/record"
)

// Row is the index's record of a case, with the circumstances for which it is valid. The index
// compares none of it.
type Row struct {
	Case   record.ID
	Commit string               // the last judged commit that touches the case
	Links  map[record.ID]string // the same for each case that it links to
	Epochs string               // the case keys that this person could open
	Mine   bool                 // this person may read its entries
	Whole  bool                 // all of its entries are in the index
	Since  time.Time            // valid from this instant; zero for always
	Until  time.Time            // when time alone changes it; zero for never
	// Refused counts the entries that break a rule of history.
	Refused int
	Data    []byte
}

// Rows visits the rows of all cases, in the order of their IDs.
func (db *DB) Rows(ctx context.Context, do func(Row) error) error {
	return db.guard(ctx, func() error {
		return each(db.conn, selectRow+" ORDER BY id", nil, func(s *sqlite3.Stmt) error {
			row, err := db.row(s)
			if err != nil {
				return err
			}
			return tell(do, row)
		})
	})
}

// Row returns the row of one case; ok is false for none.
func (db *DB) Row(ctx context.Context, id record.ID) (row Row, ok bool, err error) {
	number, known := numberOf(id)
	if !known {
		return Row{}, false, nil
	}
	err = db.guard(ctx, func() error {
		one := selectRow + " WHERE id = ?"
		return each(db.conn, one, []any{number}, func(s *sqlite3.Stmt) (err error) {
			row, err = db.row(s)
			ok = err == nil
			return err
		})
	})
	return row, ok, err
}

const selectRow = `SELECT id, tip, links, epochs, mine, whole, since, until, refused, data, digest
	FROM cases`

func (db *DB) row(s *sqlite3.Stmt) (row Row, err error) {
	links, since, until := s.ColumnRawText(2), s.ColumnInt64(6), s.ColumnInt64(7)
	row = Row{Case: idOf(s.ColumnInt64(0)), Commit: s.ColumnText(1), Epochs: s.ColumnText(3),
		Mine: s.ColumnInt64(4) == 1, Whole: s.ColumnInt64(5) == 1, Since: instantOf(since),
		Until: instantOf(until), Refused: s.ColumnInt(8), Data: s.ColumnBlob(9, nil)}
	if !db.mac.fits(s.ColumnRawBlob(10), "cases", s.ColumnInt64(0), row.Commit, links, row.Epochs,
		s.ColumnInt64(4), s.ColumnInt64(5), since, until, s.ColumnInt64(8), row.Data) {
		return Row{}, wrong("cases")
	}
	if len(links) > 0 {
		err = json.Unmarshal(links, &row.Links)
	}
	return row, err
}

// columns returns the columns of a row, without its digest.
func (r Row) columns() ([]any, error) {
	id, ok := numberOf(r.Case)
	if !ok {
		return nil, errNotID
	}
	links := ""
	if len(r.Links) > 0 {
		text, err := json.Marshal(r.Links)
		if err != nil {
			return nil, err
		}
		links = string(text)
	}
	since := int64(math.MinInt64)
	if !r.Since.IsZero() {
		since = instant(r.Since)
	}
	return []any{id, r.Commit, links, r.Epochs, flag(r.Mine), flag(r.Whole), since,
		instant(r.Until), int64(r.Refused), notNil(r.Data)}, nil
}

func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

var errNotID = errors.New("not an ID of eight symbols")

// symbols are the symbols of IDs, in their order.
const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// numberOf returns an ID as a number. Numbers have the order of IDs.
func numberOf(id record.ID) (n int64, ok bool) {
	if len(id) != 8 {
		return 0, false
	}
	for i := range len(id) {
		digit := strings.IndexByte(symbols, id[i])
		if digit < 0 {
			return 0, false
		}
		n = n<<5 | int64(digit)
	}
	return n, true
}

// idOf returns the ID of a number.
func idOf(n int64) record.ID {
	var id [8]byte
	for i := len(id) - 1; i >= 0; i-- {
		id[i] = symbols[n&31]
		n >>= 5
	}
	return record.ID(id[:])
}

// instant returns an instant as a number. Zero, for never, comes after all others. Instants some
// three hundred years away, which do not fit, become the smallest or the largest number.
func instant(t time.Time) int64 {
	switch {
	case t.IsZero() || t.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	case t.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	}
	return t.UnixNano()
}

func instantOf(n int64) time.Time {
	if n == math.MaxInt64 || n == math.MinInt64 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
