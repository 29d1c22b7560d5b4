package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
)

func newMaintainCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "maintain", Short: "Pack the many small files of this repository",
		Example: `  # at night, in a copy or on the server
  casefile maintain`,
		GroupID: "setup",
		Long: `Pack the many small files of a copy or a server into a few large ones. The wrapped
keys get packs of their own. A disposal then stays quick, since it must write only those
packs again. Nothing is lost: objects that no ref names stay too, and a key can still be
destroyed later. The command may run beside every other command, and may be cut off at
any moment. It does not use git's gc and repack, which do not keep these promises.

casefile sync does some of this by itself when there are many small files: at most once
an hour, for some seconds. A server does so after a push. Run the command after a first
clone or an import, or now and then at night. It needs no key, and runs on a bare
server.`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withBookPurging(cmd.Context(), app, func(b *casebook.Book) error {
				return runMaintain(cmd.Context(), app, b)
			})
		},
	}
}

func runMaintain(ctx context.Context, app *App, b *casebook.Book) error {
	done, err := b.Repo().Maintain(ctx, store.Upkeep{})
	switch {
	case store.IsAtPacks(err):
		return withHint(err, "nothing is changed; run the command again when that is done")
	case errors.Is(err, store.ErrNoRoom):
		return withHint(err, "nothing is lost; make room on the disk, and run the command again")
	case err != nil:
		return err
	}
	if app.global.json {
		return app.document("maintain", map[string]any{"objects_packed": done.Loose,
			"packs_merged": done.Merged, "packs_damaged": done.Damaged, "packs": done.Packs})
	}
	if done.Damaged > 0 {
		app.say("note: %s not as it was written, and left alone: "+
			"casefile verify says what can't be read",
			record.Plural(done.Damaged, "pack is", "packs are"))
	}
	if done.Loose+done.Merged == 0 {
		app.print("in order already: %s", record.Counted(done.Packs, "pack"))
		return nil
	}
	app.print("brought together %s and %s: %s now", record.Counted(done.Loose, "small file"),
		record.Counted(done.Merged, "pack"), record.Counted(done.Packs, "pack"))
	return nil
}
