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

// Why is a reason why an index can't be used.
type Why int

// The reasons.
const (
	Failed    Why = iota // any other reason
	NoPerson             // there is no identity
	NotOpened            // the identity could not be used, for example without the agent
	NoMark               // the account has no secret to recognise it by
	Foreign              // it belongs to another identity
	Unmarked             // this account did not make it
	Missing              // there is none, and this process may not make one
	Newer                // a newer program made it
	Older                // an older program made it
	Damaged
	Locked // another process held it for over two seconds
	Full   // no room on the disk
	Sealed // nothing can be written there
	Broken // SQLite panicked
	Moved  // another process wrote since this one read
	Linked // a link or a file is in the place of its folder
)

// Fault says that an index can't be used. Its text contains nothing of the index.
type Fault struct {
	Why Why
	Err error // the cause, for finding the problem; may be nil
}

func (f *Fault) Error() string { return f.Why.String() }

func (f *Fault) Unwrap() error { return f.Err }

// String returns the reason in the words of a message.
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

// faultOf makes a Fault of an error of SQLite, the disk or the identity. It returns the error of an
// ended context as it is.
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

// leastRoom is the free space, in bytes, from which a disk does not count as full.
const leastRoom = 1 << 20

// faultIn returns the fault of an index in a folder. Through the sealing file system, SQLite
// reports a full disk only as a failed one, so the free space is checked. A read-only medium has no
// room for the files of a log, which every reader needs.
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

// told wraps an error of a caller's own function. It is no fault of the index.
type told struct{ err error }

func (t told) Error() string { return "the caller stopped" }

// guard runs work on the database. A panic in SQLite is a fault like any other, and the connection
// is not used afterwards. Errors and panics of the caller's own functions are passed on unchanged.
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

// spoils reports whether an index with this fault, found during use, must never be used again.
func (f *Fault) spoils() bool { return f.Why == Damaged || f.Why == Broken || f.Why == Older }

// spoil removes the key of a damaged index, so that the next process that opens the index makes it
// again. It leaves the key of a faster process.
func (db *DB) spoil() {
	path := filepath.Join(db.folder, keyFile)
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, db.sealed) &&
		!db.readOnly {
		_ = os.Remove(path) // if that fails, the next process finds the same damage
	}
}

// tell calls a caller's function, and wraps its error.
func tell[T any](do func(T) error, value T) error {
	if err := aside.Err(func() error { return do(value) }); err != nil {
		return told{err}
	}
	return nil
}

// wrong returns the fault of a row that this program did not write.
func wrong(what string) error {
	return &Fault{Damaged, fmt.Errorf("a row of %s does not have its digest", what)}
}
