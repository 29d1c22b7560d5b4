package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newRekeyCommand(app *App) *cobra.Command {
	var old string
	var withdraw bool
	cmd := &cobra.Command{
		Use:   "rekey --old-identity FILE | --withdraw CASE",
		Short: "Wrap your case keys to new keys of yours", GroupID: "setup",
		Long: `Run this after casefile team update has taken your new card. It opens your keys of
all cases with your old identity, and wraps them to your new recipient. Until then the
new identity can't read what the old one could.

If the old identity is lost, others can let you in again, case by case. Without
--old-identity the command says who can. Was the command interrupted? Give the same
command again: it goes on.

A key that somebody gave you may open nothing. Only you can know this, so nobody else
may replace the key. --withdraw takes away all your keys of that case, also those that
open, and says who can let you in again.`,
		Example: `  # after casefile team update has taken your new card
  casefile rekey --old-identity ~/.config/casefile/identity-2026-03-06.txt`,
		Args: arguments(0, 1, "CASE"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			switch {
			case withdraw != (len(args) == 1), withdraw && old != "":
				return withHint(usage("--withdraw takes a case, and nothing else does"),
					"casefile rekey --help")
			case withdraw:
				return onCase(ctx, args[0], func(b *casebook.Book, id record.ID) error {
					return runWithdraw(ctx, app, b, id)
				})(b)
			}
			return runRekey(ctx, app, b, old)
		}),
	}
	cmd.Flags().BoolVar(&withdraw, "withdraw", false,
		"take your keys of a case away, since one opens nothing")
	cmd.Flags().StringVar(&old, "old-identity", "", "the age identity `file` that your keys open "+
		"with")
	return cmd
}

func runRekey(ctx context.Context, app *App, b *casebook.Book, file string) error {
	if err := ready(ctx, app, b, team.OpRekey, ""); err != nil {
		return err
	}
	ids, err := b.CasesToRekey(ctx)
	if err != nil {
		return err
	}
	k := &bulk{app: app}
	if len(ids) > 0 {
		if file == "" {
			return sayWhoCanGrant(ctx, app, b, ids)
		}
		// Nothing may be wrapped to a recipient whose identity does not open.
		if _, err := app.keys.Identity(); err != nil {
			return err
		}
		old, err := app.keys.Old(file)
		if errors.Is(err, keyring.ErrNoIdentity) {
			return withHint(err, "casefile identity rotate keeps the old one beside yours: %s",
				append(app.keys.OldIdentities(), "identity-DATE, in the folder that casefile "+
					"identity names")[0])
		}
		if err != nil {
			return err
		}
		err = k.inChunks(ctx, "wrapping your keys", len(ids),
			func(tell casebook.Tell) (*casebook.Many, error) {
				return b.Rekey(ctx, ids, old, tell)
			})
		if err != nil {
			return err
		}
	}
	return k.answer("rekey", "rekeyed", "your keys of %s were wrapped to your new recipient; of "+
		"%s they still wait", record.Counted(len(k.Cases), "case"),
		record.Counted(len(ids)-len(k.Cases), "case"))
}

// runWithdraw removes the member's own keys of a case, and says who can give access again.
func runWithdraw(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	if err := ready(ctx, app, b, team.OpRekey, ""); err != nil {
		return err
	}
	w, err := b.Withdraw(ctx, id)
	if err != nil {
		return err
	}
	me, err := b.Me()
	if err != nil {
		return err
	}
	if app.global.json {
		return app.document("rekey-withdraw",
			map[string]any{"case": id.String(), "commit": w.Commit, "bad": w.Bad,
				"opened": orEmpty(w.Opened), "can_grant": orEmpty(w.CanGrant)})
	}
	app.print("%s  your keys of epoch %s are taken away", id, numbers(append(w.Bad, w.Opened...)))
	who := "nobody here; a recovery key, or a manager whom the key worker lets in"
	if len(w.CanGrant) > 0 {
		who = record.Enumerated(w.CanGrant)
	}
	app.say("%s  can be let in again by %s: casefile readers %s grant %s", id, who, id, me.ID)
	return nil
}

// sayWhoCanGrant names who can give the member access again without the old identity: readers of
// the case who may grant.
func sayWhoCanGrant(ctx context.Context, app *App, b *casebook.Book, ids []record.ID) error {
	me, err := b.Me()
	if err != nil {
		return err
	}
	for _, id := range ids[:min(len(ids), maxLines)] {
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
	return withHint(fmt.Errorf("%w: your keys of %s open only with your old identity",
		casebook.ErrNoKey, record.Counted(len(ids), "case")),
		"casefile rekey --old-identity %s; where it is lost, those named above can let you in "+
			"again",
		append(app.keys.OldIdentities(), "FILE")[0])
}

// maxLines bounds the lines about many cases, so that the important lines stay on the screen.
const maxLines = 20

func sayMore(app *App, n int) {
	if more := n - maxLines; more > 0 {
		app.say("and %s more; --json lists what was skipped", record.Counted(more, "case"))
	}
}
