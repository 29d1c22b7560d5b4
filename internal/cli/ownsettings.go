package cli

import (
	"fmt"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
)

// namedSettings bounds the settings that a note names.
const namedSettings = 3

// sayOwnSettings names the settings of the repository's own configuration that were ignored. A
// folder that somebody brought could name programs in them.
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
