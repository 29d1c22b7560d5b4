package casebook

import (
	"context"
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
)

// foldWith folds a case as it will be once an entry is recorded: what closing
// or a link needs to know before anything is written. holding says that the docket will name
// it where it holds the case.
func (b *Book) foldWith(ctx context.Context, id record.ID, op string, p *Prepared, holding bool,
) (*cases.Case, error) {
	d, items, err := b.ItemsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	if holding && (p.Entry.Kind == record.KindHold || Died(p)) {
		next := d.WithHold(p.Entry.ID)
		d = &next
	}
	may := b.Team().May(team.OpAdd, p.Entry.By, stanceOf(d, p.Entry.By)) == nil
	triagers := b.Team().Triagers(b.Today().String(), p.Entry.By, d.Reads)
	items = append(items, cases.Item{Seq: len(items) + 1, Entry: p.Entry, SHA256: p.SHA256, Op: op,
		Author: p.Entry.By,
		MayAdd: may, Triagers: cases.Triagers(triagers), Committed: b.Reached()})
	return b.Fold(ctx, d, items)
}

// Closing folds a case as it will be once a closure is recorded.
func (b *Book) Closing(ctx context.Context, id record.ID, closure *Prepared) (*cases.Case, error) {
	c, err := b.foldWith(ctx, id, team.OpClose, closure, false)
	if err == nil && b.LostIn(c) {
		err = fmt.Errorf("%s is not closed while parts of it can't be read here (%s): %w", id,
			record.Enumerated(b.Lost()), store.ErrDamaged)
	}
	return c, err
}

// ClosureQuestion returns the next thing that closing asks and the text of a closure leaves open,
// besides the fields asked for already; template says that it was typed into one. nil is none. A
// text that can't be recorded is asked nothing: Prepare says what is wrong with it.
func (b *Book) ClosureQuestion(ctx context.Context, w EntryText, template bool, asked []string,
) (*cases.Question, error) {
	if found, err := b.TakeTyped(ctx, &w, template); err != nil || found.Failed() {
		return nil, err
	}
	p, found, err := b.Prepare(ctx, w)
	if err != nil || found.Failed() || p == nil {
		return nil, err
	}
	closing, err := b.Closing(ctx, w.Case, p)
	if err != nil {
		return nil, err
	}
	for _, q := range closing.ClosureQuestions() {
		if !slices.Contains(asked, q.Field) {
			return &q, nil
		}
	}
	return nil, nil
}
