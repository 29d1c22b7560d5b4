package cli

import (
	"context"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
)

// purgeServer does on a server what its hook does after a push, since that may have been cut
// off: keys that the record does not list any more go.
func purgeServer(ctx context.Context, app *App, server *store.Repo) {
	b, err := casebook.Open(ctx, server, hookOptions(app, server))
	if err == nil {
		_, err = b.PurgeDue(ctx)
	}
	if err != nil {
		app.say("note: the server may keep keys that were to go: %s", record.OneLine(err.Error()))
	}
}

// purgeIfServer does that where somebody gives a command on the server itself.
func purgeIfServer(ctx context.Context, app *App, b *casebook.Book) {
	if b.Repo().Bare() && b.PurgeLags() && b.MayWrite() == nil && casebook.IsServer(b.Repo()) {
		purgeServer(ctx, app, b.Repo())
	}
}

// purgeFolderServer does that for a sync that came upon keys at a server in a folder of this
// machine. What remains then is looked for again.
func purgeFolderServer(ctx context.Context, app *App, b *casebook.Book, e *casebook.Erasure) error {
	if e == nil || len(e.There) == 0 {
		return nil
	}
	server, err := b.ServerHere(ctx)
	if err != nil || server == nil {
		return err
	}
	defer server.Close()
	server.InHaste() // as its hook is
	purgeServer(ctx, app, server)
	again, err := b.PurgeDue(ctx)
	if err == nil {
		e.Left, e.There = again.Left, again.There
	}
	return err
}
