package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// damagedFile lists the damaged copies that were kept when this copy replaced them, one folder a
// line. They hold keys and unsent work, and no purge reaches them.
const damagedFile = "damaged"

// mostKept bounds the list of damaged copies.
const mostKept = 1 << 20

// KeepsDamaged notes damaged copies that stay where they are, beside those noted before.
func (r *Repo) KeepsDamaged(folders ...string) error {
	list := slices.Concat(damagedIn(r.common), folders)
	slices.Sort(list)
	text := strings.Join(slices.Compact(list), "\n") + "\n"
	path := filepath.Join(r.common, "casefile", damagedFile)
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
		WriteFile(path, 0o600, Content([]byte(text))))
}

// KeptDamaged returns the damaged copies that were kept, and are still there.
func (r *Repo) KeptDamaged() []string { return damagedIn(r.common) }

// KeptDamaged returns the damaged copies that this damaged copy lists itself.
func (w *Wreck) KeptDamaged() []string { return damagedIn(w.GitDir) }

// damagedIn reads the list of a git directory. It leaves out copies that somebody has removed.
func damagedIn(gitDir string) (out []string) {
	text, _ := ReadAtMost(filepath.Join(gitDir, "casefile", damagedFile), mostKept)
	for line := range strings.Lines(string(text)) {
		folder := strings.TrimSuffix(line, "\n")
		_, err := os.Lstat(folder)
		if filepath.IsAbs(folder) && !errors.Is(err, fs.ErrNotExist) {
			out = append(out, folder)
		}
	}
	return out
}
