package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/team"
	"casefile/internal/term"
	"casefile/internal/verify"
)

type disposeOptions struct {
	textOptions
	confirm string
}

func newDisposeCommand(app *App) *cobra.Command {
	o := &disposeOptions{}
	cmd := &cobra.Command{
		Use: "dispose CASE", Short: "Destroy a case whose time is over", GroupID: "keep",
		Long: `Destroy a case when its time of keeping is over and nothing holds it. This takes two
steps, with the endorsements that policy asks for between them:

  casefile dispose CASE -F disposal.md   records the request
  casefile endorse CASE/ENTRY            by others, one of them a senior manager
  casefile dispose CASE                  destroys the keys

Each step checks again whether anything keeps the case: its entries, its rules and the
policy, and the other cases of the same child. The answer names what keeps it. An entry
that can't be read stops both steps. The request may name it (unread), and then a
senior manager must record or endorse the request.

Both steps show what will go, and ask for the case's ID. --confirm ID gives the ID
beforehand. The second step can't be undone. It needs the remote, where there is one:
nothing is destroyed here before the remote has accepted the disposal. Was the second
step interrupted? Give the same command again: it goes on without a question.

The signed history stays, and still verifies. All wrapped keys of the case leave this
copy. The other copies destroy theirs when they sync.`,
		Example: `  # ask for the disposal
  casefile dispose K3F9-27QM -F disposal.md
  # destroy the keys, once others have endorsed that
  casefile dispose K3F9-27QM`,
		Args: arguments(1, 1, "CASE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
				return runDispose(ctx, app, b, id, *o)
			}),
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&o.confirm, "confirm", "", "the case's `ID`, in full: go on without "+
		"asking")
	return cmd
}

func runDispose(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o disposeOptions,
) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	op := verify.DisposalStep(d.Status)
	if op == "" {
		return runEraseAgain(ctx, app, b, id)
	}
	if err := ready(ctx, app, b, op, id); err != nil {
		return err
	}
	if err := b.Disposable(ctx, d, nil); err != nil {
		return heldHint(err)
	}
	if op == team.OpDispose && b.MayAsk(d, record.KindDisposal) != nil {
		return runDestroy(ctx, app, b, d, o)
	}
	return runDisposeRequest(ctx, app, b, d, o)
}

func runDisposeRequest(ctx context.Context, app *App, b *casebook.Book, d *record.Docket,
	o disposeOptions,
) error {
	c, err := b.Case(ctx, d.Case)
	if err != nil {
		return err
	}
	warnCase(app, c)
	if len(c.LeftOut()) > 0 {
		app.say("note: name each entry that is left out, by its whole ID: unread: [ID, ...]; a " +
			"senior manager has to record or endorse that")
	}
	if err := showExtent(ctx, app, b, d); err != nil {
		return err
	}
	if err := confirmed(app, d.Case, o.confirm); err != nil {
		return err
	}
	r := request{textOptions: o.textOptions.recordedAgain(d),
		act: casebook.OnCase("dispose", d.Case),
		template: filledTemplate(ctx, b, record.KindDisposal,
			map[string]string{
				"basis": c.Retention.Basis(), "retain_until": d.RetainUntil.String(),
			}),
		EntryText: casebook.EntryText{Case: d.Case, Kind: record.KindDisposal}}
	r.check = func(p *casebook.Prepared) (record.Findings, error) {
		return c.DisposalFindings(p.Entry), nil
	}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		done, err := b.RequestDisposal(ctx, d.Case, p)
		return done, heldHint(err)
	})
	if err != nil {
		return err
	}
	if !app.global.json {
		app.print("%s  waits for the endorsement of others: %s", d.Case,
			record.Enumerated(b.Policy().Levels(record.KindDisposal)))
	}
	sayAsked(app, b, d, done)
	return saved(app, "dispose", done)
}

