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

// editAgain asks whoever typed a text at a terminal whether to mend what was found in it, and
// opens the editor with the findings at its top. Keys and records are open still, so that
// nobody is asked for a passphrase twice. A text that found no room on the disk is tried again
// as it is. It is false where the text stays the draft that it
// is by now; err is what the command then ends with.
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

// mended returns a text after the editor. One that comes back as it was has what was found in it
// still: nobody is asked once more about that, as with an editor that returns at once.
func mended(
	app *App, text, edited []byte, err, editErr error,
) (now []byte, again bool, _ error) {
	if editErr == nil && bytes.Equal(bytes.TrimSpace(edited), bytes.TrimSpace(text)) {
		app.say("the editor left the text as it was")
		return nil, false, err
	}
	return edited, true, editErr
}

// asksAgain reports whether there is somebody to mend the text: what came by a file or a pipe is
// mended where it is.
func asksAgain(app *App, o textOptions) bool {
	return o.typed(app) && !app.global.noInput && !app.global.json
}

// agrees asks a question to which Enter alone is a yes.
func agrees(app *App, question string) (bool, error) {
	answer, err := app.Ask(question)
	switch strings.ToLower(answer) {
	case "", "y", "yes":
		return err == nil, err
	}
	return false, err
}

// stopped is Ctrl-C in place of an answer, with the hint of what was being done.
func stopped(err, asked error) error {
	if !errors.Is(asked, term.ErrInterrupted) {
		return err
	}
	_, hint := outcomeOf(err)
	return withHint(asked, "%s", hint)
}
