package store

import (
	"context"
	"path/filepath"
	"strings"
)

// Hooks returns the folder where git looks for the hooks of this repository when somebody runs it
// in the usual way, whether or not it exists: what core.hooksPath says, of the repository or of the
// user, or else hooks in the git directory.
func (r *Repo) Hooks() string {
	usual := filepath.Join(r.common, "hooks")
	// Our own calls set the key on the command line; that scope is passed over.
	out, err := r.git.run(context.Background(), nil, "config", "--null", "--show-scope",
		"--type=path", "--get-all", "core.hooksPath")
	if err != nil {
		return usual
	}
	set := ""
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] != "command" {
			set = fields[i+1]
		}
	}
	switch {
	case set == "":
		return usual
	case filepath.IsAbs(set):
		return filepath.Clean(set)
	case r.Bare():
		return filepath.Join(r.GitDir(), set)
	}
	// githooks(5): relative to the folder in which hooks run, the work tree.
	return filepath.Join(r.WorkDir(), set)
}
