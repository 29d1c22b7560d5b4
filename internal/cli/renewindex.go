package cli

import (
	"context"

	"casefile/internal/casebook"
)

// renewIndex removes from the member's index what was destroyed or erased, if the identity opens
// without a passphrase. Otherwise each command says that it is still to do. The index of a member
// who left is deleted.
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
