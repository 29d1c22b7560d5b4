package casebook

import (
	"context"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Hold records an entry that keeps the case, whatever its date and whatever holds it already:
// a hold, or the death of the subject, in one commit.
func (b *Book) Hold(ctx context.Context, id record.ID, entry *Prepared) (*Done, error) {
	return b.onCase(ctx, team.OpHold, id, func(_ *parent, d record.Docket) (*CaseChange, error) {
		next := verify.AfterHold(d, entry.Entry.ID)
		return &CaseChange{Docket: next, Entries: []*Prepared{entry}}, nil
	})
}

// Release ends the one hold that is named. ErrState where it does not hold the case.
func (b *Book) Release(ctx context.Context, ref record.Ref, entry *Prepared) (*Done, error) {
	return b.onCase(ctx, team.OpRelease, ref.Case, func(_ *parent, d record.Docket) (*CaseChange, error) {
		if !d.HeldBy(ref.Entry) {
			return nil, fmt.Errorf("%w: %s does not hold the case", ErrState, ref)
		}
		next := verify.AfterRelease(d, ref.Entry)
		return &CaseChange{Docket: next, Entries: []*Prepared{entry}, Releases: ref.Entry}, nil
	})
}

// released is the hold that a release names first.
func released(release *record.Entry) record.Ref {
	ref, _ := release.Link("hold")
	return record.Ref{Case: release.Case, Entry: ref.Entry}
}

// diedHere reports whether entries are no more than the death of the subject, which holds the
// case.
func diedHere(entries []*Prepared) bool {
	if len(entries) != 1 {
		return false
	}
	e := entries[0].Entry
	return e.Kind == record.KindDeath && e.Str("who") == "subject"
}
