package index

import (
	"cmp"
	"slices"

	"github.com/ncruces/go-sqlite3"
)

// numbered is the number of an entry and the instant of its recording.
type numbered struct{ recorded, number int64 }

// fewEntries is the number of entries up to which their instants are read one by one. For more, the
// whole index of instants is read.
const fewEntries = 1000

// newestEntries is the number of entries that are searched before all others. A word that is in one
// of a hundred is in some of them.
const newestEntries = 256

// few returns the entries that match a query, newest first, if they are few.
func (db *DB) few(query string) (found []numbered, few bool, err error) {
	if query == "" {
		return nil, false, nil
	}
	err = db.atOnce(func() error {
		rows, err := db.matching(query, fewEntries+1)
		if few = len(rows) <= fewEntries; err == nil && few {
			found, err = db.whenEach(rows)
		}
		return err
	})
	return found, few, err
}

// newest returns the newest entries of all. If there are more, the others were recorded at the
// instant until or before.
func (db *DB) newest() (found []numbered, until int64, more bool, err error) {
	const latest = "SELECT recorded, number FROM entries INDEXED BY entries_when " +
		"ORDER BY recorded DESC LIMIT ?"
	err = each(db.conn, latest, []any{int64(newestEntries)}, func(s *sqlite3.Stmt) error {
		found = append(found, numbered{s.ColumnInt64(0), s.ColumnInt64(1)})
		return nil
	})
	if err != nil || len(found) < newestEntries {
		return found, 0, false, err
	}
	until = found[len(found)-1].recorded // there may be more entries of this instant
	isLast := func(n numbered) bool { return n.recorded == until }
	return found[:slices.IndexFunc(found, isLast)], until, true, nil
}

// numbers returns the entries that match a query and were recorded at the instant until or before,
// newest first. Without a query it returns all of them.
func (db *DB) numbers(query string, until int64) (found []numbered, err error) {
	var rows []int64
	if query != "" {
		if rows, err = db.matching(query, -1); err != nil {
			return nil, err
		}
		slices.Sort(rows)
	}
	missing := len(rows)
	const all = "SELECT recorded, number FROM entries INDEXED BY entries_when ORDER BY recorded " +
		"DESC"
	err = each(db.conn, all, nil, func(s *sqlite3.Stmt) error {
		n := numbered{s.ColumnInt64(0), s.ColumnInt64(1)}
		wanted := query == ""
		if !wanted {
			if _, wanted = slices.BinarySearch(rows, n.number); wanted {
				missing--
			}
		}
		if wanted && n.recorded <= until {
			found = append(found, n)
		}
		return nil
	})
	if err == nil && missing != 0 {
		err = wrong("words")
	}
	return found, err
}

// matching returns at most most entries that match a query, in no order; all for -1.
func (db *DB) matching(query string, most int64) (rows []int64, err error) {
	const match = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
	err = each(db.conn, match, []any{query, most}, func(s *sqlite3.Stmt) error {
		rows = append(rows, s.ColumnInt64(0))
		return nil
	})
	return rows, err
}

// whenEach reads the instants of some entries.
func (db *DB) whenEach(rows []int64) (found []numbered, err error) {
	when, _, err := db.conn.Prepare("SELECT recorded FROM entries WHERE number = ?")
	if err != nil {
		return nil, err
	}
	defer when.Close()
	slices.Sort(rows) // entries of one page together
	for _, n := range rows {
		if err := bind(when, []any{n}); err != nil {
			return nil, err
		}
		if when.Step() {
			found = append(found, numbered{when.ColumnInt64(0), n})
		} else if when.Err() == nil {
			return nil, wrong("words")
		}
		if err := when.Reset(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, later)
	return found, nil
}

// atOnce reads in one transaction: everything as it was at one moment, and with one lock on the
// file.
func (db *DB) atOnce(read func() error) (err error) {
	tx := db.conn.Begin()
	defer tx.End(&err)
	return read()
}

// later compares entries in the order in which they are searched.
func later(a, b numbered) int {
	return cmp.Or(cmp.Compare(b.recorded, a.recorded), cmp.Compare(a.number, b.number))
}

// The first parts are small, so that the first hit comes at once. Later parts grow to what one core
// reads at a time.
const (
	firstPart   = 16
	largestPart = 1024
)

// partsOf cuts entries into parts. Entries of one instant are in one part.
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
