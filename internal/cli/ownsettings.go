package cli

import (
	"fmt"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
)

// namedSettings is how many of them a note names.
const namedSettings = 3

// sayOwnSettings says which settings of the repository's own configuration were not used: a
// folder that somebody brought may name programs in it.
func sayOwnSettings(app *App, repo *store.Repo) {
	unused := repo.Unused()
	if len(unused) == 0 {
		return
	}
	var named []string
	for _, u := range unused[:min(namedSettings, len(unused))] {
		named = append(named, u.Key+" ("+u.Why+")")
	}
	more := ""
	if n := len(unused) - len(named); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	app.say("note: not used, since the repository's own configuration names no program here: "+
		"%s%s; "+
		"git config --local --list shows them", record.OneLine(strings.Join(named, ", ")), more)
}
