package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

func compareID(a, b record.ID) int { return cmp.Compare(a, b) }

// commitToMain writes a judged commit: first all objects, durably, then main, the keys refs and the
// verified tip in one transaction. The book and its judge then stand on the commit. A staging book
// only stages the commit.
func (b *Book) commitToMain(ctx context.Context, p *parent, change *Change, c store.Commit,
	judge *verify.Judge, v verify.Verdict,
) error {
	if b.staged != nil {
		return b.staged.take(ctx, b, p, change, c, judge, v)
	}
	unlock, err := b.keepInOutbox(ctx, p.me, change)
	if err != nil {
		return err
	}
	defer unlock()
	changed, err := p.rekeyed(change)
	if err != nil {
		return err
	}
	shards, err := b.ShardMoves(ctx, p.batch, c.ID, changed, b.repo.Ref)
	if err != nil {
		return err
	}
	moves, err := b.MovesTo(ctx, c.ID, shards)
	if err != nil {
		return err
	}
	if err := b.journalKeys(v.Learned); err != nil {
		return fmt.Errorf("noting the wrapped keys: %w", err)
	}
	if err := p.batch.Write(ctx); err != nil {
		return fmt.Errorf("writing the commit: %w", err)
	}
	p.noteRecent(ctx, change)
	if err := b.repo.Move(ctx, moves); err != nil {
		if !b.isOnMain(ctx, c.ID) {
			return err
		}
		b.after("%v; the next command puts the refs beside main right", err)
	} else {
		defer b.NoteKeys(shards)
	}
	b.catchUp(ctx, c, judge, v)
	return nil
}

// catchUp brings this copy up to main. The act is recorded by now, so that a failure here is a note
// and no error: whoever is told that the act failed does it again.
func (b *Book) catchUp(ctx context.Context, c store.Commit, judge *verify.Judge, v verify.Verdict) {
	// A Ctrl-C that comes now can't take the act back. It gives up a git that hangs.
	ctx, done := lingering(ctx, lingers)
	defer done()
	b.Recorded = true
	old := b.Tip()
	if err := b.Advance(c.ID, judge, v.Learned); err != nil {
		b.after("the index was not updated (%v); the next command builds it again", err)
	}
	if err := b.repo.Checkout(ctx, old, c.ID); err != nil {
		b.after("the work tree was not updated (%v); the next command that records tries again, "+
			"and where that does not help, casefile doctor --fix", err)
	}
}

// lingers limits how long the work tree may take after a Ctrl-C. A git that is killed at work
// leaves its lock behind.
const lingers = 5 * time.Second

// lingering returns a context that ends a while after another one.
func lingering(ctx context.Context, while time.Duration) (context.Context, func()) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(while, cancel) })
	return later, func() { stop(); cancel() }
}

// isOnMain reports whether main has a commit, whatever git said when it moved main.
func (b *Book) isOnMain(ctx context.Context, commit string) bool {
	ctx = context.WithoutCancel(ctx)
	main, err := b.repo.Ref(ctx, ledger.MainRef)
	if err != nil || main == commit {
		return err == nil
	}
	shared, err := b.repo.MergeBase(ctx, main, commit)
	return err == nil && shared == commit
}

// after notes a failure that came once the act was recorded.
func (b *Book) after(format string, args ...any) {
	b.After = append(b.After, "it is recorded, and then: "+fmt.Sprintf(format, args...))
}

// rekeyed lists the shards whose wrapped keys a change alters. Most changes alter none, and then
// need no keys commit.
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
