package index

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/record"
)

// Change replaces the row of a case and all its entries, or removes them.
type Change struct {
	Row
	Gone    bool
	Keep    bool    // leaves the stored entries as they are
	Entries []Entry // all entries of the case; those stored unchanged are not written
}

// Write makes changes in one transaction, and sets up to where the index is complete with them. It
// fails with Moved, and writes nothing, if another process wrote another state since this one last
// read or wrote it. Removed rows are overwritten in the file.
func (db *DB) Write(ctx context.Context, to State, changes []Change) error {
	err := db.guard(ctx, func() error {
		dropped, err := db.transact(to, changes)
		if err == nil && dropped {
			db.emptyLog()
		}
		return err
	})
	if err == nil {
		db.read = to
	}
	return err
}

// transact is the transaction of Write. It reports whether anything was removed.
func (db *DB) transact(to State, changes []Change) (dropped bool, err error) {
	tx, err := db.conn.BeginImmediate()
	if err != nil {
		return false, err
	}
	defer tx.End(&err)
	if stands, err := db.state(); err != nil || !stands.Equal(db.read) {
		return false, orMoved(err)
	}
	w, err := db.writer()
	if err != nil {
		return false, err
	}
	defer w.close()
	for _, c := range changes {
		if err := w.change(c); err != nil {
			return false, err
		}
	}
	if err := w.addAll(); err != nil {
		return false, err
	}
	return w.dropped, db.putState(to)
}

// emptyLog moves the pages of the log into the database, and cuts the log, which has older pages.
// While others read, it does nothing; they do it when they end.
func (db *DB) emptyLog() {
	_ = db.conn.BusyTimeout(0)
	_, _, _ = db.conn.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE)
	_ = db.conn.BusyTimeout(wait)
}

func orMoved(err error) error {
	if err == nil {
		err = &Fault{Why: Moved}
	}
	return err
}

// writer holds the statements of a transaction.
type writer struct {
	db       *DB
	dropped  bool // something was removed
	adds     []added
	prepared []*sqlite3.Stmt
	next     int64 // number of the next entry
	putRow, dropRow, list, text, putEntry, putText, putOpened, putWords,
	dropEntry, dropText, dropOpened, dropWords *sqlite3.Stmt
}

