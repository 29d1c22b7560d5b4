package cli

import (
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// accidentHelp is the hint where main of this copy is not as casefile left it.
const accidentHelp = "casefile doctor --fix puts main back, and keeps what stands there"

// sayAccident says on stderr, also with --json, that main holds commits that casefile did not make.
// What is shown ends at the commit judged last.
func sayAccident(app *App, b *casebook.Book) {
	a := b.Accident()
	if a == nil {
		return
	}
	app.tell(fmt.Sprintf("note: %s. What is shown ends at the commit judged last, %.12s, and "+
		"nothing is recorded: casefile doctor --fix puts main back",
		record.OneLine(a.Error()), a.Good))
}
