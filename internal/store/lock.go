package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"casefile/internal/aside"
)

// ownPatience is the longest wait for one and the same holder of a lock of casefile's own. A
// command that waits behind many short holders waits for all of them.
const ownPatience = time.Minute

// Lock waits until no other process holds the lock of that name in this repository. The system
// holds the lock (flock), so it ends with the process, however that ends. The file only names the
// holder. A LockedError names the holder if the context ends first, or if one holder keeps the lock
// for ownPatience.
func (r *Repo) Lock(ctx context.Context, name string) (unlock func(), err error) {
	return lockIn(ctx, r.common, name, r.notice)
}

func lockIn(ctx context.Context, gitDir, name string, t *waitNotice) (unlock func(), err error) {
	path := filepath.Join(gitDir, "casefile", name+".lock")
	if err := MakeFolder(filepath.Join(gitDir, "casefile"), 0o700); err != nil {
		return nil, lockError(gitDir, err)
	}
	f, err := awaitFlock(ctx, lockWait{path: path, patience: ownPatience, notice: t})
	if noFlock(err) {
		unlock, err = awaitClaim(ctx,
			lockWait{path: claimFile(path), patience: ownPatience, notice: t})
		return unlock, lockError(gitDir, err)
	}
	if err != nil {
		return nil, lockError(gitDir, err)
	}
	shareOwn(path)
	say(f.File, ownerNow().text())
	return func() {
		say(f.File, nil)
		f.Close()
	}, nil
}

// say writes the holder of a lock into its file, or nobody. That is for people. If it can't be
// written the lock holds all the same. After a crash the system has released the lock, so nothing
// waits for the disk.
func say(f *os.File, text []byte) {
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return
	}
	_ = f.Truncate(0)
	_, _ = f.WriteAt(text, 0)
}

// flocked is the result of asking the system for a lock.
type flocked struct {
	file *lockedfile.File
	err  error
}

// awaitFlock waits for the system to give a lock. The system serves waiting processes in turn. A
// process that gives up returns the lock as soon as it comes.
func awaitFlock(ctx context.Context, behind lockWait) (*lockedfile.File, error) {
	came := make(chan flocked, 1)
	aside.Go(func() {
		f, err := lockedfile.OpenFile(behind.path, os.O_RDWR|os.O_CREATE, 0o666)
		came <- flocked{f, err}
	})
	look := time.NewTicker(askHolder)
	defer look.Stop()
	for {
		select {
		case got := <-came:
			return got.file, got.err
		case <-look.C:
		case <-ctx.Done():
		}
		if err := behind.enough(ctx, time.Now()); err != nil {
			aside.Go(func() {
				if got := <-came; got.err == nil {
					got.file.Close()
				}
			})
			return nil, err
		}
	}
}

// askHolder is the time between two looks at the holder of a lock.
const askHolder = 100 * time.Millisecond

// lockWait is the view of a process that waits for a lock.
type lockWait struct {
	path     string
	patience time.Duration
	notice   *waitNotice
	begun    time.Time // zero before the first look
	holder   string
	since    time.Time
}

// enough returns why the wait is over: the context has ended, or one holder has kept the lock for
// too long.
func (w *lockWait) enough(ctx context.Context, now time.Time) error {
	o, known := readOwner(w.path)
	why := unsaid
	if known {
		why = o.Words()
	}
	if w.begun.IsZero() {
		w.begun = now
	}
	if why != w.holder {
		w.holder, w.since = why, now
	}
	w.notice.waits(now.Sub(w.begun), w.path, why)
	if ctx.Err() == nil && now.Sub(w.since) < w.patience {
		return nil
	}
	return &LockedError{Path: w.path, Why: why, cause: ctx.Err()}
}

// noFlock reports whether a file system knows no locks, as some of the network do.
func noFlock(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.ENOLCK)
}

// MayWrite returns ErrNoWrite if this user may not write to the repository, for example on a
// read-only medium.
func (r *Repo) MayWrite() error {
	if Writable(r.common) {
		return nil
	}
	return noWrite{r.common, fs.ErrPermission}
}

// lockError returns ErrNoWrite if a lock failed for a missing right.
func lockError(gitDir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return noWrite{gitDir, err}
	}
	return err
}

// noWrite is ErrNoWrite of a folder, in words that name no lock.
type noWrite struct {
	dir   string
	cause error
}

func (e noWrite) Error() string   { return ErrNoWrite.Error() + ": " + e.dir }
func (e noWrite) Unwrap() []error { return []error{ErrNoWrite, e.cause} }
