package cli

import (
	"errors"

	"casefile/internal/ledger"
	"casefile/internal/record"
)

// mark returns the secret by which this account recognises what it judged and pinned. It is empty
// if there is no place to keep one. It is read once a run.
func (app *App) mark() ledger.Mark {
	if !app.markRead {
		keys := app.keys
		if keys == nil { // a hook has no keys
			keys = openKeys(app)
		}
		app.marked, app.noMark = keys.Mark()
		app.markRead = true
	}
	return app.marked
}

// mendMark puts an invalid mark aside, and makes a new one for the rest of the run. It returns
// lines that say so.
func mendMark(app *App) ([]string, error) {
	aside, err := app.keys.MendMark(app.Wall().UTC().Format(stampForm))
	if err != nil || aside == "" {
		return nil, err
	}
	app.markRead = false
	return []string{"mended   the mark of this account, by which it knows what it judged and " +
		"pinned",
		"         what lay in its place is kept as " + aside,
		"         pin each copy again: casefile -C COPY --trust INTRO@TIP list"}, nil
}

// markHelp returns the hint for an error that comes from an invalid mark, or from an account
// without a place for one. Otherwise it returns "".
func markHelp(app *App, err error) string {
	if !errors.Is(err, ledger.ErrUntrusted) || !app.markRead {
		return ""
	}
	if app.noMark == nil && len(app.marked) == 0 && app.keys != nil {
		return "see that " + app.keys.StateFolder() + " can be written, where this account keeps " +
			"by " +
			"what it knows its copies (XDG_STATE_HOME=DIR names another place); or give --trust " +
			"INTRO@TIP with each command"
	}
	if app.noMark == nil {
		return ""
	}
	return badMarkHelp + "; then " + helps(app, ledger.ErrUntrusted)
}

// badMarkHelp is the hint where the mark is invalid.
const badMarkHelp = "casefile doctor --fix puts that file aside and makes a new one"

// sayMark says that the mark is invalid. What this run judges or pins is then forgotten at its end.
func sayMark(app *App) {
	if app.noMark != nil {
		app.say("note: %s: nothing that this run judges or pins is known again by the next; %s",
			record.OneLine(app.noMark.Error()), badMarkHelp)
	}
}
