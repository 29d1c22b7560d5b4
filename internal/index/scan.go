package index

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/aside"
)

// together is how many entries a core reads at a time in a scan.
const together = 1000

// Scan gives the entries that keep wants, newest first. keep is asked on all cores at once, and
// may keep nothing of what it is shown.
func (db *DB) Scan(ctx context.Context, keep func(*Entry) bool, do func(Entry) error) error {
	return db.guard(ctx, func() error {
		parts, err := db.parts()
		if err != nil || len(parts) == 0 {
			return err
		}
		readers, err := db.readers(ctx, min(len(parts), runtime.GOMAXPROCS(0)))
		if err != nil {
			return err
		}
		defer readers.close()
		read := func(i int) scanned { return readers.read(parts[i], keep) }
		return aside.InOrder(ctx, len(parts), read, func(_ int, s scanned) error {
			for _, e := range s.entries {
				if err := tell(do, e); err != nil {
					return err
				}
			}
			return s.err
		})
	})
}

// part is a range of places, both ends in it.
type part struct{ first, last int64 }

// parts cuts the entries into parts of about as many, newest first. A second lies in one part:
// an entry that is written anew meanwhile has its second still.
func (db *DB) parts() (parts []part, err error) {
	var places []int64
	err = each(db.conn, "SELECT place FROM entries INDEXED BY entries_of", nil,
		func(s *sqlite3.Stmt) error {
			places = append(places, s.ColumnInt64(0))
			return nil
		})
	slices.Sort(places)
	for end := len(places); end > 0; {
		begin := max(end-together, 0)
		first := places[begin] >> perSecond << perSecond
		begin, _ = slices.BinarySearch(places, first)
		parts = append(parts, part{first, places[end-1] | (1<<perSecond - 1)})
		end = begin
	}
	return parts, err
}

// scanned is what of a part is wanted.
type scanned struct {
	entries []Entry
	err     error
}

// readers are connections of their own, one for each core, that are free.
type readers chan *DB

func (db *DB) readers(ctx context.Context, n int) (readers, error) {
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

// read looks through one part with a connection that is free.
func (free readers) read(p part, keep func(*Entry) bool) (s scanned) {
	db := <-free
	defer func() { free <- db }()
	s.err = aside.Err(func() error {
		return db.inOrder(selectEntry+" WHERE place BETWEEN ? AND ? ORDER BY place DESC",
			[]any{p.first, p.last}, func(e Entry) error {
				if keep(&e) {
					s.entries = append(s.entries, e)
				}
				return nil
			})
	})
	if errors.Is(s.err, sqlite3.INTERRUPT) {
		s.entries = nil // whoever interrupted wants no more
	}
	return s
}
