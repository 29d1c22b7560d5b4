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

// Filter selects entries. It is called on all cores concurrently.
type Filter[T any] struct {
	// May reports whether an entry with this text may be wanted; nil where the text alone does not
	// tell. Of other entries, only the text is read.
	May func(text string) bool
	// Entry returns the result of an entry, and whether it is wanted. It must not keep the entry.
	Entry func(*Entry) (T, bool, error)
}

// Search calls do with the results of entries, newest first: of the entries that match a query of
// FTS5, or of all without a query.
func Search[T any](ctx context.Context, db *DB, query string, by Filter[T],
	do func(T) error) error {
	return db.guard(ctx, func() error {
		found, few, err := db.few(query)
		switch {
		case err != nil:
			return err
		case !few:
			return searchAll(ctx, db, query, by, do)
		case len(found) <= firstPart:
			return searchEntries(ctx, db.alone(), found, by, do)
		}
		readers, err := db.readers(ctx)
		if err != nil {
			return err
		}
		defer readers.close()
		return searchEntries(ctx, readers, found, by, do)
	})
}

// searchAll searches the newest entries before it finds which others match the query, so that the
// first line of a result does not wait for the last. All are read as at one moment.
func searchAll[T any](ctx context.Context, db *DB, query string, by Filter[T],
	do func(T) error) error {
	readers, err := db.readers(ctx)
	if err != nil {
		return err
	}
	defer readers.close()
	var others []numbered
	err = db.atOnce(func() error {
		newest, until, more, err := db.newest()
		if err == nil {
			err = searchEntries(ctx, readers, newest, by, do)
		}
		if err == nil && more {
			others, err = db.numbers(query, until)
		}
		return err
	})
	if err != nil {
		return err
	}
	return searchEntries(ctx, readers, others, by, do)
}

// searchEntries searches some entries, on as many cores as there are readers.
func searchEntries[T any](ctx context.Context, readers readers, found []numbered, by Filter[T],
	do func(T) error) error {
	parts := partsOf(found)
	read := func(i int) partResult[T] { return searchPart(readers, parts[i], by) }
	return aside.InOrder(ctx, len(parts), read, func(_ int, l partResult[T]) error {
		for _, t := range l.wanted {
			if err := tell(do, t); err != nil {
				return err
			}
		}
		return l.err
	})
}

// partResult holds the results of a part.
type partResult[T any] struct {
	wanted []T
	err    error
}

// readers holds the free connections, one for each core.
type readers chan *DB

// readers opens a connection for each core.
func (db *DB) readers(ctx context.Context) (readers, error) {
	n := runtime.GOMAXPROCS(0)
	free := make(readers, n)
	for range n {
		flags := sqlite3.OPEN_READONLY
		conn, err := connection(filepath.Join(db.folder, db.file()), db.key, flags)
		if err != nil {
			free.close()
			return nil, err
		}
		conn.SetInterrupt(ctx)
		free <- &DB{conn: conn, mac: digester{key: db.mac.key}}
	}
	return free, nil
}

// alone returns the index's own connection, for searches too small to open others.
func (db *DB) alone() readers {
	free := make(readers, 1)
	free <- db
	return free
}

func (free readers) close() {
	for {
		select {
		case db := <-free:
			_ = db.Close()
		default:
			return
		}
	}
}

// searchPart searches one part with a free connection.
func searchPart[T any](free readers, part []numbered, by Filter[T]) (l partResult[T]) {
	db := <-free
	defer func() { free <- db }()
	look := func(e *Entry) error {
		t, ok, err := by.Entry(e)
		if ok && err == nil {
			l.wanted = append(l.wanted, t)
		}
		return err
	}
	l.err = aside.Err(func() error {
		return db.atOnce(func() (err error) {
			if by.May != nil {
				part, err = db.sift(part, by.May)
			}
			if err != nil {
				return err
			}
			return db.entriesOf(part, look)
		})
	})
	if errors.Is(l.err, sqlite3.INTERRUPT) {
		l.wanted = nil // the caller that interrupted wants no more
	}
	return l
}

// entriesOf reads entries in order. It sorts those of one instant.
func (db *DB) entriesOf(part []numbered, do func(*Entry) error) error {
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

// numbered reads one entry. The entry is gone if another process has written since.
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
