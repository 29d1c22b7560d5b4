package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// acceptOptions says what becomes of an intake.
type acceptOptions struct {
	keyWorker string
	readers   []string
	into      string
}

func newAcceptCommand(app *App) *cobra.Command {
	o := &acceptOptions{}
	cmd := &cobra.Command{
		Use: "accept INTAKE", Short: "Make an intake a case, or file its concern into the right " +
			"case", GroupID: "manage",
		Long: `Make an intake a case, and name its key worker.

With --into CASE the concern is filed into that case instead, and the intake is
closed. The concern keeps its words, who recorded it and when, and its triage. The
clock for triage goes on from the first recording.

Was the command interrupted? Give the same command again: it goes on where it stopped.`,
		Example: `  # make an intake a case, with a key worker
  casefile accept P4W8-3XKM --key-worker asha
  # file its concern into a case that you have
  casefile accept P4W8-3XKM --into K3F9-27QM`,
		Args: arguments(1, 1, "INTAKE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.into != "" && (o.keyWorker != "" || len(o.readers) > 0) {
				return usage("--into goes with no --key-worker and no --reader: the case has both")
			}
			return withCase(cmd.Context(), app, args[0],
				func(b *casebook.Book, id record.ID) error {
					if o.into != "" {
						return runFile(cmd.Context(), app, b, id, o.into)
					}
					return runAccept(cmd.Context(), app, b, id, o.keyWorker, o.readers)
				})
		},
	}
	cmd.Flags().StringVar(&o.keyWorker, "key-worker", "",
		"the `member` responsible for the case (default: you)")
	cmd.Flags().StringSliceVar(&o.readers, "reader", nil, "let this `member` read the case as well")
	cmd.Flags().StringVar(&o.into, "into", "", "file its concern into this `case`, and close the "+
		"intake")
	return cmd
}

func runAccept(ctx context.Context, app *App, b *casebook.Book, id record.ID, keyWorker string,
	readers []string,
) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if why := cases.CantAccept(d); why != "" {
		return withHint(inState("%s %s", id, why), "casefile %s shows the case", id)
	}
	if err := ready(ctx, app, b, team.OpAccept, id); err != nil {
		return err
	}
	if keyWorker == "" {
		me, err := b.Me()
		if err != nil {
			return err
		}
		keyWorker = me.ID
	}
	for _, m := range append([]string{keyWorker}, readers...) {
		if err := activeMember(b, m); err != nil {
			return err
		}
	}
	if err := lookWhereToFile(ctx, app, b, id); err != nil {
		return err
	}
	done, err := b.Accept(ctx, id, keyWorker, readers)
	if err != nil {
		return err
	}
	// they have it open if they accept it for themselves
	b.NoteOpened(&done.Dockets[0], b.Reached())
	if !app.global.json {
		app.print("%s  accepted, key worker %s", id, keyWorker)
		if err := sayStillToDo(ctx, app, b, id); err != nil {
			return err
		}
	}
	return saved(app, "accept", done)
}

// sayStillToDo names what an accepted intake waits for. It asks for no passphrase: accepting needs
// no identity. Where the case can't be read without one, it says nothing.
func sayStillToDo(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := readUnasked(ctx, app, b, id)
	if c == nil {
		return err
	}
	for _, t := range c.ToTriage() {
		app.say("still to be triaged: casefile triage %s", t.Ref())
	}
	if c.Subject.Profile == nil {
		app.say("no profile yet: casefile profile %s", id)
	}
	return nil
}

// lookWhereToFile looks for cases of the child whom an intake's concern may be about. It names them
// before the intake becomes a case of its own. At a terminal it asks whether to go on.
func lookWhereToFile(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := readUnasked(ctx, app, b, id)
	if c == nil || len(c.Concerns) == 0 || c.Subject.Profile != nil {
		return err
	}
	like, err := saySimilarCases(ctx, app, b, id, cases.AboutOf(c.Concerns[0]))
	if err != nil || len(like) == 0 {
		return err
	}
	app.say("note: a concern about that child is filed there: casefile accept %s --into CASE", id)
	if !app.InTTY || app.global.noInput || app.global.json {
		return nil
	}
	if yes, err := app.Confirm("Make it a case of its own all the same?"); err != nil || !yes {
		return errors.Join(withHint(fmt.Errorf("%w: there may be one already", errSameChild),
			"casefile accept %s --into CASE", id), err)
	}
	return nil
}

// readUnasked returns a case if it opens without a passphrase, else nil.
func readUnasked(ctx context.Context, app *App, b *casebook.Book, id record.ID) (
	*cases.Case, error,
) {
	if !app.keys.OpensUnasked() {
		return nil, nil
	}
	c, err := b.Case(ctx, id)
	if noIdentityNow(err) || errors.Is(err, casebook.ErrNoKey) {
		return nil, nil
	}
	return c, err
}
