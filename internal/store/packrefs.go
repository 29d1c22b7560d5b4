package store

import "context"

// PackRefs puts all refs into one file, where they were many files: git reads and
// sends them faster then.
func (r *Repo) PackRefs(ctx context.Context) error {
	_, err := r.git.run(ctx, nil, "pack-refs", "--all")
	return err
}
