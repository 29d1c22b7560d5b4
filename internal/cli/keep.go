package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
)

// keepTyped keeps as a draft a typed text that an error kept from being recorded. The request then
// takes up that draft. A text in the author's own file stays there.
func keepTyped(app *App, b *casebook.Book, r *request, text []byte, err error) error {
	// A concern is kept also from a file.
	typed := r.file == "" || app.given.piped || r.Raised || r.answered
	app.given.safe = typed && len(text) > 0
	if !typed || len(bytes.TrimSpace(text)) == 0 || errors.Is(err, errNothing) {
		return err
	}
	kept, draftErr := b.ReplaceDraft(r.taken, r.act, text)
	if draftErr != nil {
		app.say("the text could not be kept as a draft in the records: %v", draftErr)
		return keptAtHome(app, b, *r, text, err)
	}
	r.taken, r.draft = kept, string(kept.ID)
	id := kept.ID
	app.given.draft = id
	app.say("the text is kept, encrypted, as the draft %s", id)
	hint := fmt.Sprintf("%s --draft %s", r.act, id)
	if errors.Is(err, errRecordedAlready) {
		hint += " --again"
	}
	if errors.Is(err, casebook.ErrAmendDenied) {
		hint = and(hint, amendDeniedHelp)
	}
	return keptHint(err, and(hint, keptKeysHelp(app.keys, err)))
}

// keptAtHome keeps a text in the user's own folder if the repository takes nothing. It is sealed to
// its author, like a draft.
func keptAtHome(app *App, b *casebook.Book, r request, text []byte, err error) error {
	sealed, sealErr := b.SealDraft(r.act, text)
	return keptInFolder(app, r.act, sealed, sealErr, text, err)
}

// keptInFolder keeps a sealed text beside the user's identity, or in memory if the disk takes
// nothing. If nothing keeps it, a person at a terminal decides: no text is printed unasked.
func keptInFolder(
	app *App, act casebook.Act, sealed []byte, sealErr error, text []byte, err error,
) error {
	for {
		var kept keyring.Draft
		keepErr := sealErr
		if keepErr == nil {
			kept, keepErr = app.keys.KeepDraft(sealed)
		}
		if keepErr != nil {
			if app.say("the text could be kept nowhere: %s", plain(keepErr)); keptNowhere(app,
				text) {
				continue
			}
			return err
		}
		if kept.Memory {
			app.say("the text is kept in memory only, and is gone when you log out: make room on " +
				"the disk")
		}
		takes := "casefile draft show %s prints it"
		if act.Check() == nil && act.TakesDraft() {
			takes = "in the records casefile draft resume %s takes it up"
		}
		where := fmt.Sprintf("the text is in %s, encrypted; "+takes+
			", anywhere age -d -i IDENTITY %s | tail -n +2 prints it", kept.Path, kept.ID,
			kept.Path)
		return keptHint(err, and(where, besideHelp(app, err)))
	}
}

// besideHelp returns a further hint for an error whose text lies beside the identity: about a kept
// key, or where to record instead.
func besideHelp(app *App, err error) string {
	help := cmp.Or(keptKeysHelp(app.keys, err), markHelp(app, err))
	if help != "" || !errors.Is(err, casebook.ErrBackup) {
		return help
	}
	_, hint := outcomeOf(err)
	return hint
}

// keptNowhere asks what to do with a text that nothing keeps. It returns true to try again.
func keptNowhere(app *App, text []byte) bool {
	if !app.InTTY || app.global.noInput || app.global.json {
		app.say("the program that piped it in, or the file that it came from, still has it")
		return false
	}
	for {
		answer, err := app.Ask("Enter tries again, once there is room; show prints it here; n " +
			"gives it up: ")
		switch answer = strings.ToLower(answer); {
		case err != nil || answer == "n" || answer == "no":
			return false
		case answer == "show":
			app.say("%s", text)
		default:
			return true
		}
	}
}
