package store

import (
	"context"
)

// Commits reads many commits in one pipelined read. The error of one commit (ErrNotFound,
// ErrDamaged) is at its place in faults, and spoils no other.
func (r Reader) Commits(ctx context.Context, ids []string) (
	commits []Commit, faults []error, err error,
) {
	commits, faults = make([]Commit, len(ids)), make([]error, len(ids))
	err = r.each(ctx, aCommit, ids, func(i int, a answer) error {
		if faults[i] = a.fault; a.fault == nil {
			if commits[i], faults[i] = ParseCommit(ids[i], a.data); faults[i] == nil {
				r.trees.putRoot(ids[i], commits[i].Tree)
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return commits, faults, nil
}

// Sizes returns the sizes of many objects without reading their content, so by git's word alone:
// they are not hashed. It is -1 for an object that is missing, or too damaged for git to tell.
func (r Reader) Sizes(ctx context.Context, ids []string) ([]int64, error) {
	sizes := make([]int64, len(ids))
	err := r.each(ctx, info, ids, func(i int, a answer) error {
		if sizes[i] = a.size; a.fault != nil {
			sizes[i] = -1
		}
		return nil
	})
	return sizes, err
}

// Missing returns the ids of objects that are absent, or that git can't read, in the order of ids.
func (r Reader) Missing(ctx context.Context, ids []string) ([]string, error) {
	sizes, err := r.Sizes(ctx, ids)
	if err != nil {
		return nil, err
	}
	var missing []string
	for i, size := range sizes {
		if size < 0 {
			missing = append(missing, ids[i])
		}
	}
	return missing, nil
}
