package index

import (
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"
)

// format is the number of the tables' form. An older index is made again; a newer one is left
// alone.
const format = 3

// pageChecksum is the number of checksum bytes in each page.
const pageChecksum = 8

// tables makes all tables. A case has the number of its ID. Entries are numbered as they are
// written: FTS5 refers to them by these numbers, and small steps between numbers need a third of
// the room and of the time. The order of time, and whether a case must be read as well, are indexes
// of their own: neither reads a page of a text.
//
// The opened data of an entry is for readers of its case: a search reads no page of it.
//
// FTS5 keeps no text. To remove words from FTS5 the same words are needed, so the text is folded
// again.
const tables = `
	CREATE TABLE meta (
		one INTEGER PRIMARY KEY CHECK (one = 1), state BLOB NOT NULL, digest BLOB NOT NULL
	) STRICT;
	CREATE TABLE digests (key BLOB NOT NULL) STRICT;
	CREATE TABLE cases (
		id INTEGER PRIMARY KEY, tip TEXT NOT NULL, links TEXT NOT NULL, epochs TEXT NOT NULL,
		mine INTEGER NOT NULL, whole INTEGER NOT NULL, since INTEGER NOT NULL,
		until INTEGER NOT NULL, refused INTEGER NOT NULL, data BLOB NOT NULL, digest BLOB NOT NULL
	) STRICT;
	CREATE INDEX cases_stand ON cases (mine, whole, since, until, refused);
	CREATE INDEX cases_link ON cases (links) WHERE links <> '';
	CREATE TABLE entries (
		number INTEGER PRIMARY KEY, of INTEGER NOT NULL, id INTEGER NOT NULL,
		sealed TEXT NOT NULL, kind TEXT NOT NULL, author TEXT NOT NULL,
		recorded INTEGER NOT NULL, seq INTEGER NOT NULL, data BLOB NOT NULL,
		folded BLOB NOT NULL, digest BLOB NOT NULL
	) STRICT;
	CREATE INDEX entries_of ON entries (of, id);
	CREATE INDEX entries_when ON entries (recorded);
	CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
	CREATE TABLE opened (
		number INTEGER PRIMARY KEY, data BLOB NOT NULL, digest BLOB NOT NULL
	) STRICT;
	CREATE VIRTUAL TABLE words USING fts5 (folded, content = '', columnsize = 0);
	INSERT INTO words (words, rank) VALUES ('secure-delete', 1);`

// makeTables checks the form of a database, and makes the tables of an empty one.
func (db *DB) makeTables() error {
	version, err := number(db.conn, "PRAGMA user_version")
	switch {
	case err != nil:
		return err
	case version > format:
		return &Fault{Why: Newer}
	case version == format:
		return db.takeDigests()
	case version > 0:
		return &Fault{Why: Older}
	case db.readOnly:
		return &Fault{Why: Missing}
	}
	if err := db.fill(); err != nil {
		return err
	}
	return db.takeDigests()
}

// takeDigests reads the key of the digests. It is in the database, so that the rows keep their
// digests in a new file under a new key.
func (db *DB) takeDigests() error {
	return each(db.conn, "SELECT key FROM digests", nil, func(s *sqlite3.Stmt) error {
		db.mac = digester{key: s.ColumnBlob(0, nil)}
		return nil
	})
}

// fill makes the tables, unless another process was faster.
func (db *DB) fill() (err error) {
	tx, err := db.conn.BeginImmediate()
	if err != nil {
		return err
	}
	defer tx.End(&err)
	if version, err := number(db.conn, "PRAGMA user_version"); err != nil || version != 0 {
		return err
	}
	if err := db.conn.Exec(tables); err != nil {
		return err
	}
	db.mac = digester{key: newKey()}
	put := "INSERT INTO digests VALUES (x'" + hex.EncodeToString(db.mac.key) + "')"
	if err := errors.Join(db.conn.Exec(put), db.putState(State{})); err != nil {
		return err
	}
	return db.conn.Exec(fmt.Sprint("PRAGMA user_version = ", format))
}

// number returns the one number that a statement selects.
func number(conn *sqlite3.Conn, sql string) (n int64, err error) {
	err = each(conn, sql, nil, func(s *sqlite3.Stmt) error {
		n = s.ColumnInt64(0)
		return nil
	})
	return n, err
}

// each runs a statement with its arguments, and calls do with each row.
func each(conn *sqlite3.Conn, sql string, args []any, do func(*sqlite3.Stmt) error) (err error) {
	s, _, err := conn.Prepare(sql)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := bind(s, args); err != nil {
		return err
	}
	for s.Step() {
		if err := do(s); err != nil {
			return err
		}
	}
	return s.Err()
}

// run runs a prepared statement that returns no rows.
func run(s *sqlite3.Stmt, args ...any) error {
	if err := bind(s, args); err != nil {
		return err
	}
	return s.Exec()
}

func bind(s *sqlite3.Stmt, args []any) (err error) {
	for i, arg := range args {
		switch arg := arg.(type) {
		case int64:
			err = s.BindInt64(i+1, arg)
		case string:
			err = s.BindText(i+1, arg)
		case []byte:
			err = s.BindBlob(i+1, notNil(arg))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// notNil keeps an empty blob from being stored as NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
