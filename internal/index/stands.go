package index

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/record"
)

// Stand says why the index can't answer for a case, or that the case has refused entries.
type Stand struct {
	Case    record.ID
	Stands  bool // the index has its entries as they are at the instant
	Refused int
}

// Stands returns the readable cases whose entries the index does not have as they are at an
// instant, and those with refused entries. It reads no row.
func (db *DB) Stands(ctx context.Context, at time.Time) (list []Stand, err error) {
	const odd = `SELECT id, refused, whole = 1 AND since <= ?1 AND until > ?1
		FROM cases INDEXED BY cases_stand
		WHERE mine = 1 AND (whole = 0 OR since > ?1 OR until <= ?1 OR refused > 0) ORDER BY id`
	err = db.guard(ctx, func() error {
		return each(db.conn, odd, []any{at.UnixNano()}, func(s *sqlite3.Stmt) error {
			list = append(list, Stand{idOf(s.ColumnInt64(0)), s.ColumnInt(2) == 1, s.ColumnInt(1)})
			return nil
		})
	})
	return list, err
}

// Linking returns the cases whose rows link to one of some others.
func (db *DB) Linking(ctx context.Context, others map[record.ID]bool) (ids []record.ID, err error) {
	const linking = "SELECT id, links FROM cases INDEXED BY cases_link WHERE links <> '' ORDER " +
		"BY id"
	err = db.guard(ctx, func() error {
		return each(db.conn, linking, nil, func(s *sqlite3.Stmt) error {
			links := map[record.ID]string{}
			if err := json.Unmarshal(s.ColumnRawText(1), &links); err != nil {
				return wrong("cases")
			}
			for id := range links {
				if others[id] {
					ids = append(ids, idOf(s.ColumnInt64(0)))
					break
				}
			}
			return nil
		})
	})
	return ids, err
}
