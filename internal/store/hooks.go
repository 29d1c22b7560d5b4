package store

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// Kinds returns the kinds of many objects without reading their content, by git's word alone; "" of
// one that is missing, or too damaged for git to tell.
func (r Reader) Kinds(ctx context.Context, ids []string) ([]string, error) {
	kinds := make([]string, len(ids))
	err := r.each(ctx, info, ids, func(i int, a answer) error {
		kinds[i] = a.kind
		return nil
	})
	return kinds, err
}

// AddConfig adds a value to a key of the repository's own configuration that may
// have several; the others stay, and one that is there is not added again.
func (r *Repo) AddConfig(ctx context.Context, key, value string) error {
	out, err := r.git.run(ctx, nil, "config", "--local", "--null", "--get-all", key)
	failed, ok := errors.AsType[*gitError](err)
	if err != nil && (!ok || failed.code != 1) { // git-config(1): 1 means that the key is not set
		return err
	}
	if slices.Contains(strings.Split(string(out), "\x00"), value) {
		return nil
	}
	return r.configure(ctx, "--add", key, value)
}

// HeadOnMain makes main the branch that git shows, and that a clone checks out.
func (r *Repo) HeadOnMain(ctx context.Context) error {
	return r.pastLocks(ctx, r.settingLocks, func() error {
		_, err := r.git.run(ctx, nil, "symbolic-ref", "HEAD", "refs/heads/main")
		return err
	})
}
