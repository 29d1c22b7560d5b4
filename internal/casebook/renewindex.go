package casebook

import (
	"context"
	"errors"
	"slices"

	"casefile/internal/index"
	"casefile/internal/record"
)

// markIndexes marks the indexes of this copy for renewal before keys of a case go. Texts that were
// read with these keys must leave the indexes too. If the act is noted already, for example because
// something holds a copy of a key, nothing is marked again.
func (b *Book) markIndexes(ctx context.Context, id record.ID) error {
	by, err := b.settledBy(ctx, id)
	if err != nil || by == "" { // keys that no docket lists opened nothing
		return err
	}
	if o, pending, err := b.pendingPurge(id); err != nil || pending && o.settled == by {
		return err
	}
	return index.MarkForRenewal(b.repo.CommonDir())
}

// IndexesToRenew lists the members whose index in this copy may still hold destroyed or erased
// texts. Their next command that opens the index removes the texts. IndexesToRenew needs no key.
func (b *Book) IndexesToRenew() ([]string, error) {
	return index.MembersToRenew(b.repo.CommonDir())
}

// DropLeft deletes the index of each member who has left, as no command of theirs will renew it. It
// needs no key. The next command tries again to delete an index that could not be deleted.
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

// IndexToRenew reports whether my index must be renewed.
func (b *Book) IndexToRenew() bool {
	toRenew, err := b.IndexesToRenew()
	if err != nil || len(toRenew) == 0 {
		return false
	}
	me, err := b.Me()
	return err == nil && slices.Contains(toRenew, me.ID)
}

// RenewIndex removes from my index what the record no longer has. If the index is marked,
// RenewIndex moves the rest into a new file under a new key. It asks for the identity.
func (b *Book) RenewIndex(ctx context.Context) {
	if b.noIndex || !b.IndexToRenew() {
		return
	}
	b.CloseLists() // they were opened before this command took something off the record
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
	case errors.As(err, &fault) && fault.Why == index.Moved: // another process renews it
	default:
		b.leaveIndex(ctx, err)
	}
}
