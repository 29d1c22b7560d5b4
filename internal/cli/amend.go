package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

type amendOptions struct {
	textOptions
	reason string
}

func newAmendCommand(app *App) *cobra.Command {
	o := &amendOptions{}
	cmd := &cobra.Command{
		Use: "amend ENTRY", Short: "Correct or add to an entry; the earlier text stays",
		Example: `  # put a better text in the place of your own
  casefile amend K3F9-27QM/3CNC-57JV -F contact.md
  # correct a mistake in a colleague's entry
  casefile amend K3F9-27QM/3CNC-57JV --reason error -F contact.md`,
		GroupID: "daily",
		Long: `Correct an entry or add to it. The new text takes the old one's place in the
chronology. The earlier text stays: casefile show ENTRY --history shows both. An
amendment of somebody else's entry needs a reason: ` + record.Alternatives(record.AmendReasons()) + `.

A status or a category that was recorded by mistake is amended with --reason error,
even in your own entry. Until a senior manager endorses the amendment, the mistake
still counts for how long the case is kept. casefile retention explain names it.`,
		Args: arguments(1, 1, "ENTRY"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runAmend(ctx, app, b, *o, args[0])
		}),
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&o.reason, "reason", "",
		"why: "+record.Alternatives(record.AmendReasons()))
	return cmd
}

func runAmend(ctx context.Context, app *App, b *casebook.Book, o amendOptions, typed string) error {
	if o.reason != "" && !slices.Contains(record.AmendReasons(), o.reason) {
		return usage("--reason is %s, not %q", record.Alternatives(record.AmendReasons()), o.reason)
	}
	ref, err := b.FindEntry(ctx, typed, "")
	if err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpAdd, ref.Case); errors.Is(err, casebook.ErrDenied) {
		return withHint(err, amendDeniedHelp)
	} else if err != nil {
		return err
	}
	target, notes, err := amendable(ctx, app, b, o, ref)
	if err != nil {
		return err
	}
	r := request{textOptions: o.textOptions,
		act:       casebook.OnEntries("amend", ref).With("reason", o.reason),
		EntryText: casebook.EntryText{Case: ref.Case, Kind: target.Kind},
		alter: func(text []byte) ([]byte, record.Findings) {
			return record.Amended(text, target.ID, target.First.ID, o.reason), nil
		},
		check: b.CrossCheck(ctx, ref.Case),
		notes: notes,
		template: func() ([]byte, error) {
			return record.WithoutOrigin(record.AuthorText(target.Text)), nil
		},
	}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Add(ctx, ref.Case, []*casebook.Prepared{p}, nil)
	})
	if err != nil {
		return err
	}
	if by := done.Change.Cases[0].Entries[0].Entry.By; target.KeptBeside(by) {
		app.say("note: it stands beside %s, whose text stays: both are shown, and triaged together",
			ref)
	}
	sayHeld(app, ref.Case, done.Change.Op == team.OpHold)
	return saved(app, "amend", done)
}

// amendable finds the text to amend. It also returns notes for the editor: why the text was
// returned.
func amendable(ctx context.Context, app *App, b *casebook.Book, o amendOptions, ref record.Ref,
) (*cases.Thread, []string, error) {
	c, err := b.Case(ctx, ref.Case)
	if err != nil {
		return nil, nil, err
	}
	me, err := b.Me()
	if err != nil {
		return nil, nil, err
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, nil, err
	}
	t, err := c.Amendable(ref.Entry, kinds, me.ID, o.reason)
	if err != nil {
		return nil, nil, notAmendable(app, c, ref, t, err)
	}
	return t, returns(b, t), nil
}

// notAmendable names the command to use where an entry can't be amended. A piped text is kept as a
// draft of that command.
func notAmendable(app *App, c *cases.Case, ref record.Ref, t *cases.Thread, err error) error {
	gone := c.Tombstone(ref.Entry)
	switch {
	case errors.Is(err, cases.ErrNoVersion) && gone != nil:
		return wasErased(gone)
	case errors.Is(err, cases.ErrNoVersion):
		return notFound("%s can't be amended: %v", ref, err)
	case errors.Is(err, cases.ErrNotNewest):
		again := casebook.OnEntries("amend", t.Ref())
		app.given.act = &again
		return withHint(inState("%s has been amended since", ref), "%s", again)
	case errors.Is(err, cases.ErrNeverAmended) && t.Kind == record.KindHold:
		hold := casebook.OnCase("hold", ref.Case)
		app.given.act = &hold
		return withHint(inState("a hold is not amended"),
			"%s puts on another; casefile release %s ends this one", hold, ref)
	case errors.Is(err, cases.ErrNeverAmended):
		return withHint(inState("a %s is not amended", t.Kind),
			"record a note that links to it, or reopen the case")
	case errors.Is(err, cases.ErrNoReason):
		return usage("%s is %s's entry: say why you amend it with --reason", ref, t.Author)
	}
	return err
}

// returns says who returned an entry that waits for a new version, and why.
func returns(b *casebook.Book, t *cases.Thread) []string {
	if t.Endorsement.State != cases.Returned {
		return nil
	}
	var out []string
	for _, g := range t.Endorsement.Given {
		if g.Verdict == record.VerdictReturned && g.Counts {
			out = append(out, "Returned by "+b.Team().Name(g.By)+": "+g.Comment)
		}
	}
	return out
}
