package cli

import (
	"errors"
	"io"

	"casefile/internal/store"
)

// writeFolder writes all files to a folder that the command line names, or none.
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

// beside refuses a git folder among the records.
func beside(repo *store.Repo, folder string) error {
	if repo.Holds(folder) {
		return withHint(usage("%s lies among the records", folder), "name a folder elsewhere")
	}
	return nil
}

// outside refuses to write a text in clear among the records. The next git add and push would
// publish it.
func outside(repo *store.Repo, folder string) error {
	if repo.Holds(folder) {
		return withHint(usage("%s lies among the records, where nothing readable may lie", folder),
			"name a folder elsewhere with -o")
	}
	return nil
}
