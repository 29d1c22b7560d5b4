package casebook

import (
	"context"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/search"
)

// Search gives the texts that say what is sought, the newest first by when they were recorded,
// out of the cases that I can read. What it could not read it tells as EachCase does; refused
// counts what was read and breaks a rule of the history. An error of do ends it.
func (b *Book) Search(ctx context.Context, q *search.Query, f search.Filter,
	do func(search.Found) error,
) (refused int, err error) {
	var all []search.Found
	_, err = b.EachCase(ctx, f.WantsCase, func(c *cases.Case) error {
		refused += c.Refused()
		for _, row := range search.RowsOf(c) {
			if !f.Wants(row) {
				continue
			}
			if hit, ok := q.Find(row.Item); ok {
				row.Text = ""
				all = append(all, search.Found{Row: row, Hit: hit})
			}
		}
		return nil
	})
	if err != nil {
		return refused, err
	}
	slices.SortFunc(all, func(x, y search.Found) int { return search.Newest(x.Row, y.Row) })
	for _, found := range all {
		if err := do(found); err != nil {
			return refused, err
		}
	}
	return refused, nil
}

// MayBeRead refuses a case that I can't read, as reading it would.
func (b *Book) MayBeRead(ctx context.Context, id record.ID) error {
	_, _, err := b.ItemsOf(ctx, id)
	return err
}
