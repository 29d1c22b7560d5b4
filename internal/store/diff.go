package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Change is one path that differs between two commits; the old or new half is
// empty where the path is absent.
type Change struct{ Path, OldMode, NewMode, OldID, NewID string }

// DiffResult is the result of Diff for one of many pairs.
type DiffResult struct {
	Changes []Change
	Err     error
}

// Bounds of one comparison, against trees that are built to explode: records
// are four levels deep. A pair with more than manyChanges is compared alone, so
// that not several of them are in memory half done.
const (
	maxDepth    = MaxDepth
	maxChanges  = 1 << 17
	manyChanges = 1 << 12
)

// Diff lists the files that differ between two commits, sorted by path. An empty oldCommit stands
// for the empty tree. Renames are not sought.
//
// No entry hides. Names that occur twice are compared one by one. A folder that git would never
// write (empty, out of order, with impossible names) is listed itself, with mode 040000; the root's
// path is "".
func (r Reader) Diff(ctx context.Context, oldCommit, newCommit string) ([]Change, error) {
	f := newDiffCache(r)
	f.remember = true
	result, err := f.compareAlone(ctx, [2]string{oldCommit, newCommit}, maxChanges)
	if err != nil {
		return nil, err
	}
	return result.Changes, result.Err
}

// diffWindow is the number of pairs compared side by side: enough to keep git
// busy, few enough for the memory (some 30 kB a pair, at 10,000 cases).
const diffWindow = 256

// Diffs returns the result of Diff for each pair {oldCommit, newCommit}. It is much cheaper where
// the new side of a pair is the old side of the next: trees are read level by level for many pairs
// at once, each of them one time. A fault in one pair spoils no other. An error concerns the whole
// call.
func (r Reader) Diffs(ctx context.Context, pairs [][2]string) ([]DiffResult, error) {
	f := newDiffCache(r)
	results := make([]DiffResult, 0, len(pairs))
	for some := range slices.Chunk(pairs, diffWindow) {
		compared, err := f.compare(ctx, some, manyChanges)
		if errors.Is(err, errTreesTooLarge) { // together; each may be well
			compared, err = r.oneByOne(ctx, some)
			f = newDiffCache(r)
		}
		if err != nil {
			return nil, err
		}
		results = append(results, compared...)
		f.age()
	}
	for i, result := range results {
		if _, large := errors.AsType[tooMany](result.Err); !large {
			continue
		}
		var err error
		if results[i], err = newDiffCache(r).compareAlone(ctx, pairs[i], maxChanges); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// oneByOne compares pairs whose trees are too large to be in memory together.
func (r Reader) oneByOne(ctx context.Context, pairs [][2]string) ([]DiffResult, error) {
	results := make([]DiffResult, len(pairs))
	for i, pair := range pairs {
		result, err := newDiffCache(r).compareAlone(ctx, pair, manyChanges)
		if errors.Is(err, errTreesTooLarge) {
			result, err = DiffResult{Err: err}, nil
		}
		if err != nil {
			return nil, err
		}
		results[i] = result
	}
	return results, nil
}

// tooMany is the end of a comparison that found more paths than this.
type tooMany int

func (n tooMany) Error() string {
	return fmt.Sprintf("%v: more than %d paths differ", ErrDamaged, int(n))
}

func (n tooMany) Unwrap() error { return ErrDamaged }

func (f *diffCache) compareAlone(ctx context.Context, pair [2]string, limit int) (
	DiffResult, error,
) {
	results, err := f.compare(ctx, [][2]string{pair}, limit)
	if err != nil {
		return DiffResult{}, err
	}
	return results[0], nil
}

// compare compares the pairs side by side, one level of their trees after the
// other.
func (f *diffCache) compare(ctx context.Context, pairs [][2]string, limit int) (
	[]DiffResult, error,
) {
	differs, err := f.begin(ctx, pairs, limit)
	if err != nil {
		return nil, err
	}
	for {
		var wanted []string
		for _, d := range differs {
			wanted = d.wanted(wanted)
		}
		if len(wanted) == 0 {
			break
		}
		if err := f.readTrees(ctx, wanted); err != nil {
			return nil, err
		}
		for _, d := range differs {
			d.level(f)
		}
	}
	results := make([]DiffResult, len(pairs))
	for i, d := range differs {
		results[i] = d.result()
	}
	return results, nil
}

// result sorts by all fields, since the order in which the changes were found means nothing.
func (d *differ) result() DiffResult {
	if d.err != nil {
		return DiffResult{Err: d.err}
	}
	slices.SortFunc(d.changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.NewID, b.NewID),
			cmp.Compare(a.OldID, b.OldID),
			cmp.Compare(a.NewMode, b.NewMode), cmp.Compare(a.OldMode, b.OldMode))
	})
	return DiffResult{Changes: d.changes}
}
