package casebook

import (
	"fmt"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// Endorsed lists the endorsements of one entry, from history. It needs no key.
func (b *Book) Endorsed(id, entry record.ID) ([]verify.EndorseFact, error) {
	facts, err := b.Facts(id)
	if err != nil || facts == nil {
		return nil, err
	}
	var out []verify.EndorseFact
	for _, e := range facts.Endorsements {
		if e.Target == entry {
			out = append(out, e)
		}
	}
	return out, nil
}

// EntryFact returns history's facts of one entry, or ErrNotFound.
func (b *Book) EntryFact(ref record.Ref) (verify.EntryFact, error) {
	facts, err := b.Facts(ref.Case)
	if err != nil {
		return verify.EntryFact{}, err
	}
	if facts == nil || facts.Entries[ref.Entry].File == "" {
		return verify.EntryFact{}, fmt.Errorf("%w: entry %s", ErrNotFound, ref)
	}
	return facts.Entries[ref.Entry], nil
}
