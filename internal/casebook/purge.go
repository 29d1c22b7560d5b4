package casebook

import (
	"context"
	"errors"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// Place is a place where a copy was found.
type Place = store.Place

// Purged is the result of a purge.
type Purged struct {
	IDs   []string // blobs to be purged
	Left  []Place  // where copies remain that casefile may not remove
	There []Place  // where the remote has copies, as far as they can be seen from here
}

// purge takes blobs out of this copy, and looks for them at the remote.
func (b *Book) purge(ctx context.Context, ids, shards []string) (*Purged, error) {
	p, err := b.purgeHere(ctx, ids, shards)
	if err == nil && len(p.IDs) > 0 {
		p.There, _, _, err = b.RemoteCopies(ctx, p.IDs)
	}
	return p, err
}

// purgeHere takes blobs (wrapped keys, sealed files) out of this copy for good. They may be loose,
// packed, or held by a reflog or by casefile's own refs. It then looks for the blobs again, and
// names what remains. shards are the shards of the blobs' cases.
func (b *Book) purgeHere(ctx context.Context, ids, shards []string) (*Purged, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	p := &Purged{IDs: ids}
	if len(ids) == 0 {
		return p, nil
	}
	if err := b.healShards(ctx, shards); err != nil {
		return nil, err
	}
	if err := b.dropFromKeysRefs(ctx, ids, shards); err != nil {
		return nil, err
	}
	if err := b.repo.Purge(ctx, ids); err != nil {
		return nil, err
	}
	var err error
	if p.Left, err = b.trace(ctx, ids); err != nil {
		return nil, err
	}
	if shed, err := b.dropRemoteNotes(ctx, p.Left); err != nil || !shed {
		return p, err
	}
	if err := b.repo.Purge(ctx, ids); err != nil {
		return nil, err
	}
	p.Left, err = b.trace(ctx, ids)
	return p, err
}

// healShards moves keys refs to where main says. After a loss of power between the moves of main
// and of a shard, the shard still holds keys that the commit took off the record. A ref that
// another process has locked stays, and the look names it.
func (b *Book) healShards(ctx context.Context, shards []string) error {
	batch := b.repo.NewBatch()
	moves, err := b.ShardMoves(ctx, batch, b.Tip(), shards, b.repo.Ref)
	if err != nil || len(moves) == 0 {
		return err
	}
	if err := batch.Write(ctx); err != nil {
		return err
	}
	still := store.Move{Ref: ledger.MainRef, Old: b.Tip(), New: b.Tip()}
	err = b.repo.Move(ctx, append([]store.Move{still}, moves...))
	if errors.Is(err, store.ErrRaced) || errors.Is(err, store.ErrLocked) {
		return nil // the look finds what a ref still holds, and the purge stays pending
	}
	if store.Moved(err) {
		b.NoteKeys(moves)
	}
	return err
}

// dropRemoteNotes drops remote-tracking keys refs that still hold a key. The remote may have the
// key in any of its refs, and the next fetch writes these refs again.
func (b *Book) dropRemoteNotes(ctx context.Context, left []Place) (shed bool, err error) {
	var moves []store.Move
	for _, p := range left {
		drops := func(m store.Move) bool { return m.Ref == p.Where }
		if !under(p.Where, ledger.KeysThere) || slices.ContainsFunc(moves, drops) {
			continue
		}
		old, err := b.repo.Ref(ctx, p.Where)
		if err != nil {
			return false, err
		}
		if old != "" {
			moves = append(moves, store.Move{Ref: p.Where, Old: old})
		}
	}
	return len(moves) > 0, b.repo.Move(ctx, moves)
}

// trace names every place of this copy where one of the blobs can still be found.
func (b *Book) trace(ctx context.Context, ids []string) ([]Place, error) {
	found, err := b.repo.Trace(ctx, ids)
	if err == nil {
		found, err = b.withoutKept(ctx, b.repo, found)
	}
	return slices.Concat(found, b.keyJournalDamage(), b.oddNotes("")), err
}

// dropFromKeysRefs takes the blobs out of those keys refs of some shards that do not follow main.
// These are refs kept because a newer key did not open, refs of an adopted copy, and
// remote-tracking refs, which the next fetch writes again. The other keys of these refs stay.
func (b *Book) dropFromKeysRefs(ctx context.Context, ids, shards []string) error {
	batch := b.repo.NewBatch()
	var moves []store.Move
	all, err := b.repo.Refs(ctx, "refs/casefile/")
	if err != nil {
		return err
	}
	beside := besideKeys(all)
	for _, shard := range shards {
		for ref, commit := range beside[shard] {
			if sameAsOwn(all, ref, commit) {
				continue
			}
			m, changed, err := b.withoutKeys(ctx, batch, store.Move{Ref: ref, Old: commit}, ids)
			if err != nil {
				return err
			}
			if changed {
				moves = append(moves, m)
			}
		}
	}
	if err := batch.Write(ctx); err != nil {
		return err
	}
	return b.repo.Move(ctx, moves)
}

// withoutKeys returns the move of a keys ref to its keys without ids. It reports whether the ref
// has one of ids.
func (b *Book) withoutKeys(ctx context.Context, batch *store.Batch, m store.Move, ids []string) (
	store.Move, bool, error,
) {
	edits, err := b.keysIn(ctx, m.Old, "")
	if err != nil {
		return m, false, err
	}
	rest := slices.DeleteFunc(slices.Clone(edits), func(e store.Edit) bool {
		return slices.Contains(ids, e.ID)
	})
	if len(rest) == len(edits) {
		return m, false, nil
	}
	if len(rest) > 0 {
		m.New, err = ledger.KeysCommit(ctx, batch, rest)
	}
	return m, true, err
}

// maxKeyFiles bounds the files read from a keys ref that is not judged. A shard of 10,000 cases has
// some tens of cases, each with an epoch for each reader who ever left.
const maxKeyFiles = 100_000

// keysIn lists the wrapped keys of a keys commit, CASE/EPOCH/MEMBER.age: those of one case, or all
// if id is "". The commit is not judged. A tree of another form, or with more files than a shard
// can hold, is no list of keys, and keysIn returns none for it. Trace still names what reaches a
// key.
func (b *Book) keysIn(ctx context.Context, commit string, id record.ID) ([]store.Edit, error) {
	w := &keysWalk{ctx: ctx, book: b}
	c, err := b.repo.Commit(ctx, commit)
	if err == nil {
		err = w.folder(c.Tree, "", string(id))
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, nil
	}
	return w.out, nil
}

// keysWalk is one walk through the three levels of a keys commit.
type keysWalk struct {
	ctx  context.Context
	book *Book
	seen int
	out  []store.Edit
}

// errNoKeysTree ends a walk through a tree that is no list of keys.
var errNoKeysTree = errors.New("no tree of keys")

// folder walks through a tree. If only is not "", it enters only the folder of this name.
func (w *keysWalk) folder(tree, path, only string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	list, err := w.book.repo.Tree(w.ctx, tree)
	if err != nil {
		return err
	}
	for _, e := range list {
		if w.seen++; w.seen > maxKeyFiles {
			return errNoKeysTree
		}
		below := strings.TrimPrefix(path+"/"+e.Name, "/")
		switch deep := strings.Count(below, "/"); {
		case only != "" && e.Name != only:
		case e.IsFolder() && deep < 2:
			err = w.folder(e.ID, below, "")
		case !e.IsFolder() && deep == 2:
			w.out = append(w.out, store.Edit{Path: below, Mode: e.Mode, ID: e.ID})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// under reports whether a ref has one of the prefixes.
func under(name string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}
