package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

type eraseOptions struct {
	textOptions
	confirm string
	finish  bool
}

func newEraseCommand(app *App) *cobra.Command {
	o := &eraseOptions{}
	cmd := &cobra.Command{
		Use: "erase ENTRY... | CASE --finish", Short: "Erase single entries for good: request, endorsement, erasure", GroupID: "keep",
		Long: `Erase entries that were recorded in the wrong case, or that must go by an order. It
takes two steps and two people:

  casefile erase ENTRY... -F erasure.md  records the request; the file says why
  casefile endorse CASE/REQUEST          by somebody else
  casefile erase CASE --finish           erases them

An attachment goes with its file. Both steps show what will go and ask for the
case's ID; --confirm ID gives it beforehand. The last cannot be taken back: the case
gets a new key, all else is sealed to it, and every earlier key is destroyed, which
alone opens what was erased. Where there is a remote, it has to be within reach.
The signed history stays, with a tombstone that says who erased it, when and on
what basis. Other copies destroy the earlier keys when they sync.

Where somebody read the entries who should not have, that is a data breach: the
request says so (breach: yes), and 72 hours run for telling the authority.`,
		Args: arguments(1, -1, "ENTRY... | CASE --finish"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !o.finish {
				return withBook(cmd.Context(), app, func(b *casebook.Book) error { return runErase(cmd.Context(), app, b, *o, args) })
			}
			if len(args) > 1 || o.file != "" || o.draft != "" {
				return withHint(usage("the request is recorded; the last step takes the case and no text"), "casefile erase CASE --finish")
			}
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				return runReseal(cmd.Context(), app, b, id, *o)
			})
		},
	}
	o.flags(cmd)
	forText(cmd, textNotWith, "--finish")
	cmd.Flags().BoolVar(&o.finish, "finish", false, "carry out the erasure that was asked for and endorsed")
	cmd.Flags().StringVar(&o.confirm, "confirm", "", "the case's `ID`, in full: go on without asking")
	return cmd
}

func runErase(ctx context.Context, app *App, b *casebook.Book, o eraseOptions, typed []string) error {
	refs, err := entriesOfOne(ctx, b, typed, "erase")
	if err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpEraseRequest, refs[0].Case); err != nil {
		return err
	}
	return requestErasure(ctx, app, b, o.textOptions, refs, erasing{confirm: o.confirm})
}
