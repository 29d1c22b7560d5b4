package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

type moveOptions struct {
	file, to, confirm string
}

func newMoveCommand(app *App) *cobra.Command {
	o := &moveOptions{}
	cmd := &cobra.Command{
		Use: "move ENTRY --to CASE", Short: "Copy an entry into the right case, and have the " +
			"wrong one erased", GroupID: "keep",
		Long: `Copy an entry that was recorded in the wrong case into the right one, with its
attached file, and record the request to erase the wrong one. -F gives the request's
text (basis: wrong_case, unless the text says otherwise).

The copy is yours. It says who first recorded the entry and when, and its clocks go on
from that time. The two cases never name each other. Two steps remain, as in erase:

  casefile endorse CASE/REQUEST          by somebody else
  casefile erase CASE --finish           erases the entry in the wrong case`,
		Example: `  # copy an entry into the right case, and ask for its erasure
  casefile move P4W8-3XKM/3CNC-57JV --to K3F9-27QM -F erasure.md`,
		Args: arguments(1, 1, "ENTRY --to CASE"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runMove(ctx, app, b, *o, args[0])
		}),
	}
	cmd.Flags().StringVarP(&o.file, "file", "F", "", "take the request's text from a `file`; - is "+
		"stdin, as is a pipe without it")
	cmd.Flags().StringVar(&o.to, "to", "", "the `case` that the entry belongs to")
	cmd.Flags().StringVar(&o.confirm, "confirm", "",
		"the wrong case's `ID`, in full: go on without asking")
	return cmd
}

func runMove(ctx context.Context, app *App, b *casebook.Book, o moveOptions, typed string) error {
	if o.file == "" && !app.InTTY {
		o.file = "-"
	}
	if o.to == "" || o.file == "" {
		return withHint(usage("move needs the right case and the text of the request"),
			"casefile move ENTRY --to CASE -F erasure.md")
	}
	ref, err := b.FindEntry(ctx, typed, "")
	if err != nil {
		return err
	}
	to, err := b.FindCase(ctx, o.to)
	if err != nil {
		return err
	}
	if to == ref.Case {
		return usage("%s is in %s already", ref, to)
	}
	if err := ready(ctx, app, b, team.OpEraseRequest, ref.Case); err != nil {
		return err
	}
	if err := b.MayNow(ctx, team.OpAdd, to); err != nil {
		return err
	}
	it, err := b.Movable(ctx, ref)
	if err != nil {
		return unmovable(ref, it, err)
	}
	e := erasureOrigin{confirm: o.confirm, facts: map[string]string{"basis": "wrong_case"}}
	e.save = func(request *casebook.Prepared) (*casebook.Done, error) {
		moved, err := b.Move(ctx, it, to, request)
		return sayMoved(app, moved, err)
	}
	return requestErasure(ctx, app, b, textOptions{file: o.file}, []record.Ref{ref}, e)
}

// unmovable says what else can be done with an entry that can't be moved. item is nil if its text
// can't be read.
func unmovable(ref record.Ref, item *cases.Item, err error) error {
	switch {
	case errors.Is(err, casebook.ErrNoText):
		return notFound("%s can't be moved: %v", ref, err)
	case errors.Is(err, cases.ErrOwnCase):
		return withHint(inState("%s can't be moved: %v", ref, err), "casefile erase %s", ref)
	case errors.Is(err, cases.ErrLinksHere):
		return withHint(inState("%s can't be moved as it is: %v", ref, err),
			"casefile %s CASE records it again, then casefile erase %s", item.Kind, ref)
	}
	return err
}

// sayMoved names the copy of the moved entry, also if the request to erase the original failed.
func sayMoved(app *App, moved *casebook.Moved, err error) (*casebook.Done, error) {
	if moved != nil && moved.Copied != nil && !app.global.json {
		change := moved.Copied.Change
		sayHeld(app, change.Cases[0].Docket.Case, change.Op == team.OpHold)
		if sayErr := saved(app, "move", moved.Copied); err == nil {
			err = sayErr
		}
	}
	if _, stopped := errors.AsType[*casebook.UnfinishedError](err); stopped {
		return nil, withHint(err, "the entry is copied; the same command again asks for the "+
			"erasure")
	}
	if err != nil {
		return nil, shownFindings(app, err)
	}
	return moved.Requested, nil
}
