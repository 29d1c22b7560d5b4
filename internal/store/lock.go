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

// ownPatience is how long a command waits behind one and the same holder of a lock of
// casefile's own. Whoever waits behind many, each of whom is done soon, waits for all.
const ownPatience = time.Minute

// Lock waits until no other process holds the lock of that name in this repository. The lock
// goes with the process, however that ends: the system holds it (flock), and what the file
// says is only who has it. LockedError names the holder where the context ends meanwhile, and
// where one holder keeps it for ownPatience.
func (r *Repo) Lock(ctx context.Context, name string) (unlock func(), err error) {
	return lockIn(ctx, r.common, name, r.told)
}

func lockIn(ctx context.Context, gitDir, name string, t *told) (unlock func(), err error) {
	path := filepath.Join(gitDir, "casefile", name+".lock")
	if err := MakeFolder(filepath.Join(gitDir, "casefile"), 0o700); err != nil {
		return nil, lockError(gitDir, err)
	}
	f, err := awaitFlock(ctx, waiting{path: path, patience: ownPatience, told: t})
	if noFlock(err) {
		unlock, err = awaitClaim(ctx,
			waiting{path: claimFile(path), patience: ownPatience, told: t})
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

// say has the file of a lock name its holder, or nobody. That is for people: where it can't be
// written the lock holds all the same, and after a crash the system has let go of it, so that
// nothing waits for the disk.
func say(f *os.File, text []byte) {
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return
	}
	_ = f.Truncate(0)
	_, _ = f.WriteAt(text, 0)
}

// flocked is what came of asking the system for a lock.
type flocked struct {
	file *lockedfile.File
	err  error
}

// awaitFlock waits for the system to give a lock. The system serves those who wait in turn; who
// gives up before gives the lock back as soon as it comes.
func awaitFlock(ctx context.Context, behind waiting) (*lockedfile.File, error) {
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

// askHolder is how often who waits for a lock looks who has it.
const askHolder = 100 * time.Millisecond

// waiting is what somebody sees who waits for a lock.
type waiting struct {
	path     string
	patience time.Duration
	told     *told
	begun    time.Time // zero before the first look
	holder   string
	since    time.Time
}

// enough is why there is no more waiting: the context has ended, or one holder has kept the
// lock for too long.
func (w *waiting) enough(ctx context.Context, now time.Time) error {
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
	w.told.waits(now.Sub(w.begun), w.path, why)
	if ctx.Err() == nil && now.Sub(w.since) < w.patience {
		return nil
	}
	return &LockedError{Path: w.path, Why: why, cause: ctx.Err()}
}

// noFlock reports whether a file system knows no locks, as some of the network do.
func noFlock(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.ENOLCK)
}

// MayWrite is ErrNoWrite where this user may not write to the repository, as on a medium that
// is mounted to be read.
func (r *Repo) MayWrite() error {
	if Writable(r.common) {
		return nil
	}
	return noWrite{r.common, fs.ErrPermission}
}

// lockError has ErrNoWrite where no right was what a lock lacked.
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
