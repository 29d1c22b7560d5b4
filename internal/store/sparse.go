package store

import (
	"context"
	"path/filepath"
)

// hideCases leaves the cases out of the work tree: a cone of the files of the root
// and of schema/, and an index in which all of cases/ is one line. With 10,000
// cases an update of the work tree takes some milliseconds then, not hundreds.
// Nothing is missing: the program, and stock git, read cases from the objects.
// Git has no such index in two parts, which a person may want elsewhere.
func (r *Repo) hideCases(ctx context.Context) error {
	if err := r.SetConfig(ctx, "core.splitIndex", "false"); err != nil {
		return err
	}
	return r.pastLocks(ctx, r.sparseLocks, func() error {
		_, err := r.git.run(ctx, nil, "sparse-checkout", "set", "--cone", "--sparse-index",
			"schema")
		return err
	})
}

// sparseLocks returns the locks that a change of the sparse checkout takes.
func (r *Repo) sparseLocks() []string {
	return append(r.settingLocks(), filepath.Join(r.GitDir(), "index.lock"),
		filepath.Join(r.GitDir(), "info", "sparse-checkout.lock"))
}
