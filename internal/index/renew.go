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

// Renew moves the index into a new file under a new key, so that nothing that was removed is left
// in a file that can be opened. It removes the old key first: if it is killed in between, the index
// is deleted. It fails with Moved if another process wrote meanwhile, and with another fault if the
// new file can't be made. The index is then as it was, and stays marked.
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
	_ = strike(db.folder, db.key) // the next process tries again
	return dropRenewalMark(db.folder, mark)
}

// takeKey removes the key file, if it is still that of this index.
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

// copyTo copies the database, page by page, to a file under another key. The file is first made a
// database with checksums, because VACUUM INTO would write pages before the page that sets them.
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

// moveTo switches to another database.
func (db *DB) moveTo(ctx context.Context, next keyFrom) error {
	old := db.conn
	db.keyFrom, db.conn = next, nil
	if err := old.Close(); err != nil {
		return err
	}
	return db.connect(ctx)
}
