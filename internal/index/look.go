package index

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/aside"
)

// Look gives what look makes of entries, newest first: of those whose words answer a query of
// FTS5, or of all where there is none. look is asked on all cores at once, says what is wanted,
// and may keep nothing of the entry that it is shown. do has what is wanted in its order.
func Look[T any](ctx context.Context, db *DB, query string, look func(*Entry) (T, bool, error),
	do func(T) error) error {
	return db.guard(ctx, func() error {
		found, err := db.numbers(query)
		if err != nil || len(found) == 0 {
			return err
		}
		parts := partsOf(found)
		readers, err := db.readers(ctx, min(len(parts), runtime.GOMAXPROCS(0)))
		if err != nil {
			return err
		}
		defer readers.close(db)
		read := func(i int) looked[T] { return readPart(readers, parts[i], look) }
		return aside.InOrder(ctx, len(parts), read, func(_ int, l looked[T]) error {
			for _, t := range l.wanted {
				if err := tell(do, t); err != nil {
					return err
				}
			}
			return l.err
		})
	})
}

// numbered is an entry by its number, with when it was recorded.
type numbered struct{ recorded, number int64 }

// few is how many entries are asked one by one for when they were recorded. For more of them the
// whole index of that is read.
const few = 200

// numbers are the entries that answer a query, newest first, as they stand at one moment.
func (db *DB) numbers(query string) (found []numbered, err error) {
	tx := db.conn.Begin()
	defer tx.End(&err)
	if query == "" {
		return db.when(nil)
	}
	rows := []int64{}
	const match = "SELECT rowid FROM words WHERE words MATCH ?"
	err = each(db.conn, match, []any{query}, func(s *sqlite3.Stmt) error {
		rows = append(rows, s.ColumnInt64(0))
		return nil
	})
	if err == nil && len(rows) > few {
		found, err = db.when(rows)
	} else if err == nil {
		found, err = db.whenEach(rows)
	}
	if err == nil && len(found) != len(rows) {
		err = wrong("words")
	}
	return found, err
}

// whenEach asks when each of some entries was recorded.
func (db *DB) whenEach(rows []int64) (found []numbered, err error) {
	for _, n := range rows {
		const one = "SELECT recorded FROM entries WHERE number = ?"
		err := each(db.conn, one, []any{n}, func(s *sqlite3.Stmt) error {
			found = append(found, numbered{s.ColumnInt64(0), n})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, later)
	return found, nil
}

// when reads the order of time: of some entries, or of all where none are given.
func (db *DB) when(rows []int64) (found []numbered, err error) {
	slices.Sort(rows)
	const all = "SELECT recorded, number FROM entries INDEXED BY entries_when ORDER BY recorded DESC"
	err = each(db.conn, all, nil, func(s *sqlite3.Stmt) error {
		n := numbered{s.ColumnInt64(0), s.ColumnInt64(1)}
		_, wanted := slices.BinarySearch(rows, n.number)
		if wanted || rows == nil {
			found = append(found, n)
		}
		return nil
	})
	return found, err
}

// later is the order of what is found.
func later(a, b numbered) int {
	return cmp.Or(cmp.Compare(b.recorded, a.recorded), cmp.Compare(a.number, b.number))
}

// Parts begin small, so that the first hit is there at once, and grow to what a core reads at a
// time.
const (
	firstPart   = 16
	largestPart = 1024
)

// partsOf cuts entries into parts. What was recorded at one instant lies in one part.
func partsOf(found []numbered) (parts [][]numbered) {
	for size := firstPart; len(found) > 0; size = min(2*size, largestPart) {
		end := min(size, len(found))
		for end < len(found) && found[end].recorded == found[end-1].recorded {
			end++
		}
		parts, found = append(parts, found[:end:end]), found[end:]
	}
	return parts
}

// looked is what of a part is wanted.
type looked[T any] struct {
	wanted []T
	err    error
}

// readers are connections of their own, one for each core, that are free.
type readers chan *DB

// readers opens them. Where one is enough it is the index's own.
func (db *DB) readers(ctx context.Context, n int) (readers, error) {
	free := make(readers, n)
	if n == 1 {
		free <- db
		return free, nil
	}
	for range n {
		flags := sqlite3.OPEN_READONLY
		conn, err := connection(filepath.Join(db.folder, db.file()), db.key, flags)
		if err != nil {
			free.close(db)
			return nil, err
		}
		conn.SetInterrupt(ctx)
		free <- &DB{conn: conn, mac: digester{key: db.mac.key}}
	}
	return free, nil
}

// close closes those that are not the index's own.
func (free readers) close(own *DB) {
	for {
		select {
		case db := <-free:
			if db != own {
				_ = db.Close()
			}
		default:
			return
		}
	}
}

// readPart looks through one part with a connection that is free.
func readPart[T any](free readers, part []numbered,
	look func(*Entry) (T, bool, error)) (l looked[T]) {
	db := <-free
	defer func() { free <- db }()
	l.err = aside.Err(func() error {
		return db.entriesOf(part, func(e *Entry) error {
			t, ok, err := look(e)
			if ok && err == nil {
				l.wanted = append(l.wanted, t)
			}
			return err
		})
	})
	if errors.Is(l.err, sqlite3.INTERRUPT) {
		l.wanted = nil // whoever interrupted wants no more
	}
	return l
}

// entriesOf reads the entries of a part: those of one instant together, in their order. One
// transaction reads them all, since each takes a lock on the file.
func (db *DB) entriesOf(part []numbered, do func(*Entry) error) (err error) {
	tx := db.conn.Begin()
	defer tx.End(&err)
	one, _, err := db.conn.Prepare(selectEntry + " WHERE e.number = ?")
	if err != nil {
		return err
	}
	defer one.Close()
	var instant []Entry
	for i, n := range part {
		e, err := db.numbered(one, n.number)
		if err != nil {
			return err
		}
		instant = append(instant, e)
		if i+1 < len(part) && part[i+1].recorded == n.recorded {
			continue
		}
		slices.SortStableFunc(instant, newerFirst)
		for i := range instant {
			if err := tell(do, &instant[i]); err != nil {
				return err
			}
		}
		instant = instant[:0]
	}
	return nil
}

// numbered reads one entry. It is not there any more where another process has written since.
func (db *DB) numbered(one *sqlite3.Stmt, number int64) (e Entry, err error) {
	if err := bind(one, []any{number}); err != nil {
		return e, err
	}
	if one.Step() {
		e, err = db.entry(one)
	} else {
		err = &Fault{Why: Moved}
	}
	return e, cmp.Or(one.Reset(), err)
}
