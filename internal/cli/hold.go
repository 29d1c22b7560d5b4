package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newHoldCommand(app *App) *cobra.Command {
	return newAppendCommand(app, "hold CASE", "Keep a case from disposal, whatever its date",
		team.OpHold, record.KindHold, "keep")
}

// holdAfterDeath puts the hold on that the death of the subject asks for,
// until a senior releases it.
func holdAfterDeath(ctx context.Context, app *App, b *casebook.Book, death *record.Entry) error {
	held, err := b.HoldAfterDeath(ctx, death)
	if err != nil {
		return shownFindings(app, err)
	}
	if held != nil {
		app.say("note: %s is on hold now, as the subject has died; a senior manager may release it", death.Case)
	}
	return nil
}
