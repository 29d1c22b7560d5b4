package cli

import (
	"fmt"

	"casefile/internal/record"
	"casefile/internal/term"
)

// guardAnswers makes answers go through an outlet, which never fails a write. A terminal stays as
// it is, since pagers and editors need it.
func guardAnswers(app *App) *term.Outlet {
	out := &term.Outlet{To: app.Out}
	if !app.OutTTY {
		app.Out = out
	}
	return out
}

// reportLostAnswer says that an answer could not be written, and returns the exit code. After an
// act that is recorded, the answer is shown on stderr and the code stays that of the act. A reader
// who left early, as head does, is told nothing.
func reportLostAnswer(app *App, out *term.Outlet, code int) int {
	why, lost, left := out.Failed()
	switch {
	case why == "":
		return code
	case app.recorded:
		fmt.Fprintf(app.Err, "note: it is recorded, and then: the answer could not be written "+
			"(%s); it is:\n%s", record.OneLine(why), lost)
		return code
	case code != exitOK:
		return code
	case !left:
		app.tell("casefile: the answer could not be written whole: " +
			record.OneLine(why))
	}
	return exitFailed
}
