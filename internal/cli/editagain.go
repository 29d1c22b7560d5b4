package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/term"
)

// editAgain offers to correct a text that was typed at a terminal. It opens the editor with the
// findings at the top. Keys and records are still open, so that nobody types a passphrase twice. A
// text for which the disk had no room is tried again unchanged. If again is false, the text stays a
// draft, and the command ends with the error.
func editAgain(
	ctx context.Context, app *App, b *casebook.Book, r request, text []byte, err error,
) (edited []byte, again bool, _ error) {
	found, ok := errors.AsType[*casebook.FindingsError](err)
	if !asksAgain(app, r.textOptions) || !ok && !term.DiskFull(err) {
		return nil, false, err
	}
	if !ok {
		yes, askErr := agrees(app, "The disk is full. Make room, then Enter records the text "+
			"[Y/n] ")
		if yes {
			return text, true, nil
		}
		return nil, false, stopped(err, askErr)
	}
	if yes, askErr := agrees(app, "edit again? [Y/n] "); !yes {
		return nil, false, stopped(err, askErr)
	}
	edited, editErr := edit(ctx, app, b, r, record.WithNotes(text, found.Findings))
	return mended(app, text, record.WithoutNotes(edited), err, editErr)
}

// mended returns the text from the editor. An unchanged text ends the questions: its findings stay,
// and some editors return at once.
func mended(
	app *App, text, edited []byte, err, editErr error,
) (now []byte, again bool, _ error) {
	if editErr == nil && bytes.Equal(bytes.TrimSpace(edited), bytes.TrimSpace(text)) {
		app.say("the editor left the text as it was")
		return nil, false, err
	}
	return edited, true, editErr
}

// asksAgain reports whether somebody can correct the text here. A text from a file or a pipe is
// corrected at its source.
func asksAgain(app *App, o textOptions) bool {
	return o.typed(app) && !app.global.noInput && !app.global.json
}

// agrees asks a question. Enter alone means yes.
func agrees(app *App, question string) (bool, error) {
	answer, err := app.Ask(question)
	switch strings.ToLower(answer) {
	case "", "y", "yes":
		return err == nil, err
	}
	return false, err
}

// stopped returns the error for Ctrl-C in answer to a question, with the hint of err; for any other
// answer it returns err.
func stopped(err, asked error) error {
	if !errors.Is(asked, term.ErrInterrupted) {
		return err
	}
	_, hint := outcomeOf(err)
	return withHint(asked, "%s", hint)
}
