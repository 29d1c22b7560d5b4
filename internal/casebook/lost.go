package casebook

import (
	"context"
	"errors"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/store"
)

// lose notes what this copy has lost of the records and what was read all the same: a page
// that leaves something out says so.
func (b *Book) lose(part string) {
	if !slices.Contains(b.lost, part) {
		b.lost = append(b.lost, part)
	}
}

// LostIn notes what the fold of a case leaves out, as this copy has it damaged, and reports
// whether it leaves out any.
func (b *Book) LostIn(c *cases.Case) (some bool) {
	for _, it := range c.Faults {
		if it.Lost {
			b.lose(it.Ref().String())
			some = true
		}
	}
	return some
}

// Lost are the parts of the records that were left out of what was read, as this copy has them
// damaged or not at all.
func (b *Book) Lost() []string { return b.lost }

// LostCase notes a case that can't be read as this copy is damaged, or as its keys have not come
// yet, and reports whether it is so.
func (b *Book) LostCase(id record.ID, err error) bool {
	switch {
	case errors.Is(err, ErrKeysMissing):
		if !slices.Contains(b.keyless, id) {
			b.keyless = append(b.keyless, id)
		}
		return true
	case store.IsDamage(err):
		b.lose(id.String())
		return true
	}
	return false
}

// Keyless are the cases that were left out of what was read, as this copy does not have their
// keys yet. Nothing of them is damaged.
func (b *Book) Keyless() []record.ID { return b.keyless }

// LeavesOut reports whether Lost or Keyless names a case: neither is for its readers to mend.
func (b *Book) LeavesOut(id record.ID) bool {
	return slices.Contains(b.keyless, id) || slices.Contains(b.lost, id.String())
}

// EachDocketHere reads the dockets that this copy has whole, and notes the others: see Lost.
func (b *Book) EachDocketHere(ctx context.Context, do func(*record.Docket) error) (lost []record.ID, err error) {
	gone, err := b.Ledger.EachDocketHere(ctx, do)
	for _, l := range gone {
		if l.Case == "" {
			b.lose("the cases in " + l.Path)
			continue
		}
		b.lose("the docket of " + l.Case.String())
		lost = append(lost, l.Case)
	}
	return lost, err
}

// DocketsHere are all dockets that this copy has whole, and the cases of the others. It is for
// pages; what acts on all cases asks Dockets, which wants them all.
func (b *Book) DocketsHere(ctx context.Context) (out []*record.Docket, lost []record.ID, err error) {
	lost, err = b.EachDocketHere(ctx, func(d *record.Docket) error {
		out = append(out, d)
		return nil
	})
	return out, lost, err
}
