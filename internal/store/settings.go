package store

import (
	"context"
	"os"
	"path/filepath"
	"sync"
)

// knownSettings are the settings of a repository as git gave them, and the files that they are
// from. A sync asks for the address of its remote before each talk with it.
type knownSettings struct {
	mu    sync.Mutex
	files [2]os.FileInfo // nil of one that is not there
	all   scopes
	known bool
}

// settings returns the settings of the repository, as git reads them. It asks git again if one of
// the repository's own files has changed. Changes in a person's own files during a command, and in
// their includes, count from the next command on. There was always a moment between the question
// and the use of its answer.
func (r *Repo) settings(ctx context.Context) (scopes, error) {
	k := &r.known
	k.mu.Lock()
	defer k.mu.Unlock()
	files := [2]os.FileInfo{statOf(filepath.Join(r.common, "config")),
		statOf(filepath.Join(r.GitDir(), "config.worktree"))}
	if k.known && unchanged(files[0], k.files[0]) && unchanged(files[1], k.files[1]) {
		return k.all, nil
	}
	all, err := settings(ctx, r.git, nil)
	k.files, k.all, k.known = files, all, err == nil
	return all, err
}

// statOf returns the file's data from its folder; nil if there is no file.
func statOf(path string) os.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}

// unchanged reports whether a file is the same, with nothing written to it. Git puts a new file in
// the place of its settings.
func unchanged(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}
