package casebook

import (
	"context"

	"casefile/internal/cases"
)

// FindAlike compares the cases that I can read. What was found before an error counts.
func (b *Book) FindAlike(ctx context.Context, a *cases.Alike) error {
	_, err := b.EachCase(ctx, a.Wants, func(c *cases.Case) error {
		a.Take(c)
		return nil
	})
	return err
}
