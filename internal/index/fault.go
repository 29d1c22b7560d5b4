package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/ncruces/go-sqlite3"

	"casefile/internal/aside"
	"casefile/internal/seal"
	"casefile/internal/store"
)

// Why is the reason for which an index can't be used.
type Why int

// The reasons.
const (
	Failed    Why = iota // whatever has no name of its own
	NoPerson             // there is no identity
	NotOpened            // the identity could not be asked, as where the agent is away
	NoMark               // there is no secret of the account to know it by
	Foreign              // it belongs to another identity
	Unmarked             // this account did not make it
	Missing              // there is none, and none may be made
	Newer                // a newer program made it
	Older                // an older program made it
	Damaged
	Locked // another process held it for over two seconds
	Full   // no room on the disk
	Sealed // nothing can be written there
	Broken // SQLite panicked
	Moved  // another process wrote since this one read
	Linked // a link, or a file, stands in the place of its folder
)

// Fault says that an index can't be used. Its text has nothing of what is in it.
type Fault struct {
	Why Why
	Err error // what came up, for whoever looks for the fault; nil where nothing did
}

func (f *Fault) Error() string { return f.Why.String() }

func (f *Fault) Unwrap() error { return f.Err }

// String is the reason in the words of a message.
func (w Why) String() string {
	words := map[Why]string{
		NoPerson:  "there is no identity to open it with",
		NotOpened: "its key could not be opened",
		NoMark:    "this account has no mark to know it by",
		Foreign:   "it belongs to another identity",
		Unmarked:  "this account did not make it",
		Missing:   "there is none yet",
		Newer:     "a newer casefile made it",
		Older:     "an older casefile made it",
		Damaged:   "it is damaged",
		Locked:    "another casefile is writing to it",
		Full:      "the disk is full",
		Sealed:    "nothing can be written there",
		Broken:    "SQLite failed",
		Moved:     "another casefile wrote to it meanwhile",
		Linked:    "what stands in its place is not a folder",
	}
	if word, ok := words[w]; ok {
		return word
	}
	return "it can't be read or written"
}

// faultOf makes a Fault of what SQLite, the disk or the identity said. The end of a context
// stays what it is.
func faultOf(ctx context.Context, err error) error {
	var fault *Fault
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &fault):
		return fault
	}
	return &Fault{whyOf(err), err}
}

// leastRoom is how many bytes a disk has left that is not full.
const leastRoom = 1 << 20

// faultIn is the fault of an index in a folder. Where there was no room for what SQLite wrote
// through the file system that seals, all that it says is that the disk failed; so the disk is
// asked. A read-only medium has no room for the files of a log, which every reader needs.
func faultIn(ctx context.Context, folder string, readOnly bool, err error) error {
	err = faultOf(ctx, err)
	var fault *Fault
	if !errors.As(err, &fault) || fault.Why != Failed {
		return err
	}
	left, known := store.Free(folder)
	switch {
	case readOnly && errors.Is(err, sqlite3.CANTOPEN):
		fault.Why = Sealed
	case known && left < leastRoom && errors.Is(err, sqlite3.IOERR):
		fault.Why = Full
	}
	return err
}

func whyOf(err error) Why {
	var panicked *aside.Panic
	if errors.As(err, &panicked) {
		return Broken
	}
	for _, known := range []struct {
		of  error
		why Why
	}{
		{sqlite3.NOTADB, Damaged}, {sqlite3.CORRUPT, Damaged}, {sqlite3.IOERR_DATA, Damaged},
		{sqlite3.IOERR_CORRUPTFS, Damaged}, {sqlite3.IOERR_BADKEY, Damaged},
		{sqlite3.IOERR_SHORT_READ, Damaged},
		{sqlite3.BUSY, Locked}, {sqlite3.LOCKED, Locked}, {sqlite3.PROTOCOL, Locked},
		{sqlite3.FULL, Full}, {syscall.ENOSPC, Full}, {syscall.EDQUOT, Full},
		{sqlite3.READONLY, Sealed}, {sqlite3.PERM, Sealed}, {fs.ErrPermission, Sealed},
		{syscall.EROFS, Sealed}, {seal.ErrNoMatch, Foreign}, {seal.ErrDamaged, Damaged},
		{seal.ErrHeader, Damaged},
	} {
		if errors.Is(err, known.of) {
			return known.why
		}
	}
	return Failed
}

// told is what a caller's own function answered: no fault of the index.
type told struct{ err error }

func (t told) Error() string { return "the caller stopped" }

// guard runs work on the database. A panic in SQLite is a fault like any other, and nothing is
// asked of the connection afterwards. What the caller's own functions answered or panicked with
// is handed on as it was.
func (db *DB) guard(ctx context.Context, work func() error) error {
	if db.broken {
		return &Fault{Why: Broken}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err := aside.Err(func() error {
		db.conn.SetInterrupt(ctx)
		return work()
	})
	var panicked *aside.Panic
	if stopped := (told{}); errors.As(err, &stopped) {
		if errors.As(stopped.err, &panicked) {
			panic(panicked)
		}
		return stopped.err
	}
	db.broken = errors.As(err, &panicked)
	err = faultIn(ctx, db.folder, db.readOnly, err)
	var fault *Fault
	if errors.As(err, &fault) && fault.spoils() {
		db.spoil()
	}
	return err
}

// spoils says whether an index with this fault, found while it was used, is never used again.
func (f *Fault) spoils() bool { return f.Why == Damaged || f.Why == Broken || f.Why == Older }

// spoil takes the key away from an index that turned out to be damaged, so that the next who
// opens it makes it anew. The key of another process that was faster stays.
func (db *DB) spoil() {
	path := filepath.Join(db.folder, keyFile)
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, db.sealed) &&
		!db.readOnly {
		_ = os.Remove(path) // else the next finds the same damage
	}
}

// tell calls a function of the caller.
func tell[T any](do func(T) error, value T) error {
	if err := aside.Err(func() error { return do(value) }); err != nil {
		return told{err}
	}
	return nil
}

// wrong is a row that this program did not write so.
func wrong(what string) error {
	return &Fault{Damaged, fmt.Errorf("a row of %s does not have its digest", what)}
}
