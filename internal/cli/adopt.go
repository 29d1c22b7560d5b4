package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/team"
)

func newAdoptCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "adopt [COPY]", Short: "Take over the work that a member who left had not sent",
		Example: `  # take over what a member who left had not sent, from their copy
  casefile adopt /media/stick/records`,
		GroupID: "manage",
		Long: `Take over the work that a member who left had recorded and not sent. COPY is their
copy of the records: a path or a URL. Without COPY, the command takes what waits in
this copy, once the remote has said who left.

Each operation must bear that member's own good signature from before they left. They
stay its author, and its date stays. You sign it, and you answer for it.

Every text and every attached file is opened first. One that you can't read, or that
differs from what its commit says, is named and not adopted. It stays where it is.
Endorsements are not adopted, nor is a commit that brings no entry.

casefile sync sends what was adopted.`,
		Args: arguments(0, 1, "[COPY]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := writing(app); err != nil {
				return err
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				return runAdopt(cmd.Context(), app, b, args)
			})
		},
	}
}

func runAdopt(ctx context.Context, app *App, b *casebook.Book, args []string) error {
	if err := b.MayNow(ctx, team.OpAdopt, ""); err != nil {
		return err
	}
	from := ""
	if len(args) == 1 {
		from = args[0]
	}
	j, err := remote.Adopt(ctx, b, from)
	if err != nil {
		return err
	}
	if app.global.json {
		if err := app.document("adopt", joinedFields(j)); err != nil {
			return err
		}
		return conflictError(j.Conflicts)
	}
	adopted := 0
	for _, r := range j.Replayed {
		if r.New != "" {
			adopted++
			app.print("%s  adopted: %.12s", operationWords(r.Op, r.Cases), r.New)
		}
	}
	if adopted+len(j.Conflicts) == 0 {
		app.print("nothing to adopt")
	}
	if err := sayWaits(ctx, app, b); err != nil {
		return err
	}
	sayJoined(app, &casebook.Joined{Conflicts: j.Conflicts})
	return conflictError(j.Conflicts)
}

// sayWaits names the commits that still wait in this copy, and why they were not adopted.
func sayWaits(ctx context.Context, app *App, b *casebook.Book) error {
	list, err := b.WaitingLines(ctx)
	for _, w := range b.WaitingOfActive(list) {
		app.say("note: %s of %s %s here, who has not left: with their signing key, old or new, "+
			"casefile sync sends it", record.Counted(w.Commits, "commit"), w.Member,
			verb(w.Commits, "wait"))
	}
	return err
}
