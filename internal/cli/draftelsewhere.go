package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// Where the records can't be opened (none are here, they are damaged, nobody there knows who
// asks), one's own texts can be listed, handed out and removed all the same: those beside the
// identity, and those in the folder of git.

// draftsElsewhere lists them, unopened.
func draftsElsewhere(ctx context.Context, app *App) []casebook.Draft {
	list := besideIdentity(app)
	me, err := app.keys.Owner()
	if err != nil || me.ID == "" || !filepath.IsLocal(me.ID) {
		return list
	}
	folder := gitFolder(ctx, app)
	here, err := casebook.DraftsIn(folder, me.ID)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		app.say("note: %v", err)
	}
	return slices.Concat(here, list, casebook.UnpushedTextsIn(folder, me.ID))
}

// gitFolder returns where git keeps what is its own, also where git itself opens nothing any more.
func gitFolder(ctx context.Context, app *App) string {
	if repo, err := repo(ctx, app); err == nil {
		defer repo.Close()
		return repo.CommonDir()
	}
	dir := filepath.Join(directory(app), ".git")
	if _, err := os.Stat(dir); err != nil {
		return directory(app)
	}
	return dir
}

// elsewhereNamed returns the one draft of those that an ID, or its beginning, names.
func elsewhereNamed(ctx context.Context, app *App, typed string) (found casebook.Draft, ok bool) {
	prefix, err := record.ParsePrefix(typed)
	if err != nil {
		return found, false
	}
	n := 0
	for _, d := range draftsElsewhere(ctx, app) {
		if strings.HasPrefix(string(d.ID), prefix) {
			found = d
			n++
		}
	}
	return found, n == 1
}
