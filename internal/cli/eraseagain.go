package cli

import (
	"context"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// finishErasure goes on where a disposal was killed before its keys were gone. It
// keeps nobody from what they came for.
func (a *App) finishErasure(ctx context.Context, b *casebook.Book) {
	list, err := b.FinishErasure(ctx)
	for _, e := range list {
		a.say("note: the disposal of %s was interrupted: %s", e.Cases[0], purgedWords(e))
	}
	if err != nil {
		a.say("note: a disposal was interrupted, and can't be brought to its end: %s", oneLine(err.Error()))
	}
}

// runEraseAgain is dispose of a case that is destroyed in the record.
func (a *App) runEraseAgain(ctx context.Context, b *casebook.Book, id record.ID) error {
	gone, err := b.GoneKeys(ctx, id)
	if err != nil {
		return err
	}
	left, err := b.LeftOf(ctx, id, gone)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		return withHint(inState("%s is destroyed already", id), "casefile retention proof %s", id)
	}
	erased, err := b.EraseAgain(ctx, id)
	if err != nil {
		return withHint(err, "casefile sync")
	}
	return a.sayErased(ctx, b, id, erased)
}
