package index

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
)

// Renew moves the index into a new file under a new key, so that nothing of what was taken out
// of it is in a file that anybody can open. The old key goes first: whoever is killed in between
// has deleted the index. Where another process wrote meanwhile it fails with Moved, and where
// the new file can't be made with its fault; the index is then what it was, and stays marked.
func (db *DB) Renew(ctx context.Context) error { return db.renew(ctx, newKey()) }

func (db *DB) renew(ctx context.Context, k key) error {
	if db.readOnly {
		return &Fault{Why: Sealed}
	}
	mark := renewalMark(db.folder)
	err := db.guard(ctx, func() error {
		if err := db.takeKey(); err != nil {
			return err
		}
		next, err := db.copyUnder(k)
		if err != nil {
			_, back := putSealed(db.folder, db.keyFrom)
			return errors.Join(err, back, strike(db.folder, db.key))
		}
		return db.moveTo(ctx, next)
	})
	if err != nil {
		return err
	}
	_ = strike(db.folder, db.key) // it is tried again
	return dropRenewalMark(db.folder, mark)
}

// takeKey removes the key file, where it is still the one of this index.
func (db *DB) takeKey() error {
	path := filepath.Join(db.folder, keyFile)
	there, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.Equal(there, db.sealed) {
		return &Fault{Why: Moved}
	}
	if err != nil {
		return err
	}
	return os.Remove(path)
}

// copyUnder copies the database under another key, and seals that key.
func (db *DB) copyUnder(k key) (next keyFrom, err error) {
	next.key = k
	before, err := number(db.conn, "PRAGMA data_version")
	if err != nil {
		return next, err
	}
	if err := db.copyTo(filepath.Join(db.folder, k.file()), k); err != nil {
		return next, err
	}
	if after, err := number(db.conn, "PRAGMA data_version"); err != nil || after != before {
		return next, orMoved(err)
	}
	return putKey(db.folder, k, db.owner)
}

// copyTo copies the database, page by page, to a file under another key. That file begins as a
// database with checksums: VACUUM INTO would write pages before the one that asks for them.
func (db *DB) copyTo(path string, k key) error {
	if err := claim(path); err != nil {
		return err
	}
	begun, err := connection(path, k, sqlite3.OPEN_READWRITE)
	if err != nil {
		return err
	}
	err = begun.Exec("PRAGMA journal_mode = delete; CREATE TABLE begun (x)")
	if err = errors.Join(err, begun.Close()); err != nil {
		return err
	}
	return db.conn.Backup("main", address(path, url.Values{"hexkey": {k.hex()}}))
}

// moveTo goes on with another database.
func (db *DB) moveTo(ctx context.Context, next keyFrom) error {
	old := db.conn
	db.keyFrom, db.conn = next, nil
	if err := old.Close(); err != nil {
		return err
	}
	return db.connect(ctx)
}
