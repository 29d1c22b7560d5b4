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
		Short: "Erase single entries for good", GroupID: "keep",
		Long: `Erase entries that were recorded in the wrong case, or that must go by an order. It
takes two steps and two people:

  casefile erase ENTRY... -F erasure.md  records the request; the file says why
  casefile endorse CASE/REQUEST          by somebody else
  casefile erase CASE --finish           erases the entries

An attachment goes with its file. Both steps show what will go, and ask for the case's
ID. --confirm ID gives the ID beforehand. The last step can't be undone. It needs the
remote, where there is one.

The case gets a new key, and all other entries are sealed to it. Every earlier key is
destroyed: the earlier keys alone open the erased entries. The signed history stays,
with a tombstone: who erased the entry, when, and on what basis.

Other copies destroy the earlier keys when they sync, after somebody who reads the case
has checked what is left. The server keeps those keys for the days in the policy
(erasure: undo_days), so that a mistake can be repaired. Keys that the server still
keeps from an earlier erasure of this case also open what is erased now, until their
own days are over. casefile retention proof says when.

Did an erasure leave an entry blank or exchanged, or take more than was asked for? A
senior manager who did not carry it out repairs it:

  casefile erase CASE --repair           seals every entry as it was recorded

The repair needs the earlier keys. The copy in which the fault was found has kept them.
Otherwise copy the folder casefile/undo/CASE of the server here, and name it with
--keys. Endorsements and all other entries stay as they are.

If somebody read the entries who should not have, that is a data breach. The request
says so (breach: yes), and 72 hours run for telling the authority.`,
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
	cmd.Flags().BoolVar(&o.repair, "repair", false, "put right what an erasure did wrong")
	cmd.Flags().StringVar(&o.keys, "keys", "", "with --repair: a `folder` of keys that the server "+
		"kept")
	cmd.Flags().BoolVar(&o.finish, "finish", false, "carry out the erasure that was requested and "+
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
	return requestErasure(ctx, app, b, o.textOptions, refs, erasureOrigin{confirm: o.confirm})
}
