package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"casefile/internal/aside"
)

// Where the file system knows no locks, the file beside a lock's own that names an owner is the
// lock: it is made where there is none. Who holds it writes it again and again. It is nobody's
// once its owner has surely ended. Of another machine's nothing is sure: it is nobody's when
// it has been silent for claimSilent, by the clock of the file system.
const (
	claimTouched = 20 * time.Second
	claimSilent  = 10 * time.Minute
	// claimUnsaid is how long the owner may take to write who it is.
	claimUnsaid = 10 * time.Second
)

// claimFile returns where the owner of a lock stands on a file system that knows no locks.
func claimFile(lock string) string { return lock + ".held" }

// awaitClaim is awaitFlock where the system gives no locks.
func awaitClaim(ctx context.Context, behind waiting) (release func(), err error) {
	for {
		release, err = claim(behind.path)
		if !errors.Is(err, fs.ErrExist) {
			return release, err
		}
		if dropClaim(behind.path) {
			continue
		}
		select {
		case <-time.After(askHolder):
		case <-ctx.Done():
		}
		if err := behind.enough(ctx, time.Now()); err != nil {
			return nil, err
		}
	}
}

// claim makes the file of an owner; fs.ErrExist where there is one.
func claim(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	shareOwn(path)
	text := ownerNow().text()
	say(f, text)
	done := make(chan struct{})
	aside.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(claimTouched):
				_, _ = f.WriteAt(text, 0)
				_ = f.Sync()
			}
		}
	})
	return func() {
		close(done)
		mine, err := f.Stat()
		now, nowErr := os.Lstat(path)
		if err == nil && nowErr == nil && os.SameFile(mine, now) { // else somebody took it over
			os.Remove(path)
		}
		f.Close()
	}, nil
}

// claimHeld is why the file of an owner may be somebody's; "" where it is nobody's. silent is
// for how long nothing was written to it.
func claimHeld(o Owner, known bool, f fate, silent time.Duration) string {
	switch {
	case !known && silent <= claimUnsaid:
		return unsaid
	case known && (f == lives || f == unsure && silent <= claimSilent):
		return o.Words()
	}
	return ""
}

// unsaid is what is known of a holder that has not written yet who it is.
const unsaid = "a process holds it that has not said which it is"

// heldBy is claimHeld of a file.
func heldBy(path string) string {
	o, known := readOwner(path)
	info, err := os.Lstat(path)
	if err != nil {
		return ""
	}
	silent := time.Duration(0)
	if now, err := folderClock(filepath.Dir(path)); err == nil {
		silent = now.Sub(info.ModTime())
	}
	return claimHeld(o, known, o.fate(thisMachine(), beganHere), silent)
}

// dropClaim removes the file of an owner that is nobody's. It is moved aside first: where
// that was another by then, which somebody has just made, it is put back.
func dropClaim(path string) bool {
	seen, err := ReadAtMost(path, mostOwn)
	if err != nil || heldBy(path) != "" {
		return errors.Is(err, fs.ErrNotExist)
	}
	aside := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.Rename(path, aside); err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	defer os.Remove(aside)
	moved, err := ReadAtMost(aside, mostOwn)
	if err != nil || string(moved) != string(seen) {
		_ = os.Link(aside, path)
		return false
	}
	return true
}
