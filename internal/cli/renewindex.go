package cli

import (
	"context"

	"casefile/internal/casebook"
)

// renewIndex has the index of whoever runs a command forget what was destroyed or erased, where
// their identity opens without a question. Until that is done each command says so. The index of
// somebody who left goes as a whole.
func renewIndex(ctx context.Context, app *App, b *casebook.Book) {
	if app.global.asAt == "" {
		b.DropLeft()
	}
	if ctx.Err() != nil || !b.IndexToRenew() {
		return
	}
	if app.global.asAt == "" && app.keys.OpensUnasked() {
		b.RenewIndex(ctx)
	}
	if b.IndexToRenew() {
		app.say("note: your index of this copy may still hold what was destroyed or erased: " +
			"casefile list, where your identity opens, renews it")
	}
}
