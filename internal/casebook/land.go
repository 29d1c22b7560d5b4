package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

func compareID(a, b record.ID) int { return cmp.Compare(a, b) }

// land writes a judged commit: all objects durably, then main, the keys refs
// and the verified tip in one transaction; then the book stands on it, with the judge.
func (b *Book) land(ctx context.Context, p *parent, change *Change, c store.Commit, judge *verify.Judge, v verify.Verdict) error {
	if b.unlanded != nil {
		return b.unlanded.take(ctx, b, p, c, judge, v)
	}
	unlock, err := p.keepUnsent(change)
	if err != nil {
		return err
	}
	defer unlock()
	moves := []store.Move{{Ref: MainRef, Old: b.tip, New: c.ID}}
	changed, err := p.rekeyed(change)
	if err != nil {
		return err
	}
	shards, err := b.shardMoves(ctx, p.batch, c.ID, changed, b.repo.Ref)
	if err != nil {
		return err
	}
	moves = append(moves, shards...)
	verified, err := b.repo.Ref(ctx, VerifiedRef)
	if err != nil {
		return err
	}
	moves = append(moves, store.Move{Ref: VerifiedRef, Old: verified, New: c.ID})
	if err := b.noteWrapped(v.Learned); err != nil {
		return fmt.Errorf("noting the wrapped keys: %w", err)
	}
	if err := p.batch.Write(ctx); err != nil {
		return fmt.Errorf("writing the commit: %w", err)
	}
	if err := b.repo.Move(ctx, moves); err != nil {
		return err
	}
	old := b.tip
	on := footing{tip: c.ID, judge: judge, place: b.index.at + 1}
	if err := b.stand(on, [][]verify.Learned{v.Learned}); err != nil {
		b.Notes = append(b.Notes, "the entry is saved, but the index was not: "+err.Error())
	}
	b.index.noteKeys(shards)
	if err := b.repo.Checkout(ctx, old, c.ID); err != nil {
		b.Notes = append(b.Notes, "the records are saved, but the work tree was not updated: "+err.Error())
	}
	return nil
}

// rekeyed lists the shards whose wrapped keys a change alters. Most changes
// alter none, and then no keys commit need be made and written again.
func (p *parent) rekeyed(change *Change) ([]string, error) {
	set := map[string]bool{}
	for _, c := range change.Cases {
		old, err := p.book.Docket(p.ctx, c.Docket.Case)
		if errors.Is(err, ErrNotFound) {
			old, err = &record.Docket{}, nil
		}
		if err != nil {
			return nil, err
		}
		if !slices.EqualFunc(old.Keys, c.Docket.Keys, maps.Equal[record.Epoch]) {
			set[c.Docket.Case.Shard()] = true
		}
	}
	return slices.Sorted(maps.Keys(set)), nil
}

func (p *parent) done(change *Change, c store.Commit) *Done {
	d := &Done{Commit: c.ID, Change: change, When: c.Committer.When}
	for _, x := range change.Cases {
		d.Dockets = append(d.Dockets, x.Docket)
	}
	return d
}
