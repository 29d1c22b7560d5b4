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

// If the records do not open (there are none, they are damaged, or they do not know the user),
// people can still list, print and remove their own texts: those beside the identity, and those in
// the git directory.

// draftsElsewhere lists these texts, unopened.
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

// gitFolder returns the git directory, also where git can't open the repository any more.
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

// elsewhereNamed returns the one draft whose ID begins as typed.
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
