package store

import (
	"context"
	"fmt"
	"strings"
)

// AskRemote returns the commit of a remote's main just now, "" if the remote has no main. It
// fetches nothing.
func (r *Repo) AskRemote(ctx context.Context, remote string) (string, error) {
	refs, err := r.RemoteRefs(ctx, remote, "refs/heads/main")
	return refs["refs/heads/main"], err
}

// RemoteRefs returns the refs of a remote whose names fit one of the patterns, each with its
// current commit (git-ls-remote(1)). It fetches nothing.
func (r *Repo) RemoteRefs(ctx context.Context, remote string, patterns ...string) (
	map[string]string, error,
) {
	if err := checkRemote(remote); err != nil {
		return nil, err
	}
	address, git, err := r.detour(ctx, remote, false)
	if err != nil {
		return nil, err
	}
	args := append([]string{"ls-remote", "--quiet", "--refs", "--", address}, patterns...)
	out, _, err := r.talkAs(ctx, git, args...)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", remote, err)
	}
	refs := map[string]string{}
	for line := range strings.Lines(string(out)) {
		id, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !isID(id) || checkRef(name) != nil {
			return nil, fmt.Errorf("%w: %s answered %q", ErrDamaged, remote,
				line[:min(80, len(line))])
		}
		refs[name] = id
	}
	return refs, nil
}
