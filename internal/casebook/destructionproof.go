package casebook

import (
	"context"
	"slices"

	"casefile/internal/record"
)

// DestructionProof says where keys of a case were found that should be destroyed, here and at the
// remote.
type DestructionProof struct {
	Case         record.ID
	Keys         int        // that were looked for
	Found        Remains    // in this copy
	There        []Place    // at the remote
	Seen         string     // whether the remote can be looked into
	Where        string     // what people may be told of its address
	Kept         []UndoKept // so that an erasure can be repaired
	PurgePending bool       // what is here is to go, and has not gone
	Indexes      []string   // members whose index may hold what was destroyed
	End          AtRemote
}

// ProveDestruction looks for the dead keys of a case, and for the places that hold them.
func (b *Book) ProveDestruction(ctx context.Context, id record.ID, dead []string) (
	p DestructionProof, err error,
) {
	p.Case, p.Keys = id, len(dead)
	if p.Found, err = b.SearchFor(ctx, id, dead); err != nil {
		return p, err
	}
	if p.There, p.Seen, p.Where, err = b.RemoteCopies(ctx, dead); err != nil {
		return p, err
	}
	if p.Kept, err = b.KeptForRepair(ctx, id); err != nil {
		return p, err
	}
	pending, err := b.PendingPurges()
	if err != nil {
		return p, err
	}
	p.PurgePending = slices.Contains(pending, id)
	if p.Indexes, err = b.IndexesToRenew(); err != nil {
		return p, err
	}
	p.End, err = b.EndAtRemote(ctx, id)
	return p, err
}
