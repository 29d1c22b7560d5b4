package casebook

import (
	"context"

	"casefile/internal/cases"
	"casefile/internal/duty"
)

// FindAlike compares the cases that I can read. What was found before an error counts.
func (b *Book) FindAlike(ctx context.Context, a *cases.Alike) error {
	_, err := b.EachRow(ctx, a.Wants, func(r *duty.Row) error {
		a.Take(r.Facts.Docket, r.Facts.Name, r.Outline.Known)
		return nil
	})
	return err
}
