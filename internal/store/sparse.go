package store

import "context"

// hideCases leaves the cases out of the work tree: a cone of the files of the root
// and of schema/, and an index in which all of cases/ is one line. With 10,000
// cases an update of the work tree takes some milliseconds then, not hundreds.
// Nothing is missing: the program, and stock git, read cases from the objects.
// Git has no such index in two parts, which a person may want elsewhere.
func (r *Repo) hideCases(ctx context.Context) error {
	if err := r.SetConfig(ctx, "core.splitIndex", "false"); err != nil {
		return err
	}
	_, err := r.git.run(ctx, nil, "sparse-checkout", "set", "--cone", "--sparse-index", "schema")
	return err
}
