package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

type eraseOptions struct {
	textOptions
	confirm string
	finish  bool
	repair  bool
	keys    string
}

func newEraseCommand(app *App) *cobra.Command {
	o := &eraseOptions{}
	cmd := &cobra.Command{
		Use:   "erase ENTRY... | CASE --finish | CASE --repair",
		Short: "Erase single entries for good: request, endorsement, erasure", GroupID: "keep",
		Long: `Erase entries that were recorded in the wrong case, or that must go by an order. It
takes two steps and two people:

  casefile erase ENTRY... -F erasure.md  records the request; the file says why
  casefile endorse CASE/REQUEST          by somebody else
  casefile erase CASE --finish           erases them

An attachment goes with its file. Both steps show what will go and ask for the
case's ID; --confirm ID gives it beforehand. The last can't be taken back: the case
gets a new key, all else is sealed to it, and every earlier key is destroyed, which
alone opens what was erased. Where there is a remote, it has to be within reach.
The signed history stays, with a tombstone that says who erased it, when and on
what basis. Other copies destroy the earlier keys when they sync, once somebody who
reads the case has looked at what is left. The server keeps them for the days of the
policy (erasure: undo_days), so that a mistake can be repaired. Keys that an earlier
erasure of the case left there open what is erased now too, until their own days are
over: retention proof says when.

Where an erasure left something blank or exchanged, or took more than was asked for,
a senior manager who did not carry it out puts it right:

  casefile erase CASE --repair           seals all of it as it was recorded

It needs keys from before, which this copy keeps where the fault was found. Others
come from the server: copy its folder casefile/undo/CASE here, and name it with
--keys. Endorsements, and all else of the case, stay as they are.

Where somebody read the entries who should not have, that is a data breach: the
request says so (breach: yes), and 72 hours run for telling the authority.`,
		Example: `  # ask for the erasure of an entry
  casefile erase K3F9-27QM/3CNC-57JV -F erasure.md
  # erase it, once somebody else has endorsed that
  casefile erase K3F9-27QM --finish`,
		Args: arguments(1, -1, "ENTRY... | CASE --finish | CASE --repair"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.finish && o.repair {
				return usage("--finish and --repair exclude each other")
			}
			if o.keys != "" && !o.repair {
				return usage("--keys goes with --repair")
			}
			if !o.finish && !o.repair {
				return withBook(cmd.Context(), app, func(b *casebook.Book) error {
					return runErase(cmd.Context(), app, b, *o, args)
				})
			}
			if len(args) > 1 || o.file != "" || o.draft != "" {
				return withHint(usage("this step takes the case and no text"),
					"casefile erase --help")
			}
			if strings.Contains(args[0], "/") {
				return withHint(usage("this step takes the case, not an entry"),
					"casefile erase --help")
			}
			return withCase(cmd.Context(), app, args[0],
				func(b *casebook.Book, id record.ID) error {
					if o.repair {
						return runRepair(cmd.Context(), app, b, id, *o)
					}
					return runReseal(cmd.Context(), app, b, id, *o)
				})
		},
	}
	o.flags(cmd)
	forText(cmd, textNotWith, "--finish")
	cmd.Flags().BoolVar(&o.repair, "repair", false, "set right what an erasure did besides")
	cmd.Flags().StringVar(&o.keys, "keys", "", "with --repair: a `folder` of keys that the server "+
		"kept")
	cmd.Flags().BoolVar(&o.finish, "finish", false, "carry out the erasure that was asked for and "+
		"endorsed")
	cmd.Flags().StringVar(&o.confirm, "confirm", "", "the case's `ID`, in full: go on without "+
		"asking")
	return cmd
}

func runErase(ctx context.Context, app *App, b *casebook.Book, o eraseOptions,
	typed []string,
) error {
	refs, err := entriesOfOne(ctx, b, typed, "erase")
	if err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpEraseRequest, refs[0].Case); err != nil {
		return err
	}
	return requestErasure(ctx, app, b, o.textOptions, refs, erasing{confirm: o.confirm})
}
