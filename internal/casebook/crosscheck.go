package casebook

import (
	"context"

	"casefile/internal/record"
	"casefile/internal/team"
)

// CrossCheck compares a new entry that links to others with the case: whether
// what it links to is of the kind that it should be, whether a profile leaves out what
// goes on, and what stood apart that it settles. Other entries without links need no look at the case, and so no identity.
func (b *Book) CrossCheck(
	ctx context.Context,
	id record.ID,
) func(*Prepared) (record.Findings, error) {
	return func(p *Prepared) (record.Findings, error) {
		if len(p.Entry.Links) == 0 && p.Entry.Kind != record.KindProfile {
			return nil, nil
		}
		c, err := b.caseWith(ctx, id, team.OpAdd, p)
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
