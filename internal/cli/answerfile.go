package cli

import (
	"io"
	"os"
	"path/filepath"

	"casefile/internal/store"
)

// answerFile writes an answer in clear text to a file. It never writes among the records, and it
// replaces only a file, never a folder or a device.
func answerFile(repo *store.Repo, path string, write func(io.Writer) error) error {
	if err := outside(repo, filepath.Dir(path)); err != nil {
		return err
	}
	if info, err := os.Stat(path); path == "-" || err == nil && !info.Mode().IsRegular() {
		return withHint(usage("%s is not a plain file", path),
			"-o takes a file; without it, most answers go to standard output")
	}
	return store.WriteAnswer(path, 0o600, write)
}
