package casebook

import (
	"context"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// caseWith folds a case as it will be once an entry is recorded: what closing
// or a link needs to know before anything is written.
func (b *Book) caseWith(ctx context.Context, id record.ID, op string, p *Prepared,
) (*cases.Case, error) {
	d, items, err := b.ItemsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	may := b.Team().May(team.OpAdd, p.Entry.By, standing(d, p.Entry.By)) == nil
	triagers := b.Team().Triagers(b.Today().String(), p.Entry.By, d.Reads)
	items = append(items, cases.Item{Seq: len(items) + 1, Entry: p.Entry, SHA256: p.SHA256, Op: op, Author: p.Entry.By,
		MayAdd: may, Triagers: cases.Triagers(triagers), Committed: b.Reached()})
	return b.Fold(ctx, d, items)
}
