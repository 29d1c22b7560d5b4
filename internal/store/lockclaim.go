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

// Some file systems have no locks. There, the file that names a lock's owner is the lock itself: it
// is created only if there is none. Its holder writes it again and again. It is free when its owner
// has surely ended. An owner on another machine can't be checked: then it is free after claimSilent
// without a write, by the clock of the file system.
const (
	claimTouched = 20 * time.Second
	claimSilent  = 10 * time.Minute
	// claimUnsaid is the time that the owner may take to write its name.
	claimUnsaid = 10 * time.Second
)

// claimFile returns the path of the file that names the owner of a lock, on a file system without
// locks.
func claimFile(lock string) string { return lock + ".held" }

// awaitClaim waits for a lock on a file system without locks, as awaitFlock does elsewhere.
func awaitClaim(ctx context.Context, behind lockWait) (release func(), err error) {
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

// claimHeld returns why the owner of a file may still hold it, and "" for a free one. silent is the
// time without a write to it.
func claimHeld(o Owner, known bool, f fate, silent time.Duration) string {
	switch {
	case !known && silent <= claimUnsaid:
		return unsaid
	case known && (f == lives || f == unsure && silent <= claimSilent):
		return o.Words()
	}
	return ""
}

// unsaid describes a holder that has not written its name yet.
const unsaid = "a process holds it that has not said which it is"

// heldBy reads the file of a claim and returns the answer of claimHeld.
func heldBy(path string) string {
	o, known := readOwner(path)
	info, err := os.Lstat(path)
	if err != nil {
		return ""
	}
	return claimHeld(o, known, o.fate(thisMachine(), beganHere), silentFor(path, info))
}

// silentFor returns the time without a write to a file, by the clock of its folder.
func silentFor(path string, info os.FileInfo) time.Duration {
	now, err := folderClock(filepath.Dir(path))
	if err != nil {
		return 0
	}
	return now.Sub(info.ModTime())
}

// dropClaim removes the file of a free claim. One process at a time does so. Two could find the
// same dead claim: then the second would take away the new claim of whoever came between.
func dropClaim(path string) bool {
	if heldBy(path) != "" {
		return false
	}
	turn := path + ".dropping"
	f, err := os.OpenFile(turn, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) { // it takes milliseconds: an old file is a killed process's
		if info, err := os.Lstat(turn); err == nil && silentFor(turn, info) > claimUnsaid {
			os.Remove(turn)
		}
		return false
	}
	if err != nil {
		return false
	}
	f.Close()
	defer os.Remove(turn)
	return dropInTurn(path)
}

// dropInTurn removes the file of a free claim. It moves the file aside first. If its owner on
// another machine was alive after all, and somebody has just replaced the file by a new claim, it
// puts that back.
func dropInTurn(path string) bool {
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
