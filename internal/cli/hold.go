package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func (a *App) newHoldCommand() *cobra.Command {
	return a.newAppendCommand("hold CASE", "Keep a case from disposal, whatever its date", "hold", "hold", "keep")
}

func (a *App) newReleaseCommand() *cobra.Command {
	return a.newAppendCommand("release CASE", "Lift the hold of a case", "release", "release", "keep")
}

func (a *App) newReopenCommand() *cobra.Command {
	return a.newAppendCommand("reopen CASE", "Open a closed case again", "reopen", "reopening", "manage")
}

func (a *App) newAppendCommand(use, short, op, kind, group string) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: use, Short: short, GroupID: group, Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withCase(cmd.Context(), args[0], func(b *casebook.Book, id record.ID) error {
				if err := blocked(cmd.Context(), b, id, op); err != nil {
					return err
				}
				return a.runAppend(cmd.Context(), b, appended{op: op, kind: kind, id: id, textOptions: *o})
			})
		},
	}
	o.flags(cmd)
	return cmd
}

// blocked refuses a hold on what is held and a release of what is not.
func blocked(ctx context.Context, b *casebook.Book, id record.ID, op string) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	switch held := d.Blocked(record.BlockHold); {
	case op == "hold" && held:
		return withHint(inState("%s is on hold already", id), "casefile release %s lifts it", id)
	case op == "release" && !held:
		return withHint(inState("%s is not on hold", id), "casefile %s shows the case", id)
	case op == "reopen" && d.Status == record.Open:
		return withHint(inState("%s is open", id), "casefile %s shows the case", id)
	}
	return nil
}
