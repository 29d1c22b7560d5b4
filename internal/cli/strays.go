package cli

import (
	"casefile/internal/record"
	"casefile/internal/store"
)

// clearStrays removes what killed processes left half written, days ago, in a repository and
// in the person's own folder. It keeps nobody from what they came for.
func clearStrays(app *App, repo *store.Repo) {
	sayStays(app, repo.ClearStrays(app.Wall()))
	clearOwnStrays(app)
}

// clearSomeStrays does that for commands that run often, in a part of the folders each time.
func clearSomeStrays(app *App, repo *store.Repo) {
	sayStays(app, repo.ClearSomeStrays(app.Wall()))
	clearOwnStrays(app)
}

// clearOwnStrays does that in the person's own folder alone.
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
