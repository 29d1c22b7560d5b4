package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newReopenCommand(app *App) *cobra.Command {
	cmd := newAppendCommand(app, "reopen CASE", "Open a closed case again", team.OpReopen,
		record.KindReopening, "manage")
	cmd.Example = `  # open a closed case again
  casefile reopen K3F9-27QM -F reopening.md`
	return cmd
}

// sayReopened says what the reopening did to a pending request: a closure ends, and an erasure goes
// on.
func sayReopened(app *App, done *casebook.Done) {
	if done.Change.Cases[0].Was == record.Closing {
		app.say("note: the closure that waited for endorsement has ended")
	}
	if pending, waits := cases.PendingEntry(&done.Dockets[0]); waits {
		app.say("note: the erasure %s was asked for before, and goes on; "+
			"casefile endorse %s --verdict returned, by who may endorse it, ends it", pending,
			pending)
	}
}
