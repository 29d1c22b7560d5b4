package cli

import (
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// commandLine is what findings call the flags and arguments that a text must agree with.
const commandLine = "the command line"

// failed prints findings and makes the error of exit code 20.
func failed(app *App, fs record.Findings) error {
	return shownFindings(app, &casebook.FindingsError{Findings: fs.Once()})
}

// shownFindings shows the findings that an error carries, where it carries some.
func shownFindings(app *App, err error) error {
	found, ok := errors.AsType[*casebook.FindingsError](err)
	if !ok {
		return err
	}
	fs := found.Findings
	advise(app, fs)
	app.found = fs // for --json: the document comes when the text is kept
	return withHint(err,
		"mend the text and run the command again; casefile rules explains each rule")
}

// advise prints findings for people, on stderr.
func advise(app *App, fs record.Findings) {
	fs.Sort()
	for _, f := range fs.Once() {
		app.say("%s", f)
		if f.Do != "" {
			app.say("    %s", f.Do)
		}
	}
}
