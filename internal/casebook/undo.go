package casebook

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// A server keeps what an erasure took off the record for the days that the policy allows for a
// repair. It keeps this outside git's folder of objects, as git gives any object to a client that
// knows its ID, even with hidden refs.

// undoFolder, in the folder casefile, has a folder for each case, and in it one for each time at
// which keys go. The wrapped keys are plain files there, named by their IDs: CASE/UNTIL/ID.age.
const undoFolder = "undo"

// undoStamp is the time format of UNTIL.
const undoStamp = "20060102T150405Z"

// keepForUndo copies keys to that folder, and syncs them to the disk. It keeps nothing if the
// policy allows no days for a repair.
func (b *Book) keepForUndo(ctx context.Context, id record.ID, keys []verify.KeyFact) error {
	facts, err := b.Facts(id)
	if err != nil || b.Policy().UndoTime() == 0 {
		return err
	}
	until, err := b.holdsUntil(ctx, facts)
	if err != nil {
		return err
	}
	dir := filepath.Join(b.besideRefs(undoFolder), string(id), until.UTC().Format(undoStamp))
	if err := store.MakeFolder(dir, 0o700); err != nil {
		return err
	}
	for _, k := range keys {
		wrapped, err := b.repo.Blob(ctx, k.Blob, verify.MaxWrapped)
		if err != nil {
			return err
		}
		if err := store.WriteFile(filepath.Join(dir, k.Blob+".age"), 0o600,
			store.Content(wrapped)); err != nil {
			return err
		}
	}
	return nil
}

// UndoKept are keys that a server keeps for the repair of an erasure.
type UndoKept struct {
	Case  record.ID
	Until time.Time
	Dir   string
	Keys  []string // IDs of the wrapped keys
}

// UndoKeys lists the keys that this repository keeps for repairs, of one case if id is not "".
// UndoStrays lists files with other names.
func (b *Book) UndoKeys(ctx context.Context, id record.ID) ([]UndoKept, error) {
	return b.undoKeysIn(ctx, b.repo, id)
}

func (b *Book) undoKeysIn(
	ctx context.Context, repo *store.Repo, id record.ID,
) (out []UndoKept, err error) {
	root := undoRoot(repo)
	cases, err := os.ReadDir(root)
	if err = missingIsFine(err); err != nil || len(cases) == 0 {
		return nil, err
	}
	now, err := b.undoNow(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		of := record.ID(c.Name())
		if !c.IsDir() || !of.Valid() || id != "" && of != id {
			continue
		}
		stamps, readErr := os.ReadDir(filepath.Join(root, c.Name()))
		err = errors.Join(err, missingIsFine(readErr))
		for _, s := range stamps {
			stamp, ok := undoTime(s.Name())
			if !ok || !s.IsDir() {
				continue
			}
			u := UndoKept{Case: of, Until: b.undoEnd(stamp, now),
				Dir: filepath.Join(root, c.Name(), s.Name())}
			u.Keys, readErr = keysOfUndo(u.Dir)
			out, err = append(out, u), errors.Join(err, readErr)
		}
	}
	return out, err
}

func undoRoot(repo *store.Repo) string {
	return filepath.Join(repo.CommonDir(), "casefile", undoFolder)
}

// undoTime parses the name of a folder UNTIL. ok is false for any other name.
func undoTime(name string) (until time.Time, ok bool) {
	until, err := time.Parse(undoStamp, name)
	return until, err == nil && until.Format(undoStamp) == name
}

// undoEnd returns the time at which keys with a stamp go. The stamp may come from a clock that was
// years ahead. If it is later than any policy allows from now on, the days of the policy begin now.
func (b *Book) undoEnd(stamp, now time.Time) time.Time {
	if stamp.After(now.Add(policy.MaxUndoTime)) {
		return now.Add(b.Policy().UndoTime())
	}
	return stamp
}

// undoNow returns the instant from which new days count. It is not before main's newest commit, so
// that a clock that is behind shortens nothing.
func (b *Book) undoNow(ctx context.Context) (time.Time, error) {
	c, err := b.repo.Commit(ctx, b.Tip())
	if now := b.machineNow(); now.After(c.Committer.When) {
		return now, err
	}
	return c.Committer.When, err
}

func keysOfUndo(dir string) (out []string, err error) {
	files, err := os.ReadDir(dir)
	for _, f := range files {
		if blob, ok := strings.CutSuffix(f.Name(), ".age"); ok && len(blob) == 40 {
			out = append(out, blob)
		}
	}
	return out, missingIsFine(err)
}

// RemoveExpiredUndo removes keys that are past their time by this machine's own clock, and returns
// how many. It redates folders with an impossible time.
func (b *Book) RemoveExpiredUndo(ctx context.Context) (struck int, err error) {
	list, err := b.UndoKeys(ctx, "")
	for _, u := range list {
		if b.machineNow().Before(u.Until) {
			err = errors.Join(err, redateUndo(u))
			continue
		}
		struck += len(u.Keys)
		err = errors.Join(err, os.RemoveAll(u.Dir))
		_ = os.Remove(filepath.Dir(u.Dir)) // fails if another folder is in it
	}
	return struck, err
}

// redateUndo renames a folder to the time at which its keys go, if its name says another. If a
// folder with that name exists, it takes the next free second.
func redateUndo(u UndoKept) error {
	for at := u.Until; ; at = at.Add(time.Second) {
		to := filepath.Join(filepath.Dir(u.Dir), at.UTC().Format(undoStamp))
		if to == u.Dir {
			return nil
		}
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return missingIsFine(os.Rename(u.Dir, to))
		}
	}
}

// dropUndo removes what is kept of a destroyed case, as no erasure in it can be repaired.
func (b *Book) dropUndo(id record.ID) error {
	return os.RemoveAll(filepath.Join(b.besideRefs(undoFolder), string(id)))
}

// deadKeysStored returns the wrapped keys of dead epochs that are still among this copy's objects.
func (b *Book) deadKeysStored(ctx context.Context, d *record.Docket, facts *verify.CaseFacts) (
	[]verify.KeyFact, error,
) {
	var dead []verify.KeyFact
	var ids []string
	for _, k := range facts.Keys {
		if k.Epoch <= lastDeadEpoch(d) {
			dead, ids = append(dead, k), append(ids, k.Blob)
		}
	}
	missing, err := b.repo.Missing(ctx, ids)
	return slices.DeleteFunc(dead, func(k verify.KeyFact) bool {
		return slices.Contains(missing, k.Blob)
	}), err
}
