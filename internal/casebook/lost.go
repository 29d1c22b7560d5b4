package casebook

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/ledger"
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
	for _, n := range c.NotRead() {
		b.omit(n)
	}
	return some
}

// omit notes what a page of this run lacks.
func (b *Book) omit(n cases.NotRead) {
	same := func(o cases.NotRead) bool { return o.Case == n.Case && o.Why == n.Why }
	if !slices.ContainsFunc(b.notRead, same) {
		b.notRead = append(b.notRead, n)
	}
}

// NotRead returns all the parts that were left out of what was read, in order: what Lost and
// Keyless name, and what no key of mine opens. Whoever adds up over cases tells them with the sum.
func (b *Book) NotRead() []cases.NotRead {
	return slices.SortedStableFunc(slices.Values(b.notRead), func(x, y cases.NotRead) int {
		return cmp.Compare(x.Case, y.Case)
	})
}

// Lost returns the parts of the records that were left out of what was read, as this copy has them
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
		b.omit(cases.NotRead{Case: id, Why: "its keys have not come to this copy yet"})
		return true
	case store.IsDamage(err):
		b.lose(id.String())
		b.omit(cases.NotRead{Case: id, Why: "damaged in this copy"})
		return true
	}
	return false
}

// Keyless returns the cases that were left out of what was read, as this copy does not have their
// keys yet. Nothing of them is damaged.
func (b *Book) Keyless() []record.ID { return b.keyless }

// LeavesOut reports whether Lost or Keyless names a case: neither is for its readers to mend.
func (b *Book) LeavesOut(id record.ID) bool {
	return slices.Contains(b.keyless, id) || slices.Contains(b.lost, id.String())
}

// EachDocketHere reads the dockets that this copy has whole, and notes the others: see Lost.
func (b *Book) EachDocketHere(ctx context.Context, do func(*record.Docket) error) (
	lost []record.ID, err error,
) {
	gone, err := b.Ledger.EachDocketHere(ctx, do)
	return b.loseDockets(gone), err
}

// EachHead does the same with the heads of the dockets, which a copy notes. What was damaged after
// it was noted is told as it was read, unless all is to be read anew.
func (b *Book) EachHead(ctx context.Context, do func(*record.Docket) error) (
	lost []record.ID, err error) {
	if b.allAnew {
		return b.EachDocketHere(ctx, func(d *record.Docket) error {
			d.Keys = nil // as a head is
			return do(d)
		})
	}
	gone, err := b.Ledger.EachHead(ctx, do)
	return b.loseDockets(gone), err
}

func (b *Book) loseDockets(gone []ledger.Lost) (lost []record.ID) {
	for _, l := range gone {
		if l.Case == "" {
			b.lose("the cases in " + l.Path)
			b.omit(cases.NotRead{Why: "the cases in " + l.Path + " are damaged in this copy"})
			continue
		}
		b.lose("the docket of " + l.Case.String())
		b.omit(cases.NotRead{Case: l.Case, Why: "its docket is damaged in this copy"})
		lost = append(lost, l.Case)
	}
	return lost
}

// DocketsHere returns all dockets that this copy has whole, and the cases of the others. It is for
// pages; what acts on all cases asks Dockets, which wants them all.
func (b *Book) DocketsHere(ctx context.Context) (
	out []*record.Docket, lost []record.ID, err error,
) {
	lost, err = b.EachDocketHere(ctx, func(d *record.Docket) error {
		out = append(out, d)
		return nil
	})
	return out, lost, err
}
