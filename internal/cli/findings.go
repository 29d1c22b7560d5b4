package cli

import (
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// commandLine is the name of the flags and arguments in findings about a text that must agree with
// them.
const commandLine = "the command line"

// failed prints findings and returns the error of exit code 20.
func failed(app *App, fs record.Findings) error {
	return shownFindings(app, &casebook.FindingsError{Findings: fs.Once()})
}

// shownFindings prints the findings of an error, if it has any.
func shownFindings(app *App, err error) error {
	found, ok := errors.AsType[*casebook.FindingsError](err)
	if !ok {
		return err
	}
	fs := found.Findings
	advise(app, fs)
	app.found = fs // with --json the document comes once the text is kept
	return withHint(err,
		"mend the text and run the command again; casefile rules explains each rule")
}

// advise prints findings for people on stderr.
func advise(app *App, fs record.Findings) {
	fs.Sort()
	for _, f := range fs.Once() {
		app.say("%s", f)
		if f.Do != "" {
			app.say("    %s", f.Do)
		}
	}
}
