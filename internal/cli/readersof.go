package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// runReadersOf gives a member access to all cases of a key worker, or takes it.
func runReadersOf(app *App, cmd *cobra.Command, args []string, worker string) error {
	if len(args) != 2 || args[0] != "grant" && args[0] != "revoke" {
		return withHint(usage("--of goes with grant MEMBER or revoke MEMBER, and no case"),
			"casefile readers --help")
	}
	verb, member := args[0], args[1]
	if err := writing(app); err != nil {
		return err
	}
	return withBook(cmd.Context(), app, func(b *casebook.Book) error {
		if err := knownMembers(b, []string{worker, member}); err != nil {
			return err
		}
		k := &bulk{app: app}
		if err := changeReaders(cmd.Context(), b, k, verb, member, worker); err != nil {
			return err
		}
		did := "can now be read by " + member
		if verb == "revoke" {
			did = "taken from " + member + ": closed to them is only what is recorded from now on"
		}
		return k.answer("readers-"+verb, "changed", "%s of %s %s",
			record.Counted(len(k.Cases), "case"), worker, did)
	})
}

func changeReaders(ctx context.Context, b *casebook.Book, k *bulk, verb, member,
	worker string,
) error {
	ids, err := b.CasesOf(ctx, worker)
	if err != nil {
		return err
	}
	if verb == "revoke" {
		return k.inChunks(ctx, "taking away from "+member, len(ids),
			func(tell casebook.Tell) (*casebook.Many, error) {
				return b.RevokeMany(ctx, ids, member, tell)
			})
	}
	return k.inChunks(ctx, "letting in "+member, len(ids),
		func(tell casebook.Tell) (*casebook.Many, error) {
			return b.GrantMany(ctx, ids, member, tell)
		})
}
