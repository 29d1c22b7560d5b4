package casebook

import (
	"context"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// EachRow gives the rows of the cases that I can read and that want says yes to, as EachCase
// does with cases.
func (b *Book) EachRow(ctx context.Context, want func(*record.Docket) bool,
	do func(*duty.Row) error) (unread []record.ID, err error) {
	dockets, _, err := b.DocketsHere(ctx)
	if err != nil {
		return nil, err
	}
	return b.EachRowOf(ctx, dockets, want, do)
}

// EachRowOf is EachRow over dockets that were read before.
func (b *Book) EachRowOf(ctx context.Context, dockets []*record.Docket,
	want func(*record.Docket) bool, do func(*duty.Row) error) (unread []record.ID, err error) {
	return b.EachCaseOf(ctx, dockets, want, func(c *cases.Case) error {
		return do(duty.RowOf(c))
	})
}
