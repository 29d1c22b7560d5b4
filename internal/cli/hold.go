package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newHoldCommand(app *App) *cobra.Command {
	return newAppendCommand(app, "hold CASE", "Keep a case from disposal, whatever its date",
		team.OpHold, record.KindHold, "keep")
}

func newReleaseCommand(app *App) *cobra.Command {
	return newAppendCommand(app, "release CASE", "Lift the hold of a case", team.OpRelease,
		record.KindRelease, "keep")
}

func newReopenCommand(app *App) *cobra.Command {
	return newAppendCommand(app, "reopen CASE", "Open a closed case again", team.OpReopen,
		record.KindReopening, "manage")
}

func newAppendCommand(app *App, use, short, op, kind, group string) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: use, Short: short, GroupID: group, Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				if err := blocked(cmd.Context(), b, id, op); err != nil {
					return err
				}
				w := appended{op: op, kind: kind, id: id, textOptions: *o}
				if op == team.OpRelease {
					if err := namesHold(cmd.Context(), b, &w); err != nil {
						return err
					}
				}
				return runAppend(cmd.Context(), app, b, w)
			})
		},
	}
	o.flags(cmd)
	return cmd
}

// blocked refuses, before any text is asked for, what the docket does not allow.
func blocked(ctx context.Context, b *casebook.Book, id record.ID, op string) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	why, help := "", fmt.Sprintf("casefile %s shows the case", id)
	switch op {
	case team.OpHold:
		why, help = cases.CantHold(d), fmt.Sprintf("casefile release %s lifts it", id)
	case team.OpRelease:
		why = cases.CantRelease(d)
	case team.OpReopen:
		why = cases.CantReopen(d)
	}
	if why == "" {
		return nil
	}
	return withHint(inState("%s %s", id, why), "%s", help)
}

// namesHold links a release to the hold that it lifts.
func namesHold(ctx context.Context, b *casebook.Book, w *appended) error {
	c, err := b.Case(ctx, w.id)
	if err != nil || c.HeldBy() == "" {
		return err
	}
	hold := string(c.HeldBy())
	w.given = map[string]string{"links.hold": hold}
	w.alter = func(text []byte) ([]byte, record.Findings) {
		out, err := record.SetLink(text, "hold", hold)
		if err != nil { // the check of the text as it is says what is wrong, and where
			return text, nil
		}
		return out, nil
	}
	return nil
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
