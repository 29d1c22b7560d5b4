package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// git holds the lock of a ref for milliseconds. One that is left behind by a git that was
// killed would keep everybody out for ever. Where processes can be seen, one that no process
// may hold goes after seenLockAge. Where they can't, its age alone decides, and a lock of
// git's own gets more patience than that of a ref which casefile alone moves.
const (
	seenLockAge  = 10 * time.Second
	ownLockAge   = 10 * time.Second
	otherLockAge = 10 * time.Minute
	// lockPatience is the longest wait for a lock: longer than the time for which a free lock may
	// stay.
	lockPatience = 12 * time.Second
	// lockLook is the time between two looks at the holder of a lock. A look reads the open files
	// of all processes. Whether the lock has gone is checked more often.
	lockLook = 500 * time.Millisecond
	// turnPatience is the longest wait for the turn to remove locks, which takes milliseconds.
	turnPatience = 2 * time.Second
	// startSlack is the greatest difference between the clocks of a process and of a file.
	startSlack = 5 * time.Second
)

// ErrLocked says that a lock is in the way, and may be somebody's.
var ErrLocked = errors.New("a lock is in the way")

// LockedError is ErrLocked for one file, with the reason why somebody may hold it.
type LockedError struct {
	Path, Why string
	cause     error // what ended the wait for it: nil where it had lasted long enough
}

func (e *LockedError) Error() string { return fmt.Sprintf("%v: %s: %s", ErrLocked, e.Path, e.Why) }

// Unwrap has why the wait ended before ErrLocked: a person's Ctrl-C is no error of a lock.
func (e *LockedError) Unwrap() []error {
	if e.cause == nil {
		return []error{ErrLocked}
	}
	return []error{e.cause, ErrLocked}
}

// OldLock is an existing lock. Its reason to leave the lock alone is "" if nobody holds it.
type OldLock struct {
	Path, Why string
	Age       time.Duration
	Ahead     bool // its time is in the future: Age counts from the first look at it
	foreign   bool // git leaves nothing like it: to wait for its end helps nobody
}

// lockFacts are the visible facts of a lock.
type lockFacts struct {
	age      time.Duration // by the clock of its own folder, or since the first look at it
	ahead    bool          // its time is in the future
	foreign  bool          // it holds something that git leaves in no lock
	patience time.Duration // the age from which it counts as free if processes can't be seen
	owners
}

// owners are the processes that may be behind a lock.
type owners struct {
	blind bool     // they can't be seen here
	open  []runner // have the file open
	gits  []runner // are gits at work in the repository
}

// runner is a running process, with its age.
type runner struct {
	id, name string
	age      time.Duration
}

func (p runner) words() string { return fmt.Sprintf("process %s (%s)", p.id, p.name) }

// held returns why somebody may hold a lock, and "" for a free one. A git that started after the
// lock was made has not made it.
func (f lockFacts) held() string {
	before := func(p runner) bool { return p.age < 0 || p.age > f.age-startSlack }
	least := seenLockAge
	if f.blind {
		least = f.patience
	}
	switch {
	case f.foreign:
		return "it holds what git leaves in no lock"
	case len(f.open) > 0:
		return f.open[0].words() + " has it open"
	case f.age <= least && f.blind:
		return fmt.Sprintf("%s, and no process can be seen here: it may be somebody's for %s",
			f.ageWords(), least)
	case f.age <= least:
		return fmt.Sprintf("%s, and may be somebody's for %s", f.ageWords(), least)
	}
	if i := slices.IndexFunc(f.gits, before); i >= 0 {
		return f.gits[i].words() + " is at work there"
	}
	return ""
}

func (f lockFacts) ageWords() string {
	age := f.age.Round(time.Second)
	if f.ahead {
		return fmt.Sprintf("its time lies in the future, it was seen first %s ago", age)
	}
	return fmt.Sprintf("it is %s old", age)
}

