package store

import (
	"path/filepath"
	"strings"
)

// Holds reports whether a path is in the work tree or in the git directory. The file need not
// exist.
func (r *Repo) Holds(path string) bool {
	at := physical(path)
	for _, home := range []string{r.WorkDir(), r.GitDir(), r.CommonDir()} {
		if home == "" {
			continue
		}
		rel, err := filepath.Rel(physical(home), at)
		if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// physical returns an absolute path with the links in it resolved, as far as it exists.
func physical(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	if real, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		return filepath.Join(real, filepath.Base(abs))
	}
	return abs
}