func (db *DB) writer() (w *writer, err error) {
	w = &writer{db: db}
	if w.next, err = number(db.conn, "SELECT 1 + ifnull(max(number), 0) FROM entries"); err != nil {
		return nil, err
	}
	for _, s := range []struct {
		to  **sqlite3.Stmt
		sql string
	}{
		{&w.putRow, "INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
		{&w.dropRow, "DELETE FROM cases WHERE id = ?"},
		{&w.list, `SELECT e.number, e.id, e.digest, e.folded, o.digest
			FROM entries e LEFT JOIN opened o ON o.number = e.number WHERE e.of = ?`},
		{&w.text, "SELECT text FROM texts WHERE number = ?"},
		{&w.putEntry, "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
		{&w.putText, "INSERT INTO texts VALUES (?, ?)"},
		{&w.putOpened, "INSERT OR REPLACE INTO opened VALUES (?, ?, ?)"},
		{&w.putWords, "INSERT INTO words (rowid, folded) VALUES (?, ?)"},
		{&w.dropEntry, "DELETE FROM entries WHERE number = ?"},
		{&w.dropText, "DELETE FROM texts WHERE number = ?"},
		{&w.dropOpened, "DELETE FROM opened WHERE number = ?"},
		{&w.dropWords, "INSERT INTO words (words, rowid, folded) VALUES ('delete', ?, ?)"},
	} {
		p, _, err := db.conn.Prepare(s.sql)
		if err != nil {
			w.close()
			return nil, err
		}
		*s.to, w.prepared = p, append(w.prepared, p)
	}
	return w, nil
}

func (w *writer) close() {
	for _, p := range w.prepared {
		_ = p.Close() // repeats the error of its last run
	}
}

func (w *writer) change(c Change) error {
	number, ok := numberOf(c.Case)
	if !ok {
		return errNotID
	}
	if c.Gone {
		c.Entries, w.dropped = nil, true
		if err := run(w.dropRow, number); err != nil {
			return err
		}
	} else if err := w.put(c.Row); err != nil {
		return err
	}
	if c.Keep && !c.Gone {
		return nil
	}
	return w.entries(number, c)
}

func (w *writer) put(r Row) error {
	columns, err := r.columns()
	if err != nil {
		return err
	}
	return run(w.putRow, append(columns, w.db.mac.of("cases", columns...))...)
}

// stored is an entry in the index.
type stored struct {
	number                 int64
	digest, folded, opened []byte
}

// entries makes the stored entries of a case those of the change.
func (w *writer) entries(number int64, c Change) error {
	there, err := w.there(number)
	if err != nil {
		return err
	}
	for _, e := range c.Entries {
		e.Case = c.Case
		columns, err := w.db.columns(e)
		if err != nil {
			return err
		}
		digest, id := w.db.mac.of("entries", columns...), columns[1].(int64)
		same := func(s stored) bool { return bytes.Equal(s.digest, digest) }
		if i := slices.IndexFunc(there[id], same); i >= 0 {
			if err := w.reopen(there[id][i], e.Opened); err != nil {
				return err
			}
			there[id] = slices.Delete(there[id], i, i+1)
			continue
		}
		w.adds = append(w.adds, added{e, columns, digest})
	}
	return w.drop(there)
}

// added is an entry to be stored.
type added struct {
	Entry
	columns []any
	digest  []byte
}

// addAll stores the entries of all changes in the order of time, so that the newest are on the same
// pages.
func (w *writer) addAll() error {
	slices.SortStableFunc(w.adds, func(a, b added) int { return a.Recorded.Compare(b.Recorded) })
	for _, a := range w.adds {
		if err := w.add(a.Entry, a.columns, a.digest); err != nil {
			return err
		}
	}
	return nil
}

// there returns the stored rows of a case, by the ID of the entry.
func (w *writer) there(number int64) (map[int64][]stored, error) {
	there := map[int64][]stored{}
	if err := bind(w.list, []any{number}); err != nil {
		return nil, err
	}
	for w.list.Step() {
		id := w.list.ColumnInt64(1)
		there[id] = append(there[id], stored{w.list.ColumnInt64(0), w.list.ColumnBlob(2, nil),
			w.list.ColumnBlob(3, nil), w.list.ColumnBlob(4, nil)})
	}
	return there, w.list.Reset()
}

func (w *writer) add(e Entry, columns []any, digest []byte) error {
	last := len(columns) - 1
	row := append([]any{w.next}, columns[:last]...)
	err := errors.Join(run(w.putEntry, append(row, digest)...),
		run(w.putText, w.next, columns[last]), run(w.putWords, w.next, e.Folded),
		w.reopen(stored{number: w.next}, e.Opened))
	w.next++
	return err
}

// reopen replaces the stored opened data of an entry.
func (w *writer) reopen(s stored, opened []byte) error {
	digest := w.db.openedDigest(s.number, opened)
	switch {
	case bytes.Equal(digest, s.opened):
		return nil
	case len(opened) > 0:
		return run(w.putOpened, s.number, opened, digest)
	case s.opened == nil:
		return nil
	}
	w.dropped = true
	return run(w.dropOpened, s.number)
}

func (w *writer) drop(there map[int64][]stored) error {
	for _, list := range there {
		for _, s := range list {
			w.dropped = true
			folded, err := w.folded(s)
			if err != nil {
				return err
			}
			err = errors.Join(run(w.dropWords, s.number, folded), run(w.dropEntry, s.number),
				run(w.dropText, s.number), run(w.dropOpened, s.number))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// folded returns the words that were stored with an entry. If this program folds the text
// differently, the words can't be found, and the index is made again.
func (w *writer) folded(s stored) (string, error) {
	if err := bind(w.text, []any{s.number}); err != nil {
		return "", err
	}
	folded := ""
	if w.text.Step() {
		folded = w.db.fold(w.text.ColumnText(0))
	}
	if err := w.text.Reset(); err != nil {
		return "", err
	}
	if !w.db.mac.fits(s.folded, "folded", folded) {
		return "", &Fault{Why: Older}
	}
	return folded, nil
}

// Cases returns the cases that have a row, in the order of their IDs.
func (db *DB) Cases(ctx context.Context) (ids []record.ID, err error) {
	err = db.guard(ctx, func() error {
		return each(db.conn, "SELECT id FROM cases ORDER BY id", nil, func(s *sqlite3.Stmt) error {
			ids = append(ids, idOf(s.ColumnInt64(0)))
			return nil
		})
	})
	return ids, err
}