// locksOf returns the files that keep refs from moving, as git names them. A ref that ends with a
// star means all refs of that prefix. Their names are not known before a fetch, so the locks that
// lie there count.
func (r *Repo) locksOf(refs []string) []string {
	out := []string{filepath.Join(r.common, "packed-refs.lock")}
	for _, ref := range refs {
		if prefix, all := strings.CutSuffix(ref, "*"); all {
			out = append(out, r.locksBelow(prefix)...)
			continue
		}
		out = append(out, filepath.Join(r.common, filepath.FromSlash(ref)+".lock"))
		if strings.HasPrefix(ref, "refs/heads/") { // git writes the log of HEAD too
			out = append(out, filepath.Join(r.GitDir(), "HEAD.lock"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// locksBelow returns the existing locks of all refs with a prefix.
func (r *Repo) locksBelow(prefix string) (out []string) {
	path := filepath.Join(r.common, filepath.FromSlash(prefix))
	if strings.HasSuffix(prefix, "/") {
		path += string(filepath.Separator)
	}
	_ = filepath.WalkDir(filepath.Dir(path), func(file string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(file, path) && strings.HasSuffix(file, ".lock") {
			out = append(out, file)
		}
		return nil // git's own error tells of a folder that can't be read
	})
	return out
}

// settingLocks returns the locks of the files in which git keeps a repository's settings.
func (r *Repo) settingLocks() []string {
	return []string{
		filepath.Join(r.common, "config.lock"), filepath.Join(r.GitDir(), "config.worktree.lock"),
		filepath.Join(r.GitDir(), "HEAD.lock"),
	}
}

// patienceFor returns the age from which a lock counts as free if no process can be seen.
func (r *Repo) patienceFor(path string) time.Duration {
	if strings.HasPrefix(path, filepath.Join(r.common, "refs", "casefile")+
		string(filepath.Separator)) {
		return ownLockAge
	}
	return otherLockAge
}

// ClearLocks removes the free locks of refs, and returns those that somebody may hold. Processes
// take turns at it. A lock can't be created while the old one exists, so the removed lock is the
// one that was checked.
func (r *Repo) ClearLocks(ctx context.Context, refs []string) (left []OldLock, dropped bool) {
	return r.clear(ctx, r.locksOf(refs))
}

func (r *Repo) clear(ctx context.Context, paths []string) (left []OldLock, dropped bool) {
	there := func(path string) bool { _, err := os.Lstat(path); return err == nil }
	if !slices.ContainsFunc(paths, there) {
		return nil, false
	}
	soon, stop := context.WithTimeout(ctx, turnPatience)
	defer stop()
	unlock, err := r.Lock(soon, "stale")
	if err != nil {
		return r.locks(paths), false
	}
	defer unlock()
	for _, l := range r.locks(paths) {
		if l.Why == "" && r.dropStale(l.Path, r.patienceFor(l.Path)) {
			dropped = true
		} else {
			left = append(left, l)
		}
	}
	return left, dropped
}

// locks returns the locks among these files that exist, each with the reason why somebody may hold
// it.
func (r *Repo) locks(paths []string) (out []OldLock) {
	for _, path := range paths {
		if f, _, err := r.factsOf(path, r.patienceFor(path)); err == nil {
			out = append(out, OldLock{path, f.held(), f.age, f.ahead, f.foreign})
		}
	}
	return out
}

// awaitLocks waits until no lock keeps the refs from moving.
func (r *Repo) awaitLocks(ctx context.Context, refs []string, end time.Time) error {
	return r.awaitFree(ctx, r.locksOf(refs), end)
}

// awaitFree waits until none of some locks is there, and removes those that nobody holds. One
// that stays is a LockedError.
func (r *Repo) awaitFree(ctx context.Context, paths []string, end time.Time) error {
	for begun := time.Now(); ; {
		left, _ := r.clear(ctx, paths)
		if len(left) == 0 {
			return ctx.Err()
		}
		locked := &LockedError{Path: left[0].Path, Why: left[0].Why}
		r.Waits(time.Since(begun), locked.Path, locked.Why)
		if left[0].foreign || !time.Now().Before(end) {
			return locked
		}
		untilGone(ctx, locked.Path, min(lockLook, time.Until(end)))
		if locked.cause = ctx.Err(); locked.cause != nil {
			return locked
		}
	}
}

// untilGone waits until a file is there no more, for so long at most.
func untilGone(ctx context.Context, path string, most time.Duration) {
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	for ctx.Err() == nil {
		if _, err := os.Lstat(path); err != nil {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// fetchPast fetches again if a lock on one of the fetched refs was in the way.
func (r *Repo) fetchPast(ctx context.Context, refspecs []string, fetch func() error) error {
	var refs []string
	for _, spec := range refspecs {
		_, to, _ := strings.Cut(spec, ":")
		refs = append(refs, to)
	}
	return r.pastLocks(ctx, func() []string { return r.locksOf(refs) }, fetch)
}

// pastLocks runs do. If one of some locks was in its way, it runs do again: when a free lock is
// removed, or somebody's has gone.
func (r *Repo) pastLocks(ctx context.Context, locks func() []string, do func() error) error {
	err := do()
	if err == nil || ctx.Err() != nil {
		return err
	}
	paths := locks()
	if len(r.locks(paths)) == 0 {
		return err
	}
	if locked := r.awaitFree(ctx, paths, time.Now().Add(lockPatience)); locked != nil {
		return locked
	}
	return do()
}

// factsOf looks at a lock; an error says that there is none.
func (r *Repo) factsOf(path string, patience time.Duration) (lockFacts, os.FileInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return lockFacts{}, nil, err
	}
	f := lockFacts{patience: patience}
	if now, err := folderClock(filepath.Join(r.common, "casefile")); err == nil {
		f.age = now.Sub(info.ModTime())
		f.ahead = f.age < 0
		if f.age <= seenLockAge {
			f.age = max(f.age, r.seenFor(path, info, now))
		}
	}
	f.foreign = !info.Mode().IsRegular() || !isLock(path)
	if f.age > seenLockAge { // until then its age is enough, and the look takes a while
		f.owners = ownersOf(path, r.common, r.GitDir(), r.WorkDir())
	}
	return f, info, nil
}

// dropStale removes a lock that nobody owns. It is old by the clock of its own folder, which
// may be another machine's, or a clock that was set since; no process here may own it; and
// it holds what git leaves in a lock, so that it is one.
func (r *Repo) dropStale(path string, patience time.Duration) bool {
	f, info, err := r.factsOf(path, patience)
	if err != nil || f.held() != "" {
		return false
	}
	again, err := os.Lstat(path)
	if err != nil || !os.SameFile(info, again) || !again.ModTime().Equal(info.ModTime()) ||
		os.Remove(path) != nil {
		return false
	}
	_ = os.Remove(r.aheadMark(path, info))
	return true
}

// folderClock returns the time that a file gets which is made in a folder now. Among refs none is
// made: git would take it for one.
func folderClock(dir string) (time.Time, error) {
	if err := MakeFolder(dir, 0o700); err != nil {
		return time.Time{}, err
	}
	f, err := os.CreateTemp(dir, ".casefile-")
	if err != nil {
		return time.Time{}, err
	}
	defer os.Remove(f.Name())
	info, err := f.Stat()
	return info.ModTime(), errors.Join(err, f.Close())
}

// isLock reports whether a file holds what a lock of git's does: nothing yet, the new value of a
// ref, or the beginning of a whole new index or list of packed refs.
func isLock(path string) bool {
	f, err := OpenPlain(path, os.O_RDONLY, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	text := string(head[:n])
	value := strings.TrimSuffix(text, "\n")
	switch filepath.Base(path) {
	case gcNote + ".lock", maintenanceLock: // a process and a host: see noteOf
		return true
	case "config.lock", "config.worktree.lock":
		return text == "" || strings.HasPrefix(text, "[")
	case "sparse-checkout.lock": // patterns of folders: git-sparse-checkout(1)
		return text == "" || strings.HasPrefix(text, "/") || strings.HasPrefix(text, "!/")
	}
	return text == "" || isID(value) || strings.HasPrefix(text, "ref: ") ||
		strings.HasPrefix(text, "DIRC") ||
		strings.HasPrefix(text, "# pack-refs") ||
		len(text) > 41 && isID(text[:40]) && text[40] == ' ' ||
		len(text) < 41 && strings.Trim(text, "0123456789abcdef") == ""
}
