package index

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/ncruces/go-sqlite3"
)

// State says up to where an index is complete. The caller that fills it decides what that means.
type State struct {
	Tip      string            `json:"tip,omitempty"`      // the judged commit
	Place    int64             `json:"place,omitempty"`    // its place in history
	Versions map[string]string `json:"versions,omitempty"` // of policy, schemas, roster, the fold
}

// Equal reports whether two states are the same.
func (s State) Equal(o State) bool {
	return s.Tip == o.Tip && s.Place == o.Place && maps.Equal(s.Versions, o.Versions)
}

// State returns up to where the index is complete.
func (db *DB) State(ctx context.Context) (s State, err error) {
	err = db.guard(ctx, func() (err error) {
		s, err = db.state()
		return err
	})
	if err == nil {
		db.read = s
	}
	return s, err
}

func (db *DB) state() (s State, err error) {
	found := false
	err = each(db.conn, "SELECT state, digest FROM meta", nil, func(row *sqlite3.Stmt) error {
		text := row.ColumnRawBlob(0)
		if !db.mac.fits(row.ColumnRawBlob(1), "meta", text) {
			return wrong("meta")
		}
		found = true
		return json.Unmarshal(text, &s)
	})
	if err == nil && !found {
		err = wrong("meta")
	}
	return s, err
}

func (db *DB) putState(s State) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	put, _, err := db.conn.Prepare("INSERT OR REPLACE INTO meta VALUES (1, ?, ?)")
	if err != nil {
		return err
	}
	defer put.Close()
	return run(put, text, db.mac.of("meta", text))
}
