package cli

import (
	"casefile/internal/record"
	"casefile/internal/store"
)

// clearStrays removes half-written files that killed processes left days ago, in a repository and
// in the user's own folder. An error is only a note.
func clearStrays(app *App, repo *store.Repo) {
	sayStays(app, repo.ClearStrays(app.Wall()))
	clearOwnStrays(app)
}

// clearSomeStrays does the same in a part of the folders, for commands that run often.
func clearSomeStrays(app *App, repo *store.Repo) {
	sayStays(app, repo.ClearSomeStrays(app.Wall()))
	clearOwnStrays(app)
}

// clearOwnStrays does the same in the user's own folder alone.
func clearOwnStrays(app *App) {
	if app.keys != nil {
		sayStays(app, store.ClearStraysIn(app.keys.Folder(), app.Wall()))
	}
}

func sayStays(app *App, err error) {
	if err != nil {
		app.say("note: what a process left half written stays: %s", record.OneLine(err.Error()))
	}
}
