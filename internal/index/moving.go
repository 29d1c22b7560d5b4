package index

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/store"
)

// movingFile, in the folder of an index, says that pages of the log are put into the database:
// which database, and how many pages the log has. Whoever is killed meanwhile leaves it. As long
// as the log is whole nothing is lost: the pages are put there once more. SQLite takes no notice
// of a log that has lost its end, and would go on with a database between two states.
const movingFile = "moving"

// longLog is how many pages the log may have before they are put into the database.
const longLog = 1000

// checkpoint puts the pages of the log into the database, where it has that many. Where another
// process is at it, that one does it.
func (db *DB) checkpoint(least int) error {
	pages, err := db.logged()
	if err != nil || pages == 0 || pages < least {
		return err
	}
	path := filepath.Join(db.folder, movingFile)
	said := store.Content(fmt.Appendf(nil, "%s %d\n", db.file(), pages))
	err = store.WriteNew(path, 0o600, said)
	if err == nil {
		_, _, err = db.conn.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE)
	}
	if err == nil {
		return os.Remove(path)
	}
	// A note that is there, of others or of what has begun here, stays: so does the log then.
	_, no := db.conn.Config(sqlite3.DBCONFIG_NO_CKPT_ON_CLOSE, true)
	if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	return errors.Join(err, no)
}

// logged is how many pages the log has.
func (db *DB) logged() (int, error) {
	pages, _, err := db.conn.WALCheckpoint("main", sqlite3.CHECKPOINT_NOOP)
	return max(pages, 0), err
}

// settleMove looks for a note that somebody was cut off who put pages into the database. Where
// the log has all of them still it is done again; where it has not, the database is nobody's.
func (db *DB) settleMove() error {
	path := filepath.Join(db.folder, movingFile)
	said, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || db.readOnly {
		return nil
	}
	var file string
	var pages int
	if n, _ := fmt.Sscanf(string(said), "%s %d\n", &file, &pages); err == nil && n == 2 && file != db.file() {
		return os.Remove(path) // of a former key
	}
	have, err := db.logged()
	if err != nil {
		return err
	}
	if pages > 0 && have >= pages {
		if _, _, err := db.conn.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE); err != nil {
			return nil // somebody is at it now, or it is tried again
		}
		return os.Remove(path)
	}
	time.Sleep(moment) // whoever is at it now ends it in a moment, and another may begin the log anew
	if now, err := os.ReadFile(path); err == nil && string(now) == string(said) {
		return errors.Join(&Fault{Damaged, errors.New("its log lost pages while they were moved")},
			os.Remove(path))
	}
	return nil
}

// moment is longer than it takes to remove a file.
const moment = 100 * time.Millisecond
