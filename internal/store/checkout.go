package store

import "context"

// Checkout brings the work tree and the index from the tree of one commit to
// that of another; old is "" at the first time. It leaves files alone that
// somebody changed, and fails then. A bare repository has nothing to do.
func (r *Repo) Checkout(ctx context.Context, old, new string) error {
	if r.Bare() {
		return nil
	}
	args := []string{"read-tree", "-m", "-u"}
	if old != "" {
		args = append(args, old)
	}
	_, err := r.git.run(ctx, nil, append(args, new)...)
	return err
}
