package cli

import (
	"context"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
)

// purgeServer purges dead keys on a server, as its hook does after a push. That hook may have been
// cut off.
func purgeServer(ctx context.Context, app *App, server *store.Repo) {
	b, err := casebook.Open(ctx, server, hookOptions(app, server))
	if err == nil {
		_, err = b.PurgeDue(ctx)
	}
	if err != nil {
		app.say("note: the server may keep keys that were to go: %s", record.OneLine(err.Error()))
	}
}

// purgeIfServer purges if the command runs on the server itself.
func purgeIfServer(ctx context.Context, app *App, b *casebook.Book) {
	if b.Repo().Bare() && b.PurgeLags() && b.MayWrite() == nil && casebook.IsServer(b.Repo()) {
		purgeServer(ctx, app, b.Repo())
	}
}

// purgeFolderServer purges a server in a folder of this machine after a sync found dead keys there.
// It then looks again for what remains.
func purgeFolderServer(ctx context.Context, app *App, b *casebook.Book, e *casebook.Erasure) error {
	if e == nil || len(e.There) == 0 {
		return nil
	}
	server, err := b.ServerHere(ctx)
	if err != nil || server == nil {
		return err
	}
	defer server.Close()
	server.InHaste() // as in its hook
	purgeServer(ctx, app, server)
	again, err := b.PurgeDue(ctx)
	if err == nil {
		e.Left, e.There = again.Left, again.There
	}
	return err
}
