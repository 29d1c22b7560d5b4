package store

import (
	"context"
	"errors"
	"strings"
)

// SetConfig sets a key of the repository's own configuration.
func (r *Repo) SetConfig(ctx context.Context, key, value string) error {
	_, err := r.git.run(ctx, nil, "config", "--local", key, value)
	return err
}

// Config is the value of a key as git sees it here (the user's configuration
// included), or "" when it is not set.
func (r *Repo) Config(ctx context.Context, key string) (string, error) {
	out, err := r.git.run(ctx, nil, "config", "--null", "--get", key)
	if failed, ok := errors.AsType[*gitError](err); ok && failed.code == 1 {
		return "", nil // git-config(1): 1 means that the key is not set
	}
	return strings.TrimSuffix(string(out), "\x00"), err
}
