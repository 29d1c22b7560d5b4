package casebook

import (
	"context"
	"errors"
	"slices"

	"casefile/internal/index"
	"casefile/internal/record"
)

// markIndexes notes in the indexes of this copy that keys of a case go: what was read with them
// must go from there too. An act that was noted already, as where a copy of a key is held fast,
// asks for nothing more.
func (b *Book) markIndexes(ctx context.Context, id record.ID) error {
	by, err := b.settledBy(ctx, id)
	if err != nil || by == "" { // keys that were wrapped in vain opened nothing
		return err
	}
	if o, pending, err := b.pendingPurge(id); err != nil || pending && o.settled == by {
		return err
	}
	return index.MarkForRenewal(b.repo.CommonDir())
}

// IndexesToRenew lists the members whose index in this copy may have something still of what was
// destroyed or erased, until the next command of theirs that opens it. It needs no key.
func (b *Book) IndexesToRenew() ([]string, error) {
	return index.MembersToRenew(b.repo.CommonDir())
}

// DropLeft deletes the index of each member who has left: no command of theirs takes out of it
// what goes from now on. It needs no key. What can't be removed is tried again by the next.
func (b *Book) DropLeft() {
	members, err := index.Members(b.repo.CommonDir())
	if err != nil || len(members) == 0 {
		return
	}
	for _, id := range members {
		if m, ok := b.TeamNow().Member(id); ok && !m.Active() {
			_ = index.Remove(b.repo.CommonDir(), id)
		}
	}
}

// IndexToRenew reports whether mine is among them.
func (b *Book) IndexToRenew() bool {
	toRenew, err := b.IndexesToRenew()
	if err != nil || len(toRenew) == 0 {
		return false
	}
	me, err := b.Me()
	return err == nil && slices.Contains(toRenew, me.ID)
}

// RenewIndex takes out of my index what the record no longer has, and moves the rest into a new
// file under a new key, where it owes that. It asks for the identity.
func (b *Book) RenewIndex(ctx context.Context) {
	if b.noIndex || !b.IndexToRenew() {
		return
	}
	b.CloseLists() // it was opened before this command took something off the record
	l := b.listsHere(ctx, false)
	if l == nil || !l.keeps {
		return
	}
	w := &listWriter{b: b, l: l, keeps: true}
	if w.flush(ctx); !w.keeps {
		return
	}
	fault := &index.Fault{}
	switch err := l.db.Renew(ctx); {
	case err == nil || ctx.Err() != nil:
	case errors.As(err, &fault) && fault.Why == index.Moved: // another process pays
	default:
		b.leaveIndex(ctx, err)
	}
}
