package store

import (
	"context"
	"path/filepath"
	"strings"
)

// preciousKey makes git's gc, prune and repack remove nothing from a repository, with any options:
// gitrepository-layout(5) describes the extensions of a repository.
const preciousKey = "extensions.preciousObjects"

// keeping returns the settings of KeepObjects. What gc no longer does, to bring small files
// together, Maintain does. Two other tasks of git's maintenance could, and would put wrapped keys
// among all else: by themselves they don't run.
func keeping() [][2]string {
	return [][2]string{
		{"maintenance.gc.enabled", "false"},
		{"maintenance.loose-objects.enabled", "false"},
		{"maintenance.incremental-repack.enabled", "false"},
		{preciousKey, "true"}, // last, since it says that the others are there
	}
}

// KeepObjects makes git drop no object here. New objects exist before a ref names them, and a
// running git gc would remove them after that. Purge removes the objects that must go.
func (r *Repo) KeepObjects(ctx context.Context) error {
	if text, err := ReadAtMost(filepath.Join(r.common, "config"), mostConfig); err == nil &&
		strings.Contains(strings.ToLower(string(text)), "\tpreciousobjects = true") {
		return nil // spares a process
	}
	for _, kv := range keeping() {
		if err := r.SetConfig(ctx, kv[0], kv[1]); err != nil {
			return err
		}
	}
	return nil
}
