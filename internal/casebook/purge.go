package casebook

import (
	"context"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// Place is where a copy was found.
type Place = store.Place

// Purged is what a purge came to.
type Purged struct {
	IDs  []string // what was to go
	Left []Place  // where copies remain, which are not casefile's to take away
}

// purge takes blobs (wrapped keys, sealed files) out of this copy for good:
// loose, packed, or kept by a ref of casefile's own or a reflog. What remains is
// looked for once more, and named.
func (b *Book) purge(ctx context.Context, ids []string) (*Purged, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	p := &Purged{IDs: ids}
	if len(ids) == 0 {
		return p, nil
	}
	if err := b.letGo(ctx, ids); err != nil {
		return nil, err
	}
	if err := b.repo.Purge(ctx, ids); err != nil {
		return nil, err
	}
	var err error
	p.Left, err = b.trace(ctx, ids)
	return p, err
}

// trace names every place of this copy where one of the blobs can still be
// found.
func (b *Book) trace(ctx context.Context, ids []string) ([]Place, error) {
	return b.repo.Trace(ctx, ids)
}

// remoteKeys note which keys commits the remote had when it was last seen.
const remoteKeys = "refs/casefile/remote/keys/"

// letGo takes the blobs out of the keys refs of casefile's own that do not follow
// main: those that were kept because a newer key did not open, those of a copy that
// was adopted, and the notes of what the remote had, which the next fetch makes anew. The rest of each stays.
func (b *Book) letGo(ctx context.Context, ids []string) error {
	refs, err := b.repo.Refs(ctx, "refs/casefile/")
	if err != nil {
		return err
	}
	batch := b.repo.NewBatch()
	var moves []store.Move
	for ref, commit := range refs {
		noted, isNote := strings.CutPrefix(ref, remoteKeys)
		if !under(ref, ledger.KeptPrefix, adoptedKeys) && (!isNote || refs[ledger.KeysPrefix+noted] == commit) {
			continue
		}
		edits, err := b.keysIn(ctx, commit)
		if err != nil {
			return err
		}
		rest := slices.DeleteFunc(slices.Clone(edits), func(e store.Edit) bool { return slices.Contains(ids, e.ID) })
		if len(rest) == len(edits) {
			continue
		}
		m := store.Move{Ref: ref, Old: commit}
		if len(rest) > 0 {
			if m.New, err = ledger.KeysCommit(ctx, batch, rest); err != nil {
				return err
			}
		}
		moves = append(moves, m)
	}
	if err := batch.Write(ctx); err != nil {
		return err
	}
	return b.repo.Move(ctx, moves)
}

// keysIn lists the wrapped keys of a keys commit: CASE/EPOCH/MEMBER.age.
func (b *Book) keysIn(ctx context.Context, commit string) ([]store.Edit, error) {
	c, err := b.repo.Commit(ctx, commit)
	if err != nil {
		return nil, err
	}
	var out []store.Edit
	var walk func(tree, path string) error
	walk = func(tree, path string) error {
		list, err := b.repo.Tree(ctx, tree)
		for _, e := range list {
			below := strings.TrimPrefix(path+"/"+e.Name, "/")
			if err == nil && e.IsFolder() {
				err = walk(e.ID, below)
			} else if err == nil {
				out = append(out, store.Edit{Path: below, Mode: e.Mode, ID: e.ID})
			}
		}
		return err
	}
	return out, walk(c.Tree, "")
}

// under reports whether a ref lies below one of the prefixes.
func under(name string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}
