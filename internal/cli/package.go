package cli

import (
	"errors"
	"io"

	"casefile/internal/store"
)

// writeFolder writes files to a folder that the command line names: whole, or not at all.
func writeFolder(folder string, files map[string]func(io.Writer) error) error {
	err := store.WriteFolder(folder, files)
	switch {
	case errors.Is(err, store.ErrNotEmpty):
		return withHint(usage("%s exists already, and is not empty", folder),
			"name a new folder, or empty this one")
	case errors.Is(err, store.ErrNotFolder):
		return usage("%s is not a folder", folder)
	}
	return err
}

// beside refuses to make a folder of git's among the records.
func beside(repo *store.Repo, folder string) error {
	if repo.Holds(folder) {
		return withHint(usage("%s lies among the records", folder), "name a folder elsewhere")
	}
	return nil
}

// outside refuses to write a readable text among the records, from where the
// next git add and push would carry it off.
func outside(repo *store.Repo, folder string) error {
	if repo.Holds(folder) {
		return withHint(usage("%s lies among the records, where nothing readable may lie", folder),
			"name a folder elsewhere with -o")
	}
	return nil
}
