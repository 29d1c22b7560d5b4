package cli

import (
	"context"
	"errors"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
	"casefile/internal/record"
	"casefile/internal/store"
)

// ready checks keys and role before anything is typed.
func ready(ctx context.Context, app *App, b *casebook.Book, op string, id record.ID) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := b.MayNow(ctx, op, id); err != nil {
		return err
	}
	if err := askClock(ctx, app, b); err != nil {
		return err
	}
	signer, err := app.keys.Signer()
	if err != nil || strings.HasPrefix(signer.PublicKey(), "sk-") {
		return err // no test signature: a hardware key needs a touch for each
	}
	return wrongPassphrase(app, keyring.TrySigning(signer))
}

// wrongPassphrase forgets a passphrase that was wrong.
func wrongPassphrase(a *App, err error) error {
	if errors.Is(err, store.ErrBadPassphrase) {
		a.keys.Forget()
	}
	return err
}
