package casebook

import (
	"context"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// FindSimilarCases compares the cases that I can read. On an error, a keeps what was found before.
func (b *Book) FindSimilarCases(ctx context.Context, a *cases.SimilarCases) error {
	dockets, _, err := b.DocketsListed(ctx)
	if err != nil {
		return err
	}
	wanted, err := b.readOf(ctx, dockets, a.Wants)
	if err != nil {
		return err
	}
	return b.eachRow(ctx, wanted, rowFor{}, func(id record.ID, r readRow) error {
		if b.leavesOut(id, r.err) {
			return nil
		}
		if r.err == nil {
			r.noteLost(b)
			a.Take(r.row.Facts.Docket, r.row.Facts.Name, r.row.Outline.Known)
		}
		return r.err
	})
}
