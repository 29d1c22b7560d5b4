package store

import (
	"context"
	"os"
	"path/filepath"
)

// Foreign names everything that makes stock git show another history than the raw commits do: refs
// below refs/replace/, and the files info/grafts and shallow if they are not empty.
func (r *Repo) Foreign(ctx context.Context) ([]string, error) {
	refs, err := r.list(ctx, "refs/replace")
	if err != nil {
		return nil, err
	}
	var out []string
	for name := range refs {
		out = append(out, name)
	}
	for _, name := range []string{"info/grafts", "shallow"} {
		if info, err := os.Stat(filepath.Join(r.common, filepath.FromSlash(name))); err == nil &&
			info.Size() > 0 {
			out = append(out, name)
		}
	}
	return out, nil
}
