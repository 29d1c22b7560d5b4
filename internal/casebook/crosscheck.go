package casebook

import (
	"context"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// CrossCheck compares a new entry that links to others with its case: the kinds of the entries that
// it links to, the goings-on that a profile leaves out, and the forks that it settles. An entry
// without links needs no look at the case, and so no identity.
func (b *Book) CrossCheck(
	ctx context.Context,
	id record.ID,
) func(*Prepared) (record.Findings, error) {
	return func(p *Prepared) (record.Findings, error) {
		if len(p.Entry.Links) == 0 && p.Entry.Kind != record.KindProfile {
			return nil, nil
		}
		c, err := b.foldWith(ctx, id, team.OpAdd, p, true)
		if err != nil {
			return nil, err
		}
		var out record.Findings
		for _, f := range c.Findings {
			if f.Entry == p.Entry.ID {
				out = append(out, f)
			}
		}
		return append(out, c.Settling(p.Entry)...), nil
	}
}

// CheckHold does what CrossCheck does, for a release, or for a hold that renews another. The entry
// must name the hold that the command names.
func (b *Book) CheckHold(ctx context.Context, id, hold record.ID,
) func(*Prepared) (record.Findings, error) {
	cross := b.CrossCheck(ctx, id)
	return func(p *Prepared) (record.Findings, error) {
		found, err := cross(p)
		return append(found, cases.HoldNamed(p.Entry, hold)...), err
	}
}
