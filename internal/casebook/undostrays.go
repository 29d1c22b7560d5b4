package casebook

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// In a server's folder undo, a key is kept by the policy only under one name, and is removed in
// time only there. A copy under any other name is a copy like any other.

// withoutKept returns the found places of a repository, without those that the policy keeps there.
func (b *Book) withoutKept(
	ctx context.Context, repo *store.Repo, found []Place,
) (out []Place, err error) {
	var now time.Time
	for _, p := range found {
		name, below := strings.CutPrefix(p.Where, undoRoot(repo)+string(filepath.Separator))
		if !below {
			out = append(out, p)
			continue
		}
		if now.IsZero() {
			if now, err = b.undoNow(ctx); err != nil {
				return nil, err
			}
		}
		kept, err := b.isKept(ctx, name, p.ID, now)
		if err != nil {
			return nil, err
		}
		if !kept {
			out = append(out, p)
		}
	}
	return out, nil
}

// isKept reports whether a file in that folder is CASE/UNTIL/ID.age: a key of that case, before its
// time is over, while the case can be repaired.
func (b *Book) isKept(ctx context.Context, name, blob string, now time.Time) (bool, error) {
	part := strings.Split(filepath.ToSlash(name), "/")
	if len(part) != 3 || part[2] != blob+".age" || !record.ID(part[0]).Valid() {
		return false, nil
	}
	stamp, ok := undoTime(part[1])
	if !ok || !b.machineNow().Before(b.undoEnd(stamp, now)) {
		return false, nil
	}
	id := record.ID(part[0])
	facts, err := b.Facts(id)
	its := func(k verify.KeyFact) bool { return k.Blob == blob }
	if err != nil || facts == nil || !slices.ContainsFunc(facts.Keys, its) {
		return false, err
	}
	d, err := b.Docket(ctx, id)
	return err == nil && d.Status != record.Destroyed, err
}

// UndoStrays lists the files in that folder that are never removed, as their names have no time.
func (b *Book) UndoStrays() (out []string, err error) {
	root := undoRoot(b.repo)
	cases, err := os.ReadDir(root)
	for _, c := range cases {
		dir := filepath.Join(root, c.Name())
		if !c.IsDir() || !record.ID(c.Name()).Valid() {
			out = append(out, dir)
			continue
		}
		stamps, readErr := os.ReadDir(dir)
		if readErr = missingIsFine(readErr); readErr != nil {
			out = append(out, dir)
		}
		for _, s := range stamps {
			if _, ok := undoTime(s.Name()); !ok || !s.IsDir() {
				out = append(out, filepath.Join(dir, s.Name()))
			}
		}
	}
	return out, missingIsFine(err)
}
