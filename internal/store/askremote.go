package store

import (
	"context"
	"fmt"
	"strings"
)

// AskRemote is where a remote's main is just now, "" where it has none. Nothing is fetched.
func (r *Repo) AskRemote(ctx context.Context, remote string) (string, error) {
	if err := checkRemote(remote); err != nil {
		return "", err
	}
	out, _, err := r.talk(ctx, "ls-remote", "--quiet", "--refs", "--", remote, "refs/heads/main")
	if err != nil {
		return "", fmt.Errorf("asking %s: %w", remote, err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	id, name, _ := strings.Cut(line, "\t")
	if line != "" && (!isID(id) || name != "refs/heads/main") {
		return "", fmt.Errorf("%w: %s answered %q", ErrDamaged, remote, line[:min(80, len(line))])
	}
	return id, nil
}
