package casebook

import (
	"context"

	"casefile/internal/ledger"
)

// Leftover counts the things in this copy that wait for somebody.
type Leftover struct {
	Unpushed  int // commits that no other copy has
	Conflicts int // operations that a sync put aside
	Waiting   int // operations that wait for their author to sync
	Stray     int // commits that were taken off main
	Drafts    int // of mine
	Lost      int // texts of mine that are in my outbox and nowhere else
	Undo      int // keys on a server that an erasure took away, and that may be put back yet
	UndoLate  int // those of them whose time is past

	UndoStrays    []string // what lies among them, and no time strikes
	Unlooked      int      // cases of which an erasure took keys away that nobody has looked at
	PendingPurges int      // cases of which keys were to be gone by now
	Indexes       []string // members whose index may hold what was destroyed or erased
	Spoiled       int      // lines of the notes of replays that count for nothing
}

// Leftover counts what waits. What can't be counted is 0: whoever asks looks at the rest of
// the copy too, and is told there what is wrong with it.
func (b *Book) Leftover(ctx context.Context) Leftover {
	l := Leftover{Unpushed: b.Unpushed(ctx), Spoiled: b.SpoiledReplays()}
	if drafts, err := b.Drafts(); err == nil {
		l.Drafts = len(drafts)
	}
	if lost, err := b.LostTexts(ctx); err == nil {
		l.Lost = len(lost)
	}
	if kept, err := b.UndoKeys(ctx, ""); err == nil {
		for _, u := range kept {
			l.Undo += len(u.Keys)
			if !b.machineNow().Before(u.Until) {
				l.UndoLate += len(u.Keys)
			}
		}
		l.Undo -= l.UndoLate
	}
	if strays, err := b.UndoStrays(); err == nil {
		l.UndoStrays = strays
	}
	if waiting, err := b.Unlooked(); err == nil {
		l.Unlooked = len(waiting)
	}
	if pending, err := b.PendingPurges(); err == nil {
		l.PendingPurges = len(pending)
	}
	if toRenew, err := b.IndexesToRenew(); err == nil {
		l.Indexes = toRenew
	}
	count := func(prefix string) int {
		refs, err := b.repo.Refs(ctx, prefix)
		if err != nil {
			return 0
		}
		return len(refs)
	}
	l.Conflicts, l.Waiting = count(ledger.ConflictsPrefix), count(ledger.UnpushedPrefix)
	l.Stray = count(ledger.StrayPrefix)
	return l
}

// Has reports whether main has a commit, as this copy judged it.
func (b *Book) Has(ctx context.Context, commit string) bool { return b.isOnMain(ctx, commit) }
