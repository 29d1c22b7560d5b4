package store

import (
	"context"
	"os/exec"
	"strings"
)

// HooksFolder is where git looks for this repository's hooks: the configuration
// of the repository or of the user may name another folder than its own.
func (r *Repo) HooksFolder(ctx context.Context) (string, error) {
	// Not through command, whose guards name a folder of their own.
	cmd := exec.CommandContext(ctx, "git", "--git-dir="+r.git.gitDir, "rev-parse", "--path-format=absolute", "--git-path", "hooks")
	cmd.Env, cmd.Dir = r.git.env, r.git.gitDir
	out, err := finish(ctx, cmd, nil, "rev-parse")
	return strings.TrimSuffix(string(out), "\n"), err
}

// HeadOnMain makes main the branch that git shows, and that a clone checks out.
func (r *Repo) HeadOnMain(ctx context.Context) error {
	_, err := r.git.run(ctx, nil, "symbolic-ref", "HEAD", "refs/heads/main")
	return err
}
