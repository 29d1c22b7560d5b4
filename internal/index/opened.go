package index

import (
	"bytes"
	"context"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/record"
)

// Opened visits the entries of a case for which opened data is kept, in no order.
func (db *DB) Opened(ctx context.Context, id record.ID, do func(Entry) error) error {
	of, ok := numberOf(id)
	if !ok {
		return nil
	}
	const all = `SELECT e.number, e.id, t.text, o.data, o.digest FROM entries e
		JOIN texts t ON t.number = e.number JOIN opened o ON o.number = e.number WHERE e.of = ?`
	return db.guard(ctx, func() error {
		return each(db.conn, all, []any{of}, func(s *sqlite3.Stmt) error {
			e := Entry{ID: idOf(s.ColumnInt64(1)), Case: id, Text: s.ColumnText(2),
				Opened: s.ColumnBlob(3, nil)}
			if !bytes.Equal(s.ColumnRawBlob(4), db.openedDigest(s.ColumnInt64(0), e.Opened)) {
				return wrong("opened")
			}
			return tell(do, e)
		})
	})
}

// openedDigest returns the digest of an entry's opened data. The text beside it is not covered: the
// caller compares both with history.
func (db *DB) openedDigest(number int64, opened []byte) []byte {
	return db.mac.of("opened", number, opened)
}
