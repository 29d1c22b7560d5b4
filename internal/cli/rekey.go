package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newRekeyCommand(app *App) *cobra.Command {
	var old string
	cmd := &cobra.Command{
		Use: "rekey --old-identity FILE", Short: "After a new identity: make your case keys open with it", GroupID: "setup",
		Long: `After casefile team update has taken your new card: your keys of all cases are
opened with your old identity and wrapped to your new recipient. Until then you
can't read with the new identity what you could read with the old one.

Where the old identity is lost, others can let you in again, case by case; without
--old-identity the command says who. What was interrupted goes on when the command
is given again.`,
		Args: arguments(0, 0, ""),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, _ []string) error { return runRekey(ctx, app, b, old) }),
	}
	cmd.Flags().StringVar(&old, "old-identity", "", "the age identity `file` that your keys open with")
	return cmd
}

func runRekey(ctx context.Context, app *App, b *casebook.Book, file string) error {
	if err := ready(ctx, app, b, team.OpRekey, ""); err != nil {
		return err
	}
	ids, err := b.Outdated(ctx)
	if err != nil {
		return err
	}
	k := &bulk{app: app}
	if len(ids) > 0 {
		if file == "" {
			return sayWhoCanGrant(ctx, app, b, ids)
		}
		// Nothing is wrapped to a recipient whose identity does not open.
		if _, err := app.keys.Identity(); err != nil {
			return err
		}
		old, err := app.keys.Old(file)
		if err != nil {
			return err
		}
		err = k.inChunks(ctx, "wrapping your keys", len(ids), func(tell casebook.Tell) (*casebook.Many, error) { return b.Rekey(ctx, ids, old, tell) })
		if err != nil {
			return err
		}
	}
	return k.answer("rekey", "rekeyed", "your keys of %s were wrapped to your new recipient; of %s they still wait", record.Counted(len(k.Cases), "case"), record.Counted(len(ids)-len(k.Cases), "case"))
}

// sayWhoCanGrant names, where the old identity is not given, who can let me in
// again: whoever may grant in the case, and reads it.
func sayWhoCanGrant(ctx context.Context, app *App, b *casebook.Book, ids []record.ID) error {
	me, err := b.Me()
	if err != nil {
		return err
	}
	for _, id := range ids[:min(len(ids), mostLines)] {
		d, err := b.Docket(ctx, id)
		if err != nil {
			return err
		}
		who := "nobody here; a recovery key, or a backup of your identity"
		if can := b.CanGrant(d, me.ID); len(can) > 0 {
			who = record.Enumerated(can)
		}
		app.say("%s  can be let in again by %s: casefile readers %s grant %s", id, who, id, me.ID)
	}
	sayMore(app, len(ids))
	return withHint(fmt.Errorf("%w: your keys of %s open only with your old identity", casebook.ErrNoKey, record.Counted(len(ids), "case")),
		"casefile rekey --old-identity FILE; where it is lost, those named above can let you in again")
}

// mostLines are told of many cases, so that what matters is not scrolled away.
const mostLines = 20

func sayMore(app *App, n int) {
	if more := n - mostLines; more > 0 {
		app.say("and %s more; --json lists what was skipped", record.Counted(more, "case"))
	}
}
