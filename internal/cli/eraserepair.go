package cli

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

// runRepair undoes what an erasure changed beyond its request.
func runRepair(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o eraseOptions,
) error {
	if err := ready(ctx, app, b, team.OpReseal, id); err != nil {
		return err
	}
	if o.keys != "" {
		n, err := b.TakeUndoKeys(ctx, id, o.keys)
		if err != nil {
			return err
		}
		app.say("note: %s of %s taken from %s", record.Counted(n, "earlier key"), id, o.keys)
	}
	r, err := b.RepairOf(ctx, id)
	if errors.Is(err, casebook.ErrState) {
		return withHint(err, "casefile %s shows the case", id)
	} else if err != nil {
		return err
	}
	if r.Nothing() && len(r.Lost) == 0 {
		return withHint(inState("nothing of %s has to be set right: all that is left is as it was "+
			"recorded", id), "casefile verify looks at all other cases too")
	}
	showRepair(app, r)
	if r.Nothing() {
		return withHint(inState("nothing of %s can be set right with the keys that are here", id),
			"the server keeps earlier keys for some days: its folder casefile/undo, and "+
				"casefile erase %s --repair --keys DIR", id)
	}
	if err := confirmed(app, id, o.confirm); err != nil {
		return err
	}
	erased, err := b.CarryOutRepair(ctx, id, sendFirst(app, b))
	if err != nil {
		return erasureHint(err)
	}
	done := fmt.Sprintf("repaired in the record: %s put back, %s set right",
		record.Counted(len(r.Back), "sealed file"), record.Counted(len(r.Right), "text"))
	return sayGone(ctx, app, b, "erase", id, done, erased)
}

// showRepair says what a repair does. It shows no word of any text.
func showRepair(app *App, r *casebook.Repair) {
	if app.global.json {
		return
	}
	app.print("%s  will be sealed again as it was recorded:", r.Case)
	for _, part := range []struct {
		ids  []record.ID
		what string
	}{
		{r.Back, "was erased though nobody asked for that; put back"},
		{r.Right, "was exchanged; set right"},
		{r.Lost, "no key here opens what was recorded; it stays as it is"},
	} {
		for _, entry := range part.ids {
			app.print("    %s  %s", entry, part.what)
		}
	}
}
