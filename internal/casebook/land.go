package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

func compareID(a, b record.ID) int { return cmp.Compare(a, b) }

// land writes a judged commit: all objects durably, then main, the keys refs
// and the verified tip in one transaction.
func (b *Book) land(ctx context.Context, p *parent, change *Change, c store.Commit, v verify.Verdict) error {
	moves := []store.Move{{Ref: MainRef, Old: b.tip, New: c.ID}}
	for _, shard := range changedShards(change) {
		m, err := b.shardMove(ctx, p.batch, c.ID, shard)
		if err != nil {
			return err
		}
		moves = append(moves, m...)
	}
	verified, err := b.repo.Ref(ctx, VerifiedRef)
	if err != nil {
		return err
	}
	moves = append(moves, store.Move{Ref: VerifiedRef, Old: verified, New: c.ID})
	if err := p.batch.Write(ctx); err != nil {
		return fmt.Errorf("writing the commit: %w", err)
	}
	if err := b.repo.Move(ctx, moves); err != nil {
		return err
	}
	old := b.tip
	b.tip, b.kinds = c.ID, nil
	if err := b.index.extend(v.Learned, c.ID); err != nil {
		b.Notes = append(b.Notes, "the entry is saved, but the index was not: "+err.Error())
	}
	if err := b.repo.Checkout(ctx, old, c.ID); err != nil {
		b.Notes = append(b.Notes, "the records are saved, but the work tree was not updated: "+err.Error())
	}
	return nil
}

func changedShards(change *Change) []string {
	set := map[string]bool{}
	for _, c := range change.Cases {
		set[c.Docket.Case.Shard()] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// shardMove computes a shard's keys commit from the dockets in a commit, and
// the move of its ref where that differs.
func (b *Book) shardMove(ctx context.Context, batch *store.Batch, commit, shard string) ([]store.Move, error) {
	edits, err := shardFiles(ctx, batch.Reader, commit, shard)
	if err != nil {
		return nil, err
	}
	tree, err := batch.Tree(ctx, "", edits)
	if err != nil {
		return nil, err
	}
	nobody := store.Ident{Name: "casefile", Email: "casefile@invalid", When: time.Unix(0, 0)}
	keys, err := batch.Commit(store.NewCommit{Tree: tree, Author: nobody, Committer: nobody, Message: "casefile keys\n"}, nil)
	if err != nil {
		return nil, err
	}
	old, err := b.repo.Ref(ctx, keysPrefix+shard)
	if err != nil || old == keys.ID {
		return nil, err
	}
	return []store.Move{{Ref: keysPrefix + shard, Old: old, New: keys.ID}}, nil
}

// shardFiles lists exactly what the dockets of a shard list.
func shardFiles(ctx context.Context, read store.Reader, commit, shard string) ([]store.Edit, error) {
	folder, ok, err := read.Lookup(ctx, commit, "cases/"+shard)
	if err != nil || !ok {
		return nil, err
	}
	entries, err := read.Tree(ctx, folder.ID)
	if err != nil {
		return nil, err
	}
	var out []store.Edit
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name, ".yaml")
		if !ok {
			continue
		}
		d, err := docketAt(ctx, read, commit, record.ID(name))
		if err != nil {
			return nil, err
		}
		out = append(out, keyFiles(d)...)
	}
	return out, nil
}

func keyFiles(d *record.Docket) []store.Edit {
	var out []store.Edit
	for i, e := range d.Keys {
		for member, blob := range e {
			path := fmt.Sprintf("%s/%d/%s.age", string(d.Case), i+1, member)
			out = append(out, store.Edit{Path: path, Mode: "100644", ID: blob})
		}
	}
	return out
}

// healKeys rewrites the keys refs of shards that commits judged just now have
// touched, where a crash between two refs left them behind.
func (b *Book) healKeys(ctx context.Context) error {
	if !b.pinned || len(b.touched) == 0 {
		return nil
	}
	batch := b.repo.NewBatch()
	var moves []store.Move
	for _, shard := range slices.Sorted(maps.Keys(b.touched)) {
		m, err := b.shardMove(ctx, batch, b.tip, shard)
		if err != nil {
			return err
		}
		moves = append(moves, m...)
	}
	b.touched = nil
	if len(moves) == 0 {
		return nil
	}
	if err := batch.Write(ctx); err != nil {
		return err
	}
	if err := b.repo.Move(ctx, moves); !errors.Is(err, store.ErrRaced) {
		return err
	}
	return nil
}

func (p *parent) done(change *Change, c store.Commit) *Done {
	d := &Done{Commit: c.ID, Change: change, When: c.Committer.When}
	for _, x := range change.Cases {
		d.Dockets = append(d.Dockets, x.Docket)
	}
	return d
}