// showExtent says how much will be destroyed. It shows no word of any text.
func showExtent(ctx context.Context, app *App, b *casebook.Book, d *record.Docket) error {
	x, err := b.Extent(ctx, d)
	if err != nil || app.global.json {
		return err
	}
	zone := b.Policy().Zone()
	app.print("%s  will be destroyed: %s and %s, recorded from %s to %s", d.Case,
		record.Counted(x.Entries, "text"), record.Counted(x.Files, "attached file"),
		x.First.In(zone).Format("2006-01-02"), x.Last.In(zone).Format("2006-01-02"))
	app.print("    opened %s, service ended %s, kept until %s", d.Opened, d.ServiceEnded,
		d.RetainUntil)
	app.print("    read by %s, with the keys of %s", record.Enumerated(x.Readers),
		record.Counted(x.Epochs, "epoch"))
	return nil
}

// confirmed makes the user type the ID of the case, so that nobody destroys a case by a slip.
func confirmed(app *App, id record.ID, given string) error {
	if given == "" {
		if app.global.noInput || app.global.json {
			return withHint(usage("this must be confirmed"), "--confirm %s", id)
		}
		var err error
		given, err = app.Ask("Type the ID of the case to go on: ")
		if errors.Is(err, term.ErrNoTerminal) {
			return withHint(usage("this must be confirmed"), "--confirm %s", id)
		} else if err != nil {
			return err
		}
	}
	if typed, err := record.ParseID(given); err != nil || typed != id {
		return withHint(usage("what was typed is not %s; nothing was done", id),
			"type the ID in full")
	}
	return nil
}

func runDestroy(ctx context.Context, app *App, b *casebook.Book, d *record.Docket,
	o disposeOptions,
) error {
	lacks, err := b.DisposalLacks(d)
	if err != nil {
		return err
	}
	if len(lacks) > 0 {
		return withHint(inState("the disposal of %s still lacks the endorsement of %s", d.Case,
			record.Enumerated(lacks)),
			"casefile endorse %s, by somebody else", record.Ref{Case: d.Case, Entry: d.Pending})
	}
	app.given.none = o.file == ""
	if o.file != "" || o.draft != "" {
		return withHint(
			usage("the request is recorded and endorsed; the second step takes no text"),
			"casefile dispose %s", d.Case)
	}
	if err := showExtent(ctx, app, b, d); err != nil {
		return err
	}
	if err := confirmed(app, d.Case, o.confirm); err != nil {
		return err
	}
	erased, err := b.CarryOutDisposal(ctx, d.Case, sendFirst(app, b))
	if err != nil {
		return disposalHint(d.Case, err)
	}
	return sayErased(ctx, app, b, d.Case, erased)
}

// disposalHint adds the hint where a disposal was not carried out.
func disposalHint(id record.ID, err error) error {
	halted, ok := errors.AsType[*casebook.HaltError](err)
	lacks, lacking := errors.AsType[*casebook.LacksError](err)
	switch {
	case ok && halted.Halt == casebook.NotBegun:
		return withHint(err, "a disposal needs the remote within reach; casefile sync says more")
	case ok && halted.Halt == casebook.Outrun:
		return withHint(err, "casefile dispose %s", id)
	case ok:
		return withHint(err, unsentHelp)
	case errors.Is(err, casebook.ErrWithdrawn):
		return withHint(err, "casefile %s", id)
	case lacking:
		return inState("the disposal of %s lacks the endorsement of %s by now", id,
			record.Enumerated(lacks.Levels))
	}
	return heldHint(err)
}

// unsentHelp is the hint where a disposal or an erasure was recorded and not sent.
const unsentHelp = "casefile sync sends it, and destroys the keys then"

// sendFirst returns a function that syncs, and refuses to go on if operations are in conflict.
func sendFirst(app *App, b *casebook.Book) casebook.Send {
	return func(ctx context.Context) (*casebook.Erasure, error) {
		out, err := remote.Sync(ctx, b)
		if err != nil {
			return nil, err
		}
		if len(out.Faults) > 0 {
			return nil, &ledger.FaultError{Faults: out.Faults}
		}
		if !app.global.json {
			sayJoined(app, &out.Joined)
		}
		return out.Erased, conflictError(out.Conflicts)
	}
}
