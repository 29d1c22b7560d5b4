package cli

import (
	"bytes"
	"errors"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// keepTyped sees to it that a typed text survives the error that kept it from being
// recorded, and makes the request one that takes its draft up. A file of the author's own is
// left where it is.
func keepTyped(app *App, b *casebook.Book, r *request, text []byte, err error) error {
	typed := r.file == "" || r.file == "-" || r.Raised // a concern is kept also from a file
	app.given.safe = typed && len(text) > 0
	if !typed || len(bytes.TrimSpace(text)) == 0 || errors.Is(err, errNothing) {
		return err
	}
	keep := func() (record.ID, error) { return b.KeepDraft(r.command, text) }
	if r.draft != "" { // in the place of the one that it came from
		keep = func() (record.ID, error) {
			id, err := b.UpdateDraft(r.draft, r.command, text)
			if errors.Is(err, casebook.ErrNotFound) { // somebody discarded it meanwhile
				return b.KeepDraft(r.command, text)
			}
			return id, err
		}
	}
	id, draftErr := keep()
	if draftErr != nil {
		app.say("the text could not be kept as a draft: %v", draftErr)
		return keptAtHome(app, b, *r, text, err)
	}
	r.draft = string(id)
	app.say("the text is kept, encrypted, as the draft %s", id)
	hint := fmt.Sprintf("%s --draft %s", r.command, id)
	if errors.Is(err, casebook.ErrAmendDenied) {
		hint = and(hint, amendDeniedHelp)
	}
	return withHint(err, "%s", hint)
}

// keptAtHome keeps a text in the person's own folder where the repository takes
// nothing: sealed to the author, as a draft is.
func keptAtHome(app *App, b *casebook.Book, r request, text []byte, err error) error {
	sealed, sealErr := b.SealDraft(r.command, text)
	return keptInFolder(app, sealed, sealErr, text, err)
}

// keptInFolder keeps what was sealed, and shows the text where nothing keeps it.
func keptInFolder(app *App, sealed []byte, sealErr error, text []byte, err error) error {
	path := ""
	if sealErr == nil {
		path, sealErr = app.keys.Keep(sealed)
	}
	if sealErr != nil {
		app.say("the text could not be kept in your own folder (%v); it is:", sealErr)
		app.say("%s", text)
		return err
	}
	return withHint(err, "the text is in %s, encrypted: age -d -i IDENTITY %s | tail -n +2", path, path)
}
