package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// treePatience is the longest wait for another process that updates the work tree. The commit is
// recorded by then, and the next command updates the work tree.
const treePatience = 20 * time.Second

// Checkout brings the work tree and the index to new, or to the newer commit that main has by then.
// It starts from the commit of the last Checkout, or from old if there is no note of that ("" the
// first time). It leaves files alone that somebody changed, and fails then. In a bare repository it
// does nothing.
//
// Processes take turns: each read-tree is a step from one commit to another, and two at once would
// leave the index between them.
func (r *Repo) Checkout(ctx context.Context, old, new string) error {
	if r.Bare() {
		return nil
	}
	// A linked work tree has an index of its own, and so a turn of its own.
	soon, stop := context.WithTimeout(ctx, treePatience)
	defer stop()
	unlock, err := lockIn(soon, r.GitDir(), "worktree", r.notice)
	if err != nil {
		return err
	}
	defer unlock()
	note := filepath.Join(r.GitDir(), "casefile", "worktree")
	data, err := ReadAtMost(note, mostOwn)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if left := strings.TrimSpace(string(data)); left != "" {
		old = left
	}
	main, err := r.Ref(ctx, "refs/heads/main")
	if err != nil {
		return err
	}
	if main != "" {
		new = main
	}
	if new == old {
		return nil
	}
	if err := r.step(ctx, old, new); err != nil {
		return err
	}
	// If the file of the last Checkout is still there, the same steps are taken again.
	return WriteCache(note, 0o600, Content([]byte(new+"\n")))
}

// step brings index and work tree from one commit to another.
func (r *Repo) step(ctx context.Context, old, new string) error {
	err := r.readTree(ctx, old, new)
	if err == nil {
		return nil
	}
	if locked := r.awaitIndex(ctx); locked != nil {
		return locked
	}
	if old != "" && r.indexGone() {
		if err := r.indexOf(ctx, old, "", ""); err != nil {
			return err
		}
	}
	// A git that was killed half way leaves its lock, and files that are new
	// already where the index is still old.
	r.refresh(ctx)
	if !r.clearArrived(ctx, old, new) {
		return err
	}
	return r.readTree(ctx, old, new)
}

// indexGone reports whether there is no index, or an empty one, as a loss of power leaves it. Such
// an index holds nothing that somebody staged. indexGone removes it, so that a new one can be made.
func (r *Repo) indexGone() bool {
	index := filepath.Join(r.GitDir(), "index")
	info, err := os.Lstat(index)
	if err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		err = errors.Join(os.Remove(index), fs.ErrNotExist)
	}
	return errors.Is(err, fs.ErrNotExist)
}

// indexPatience is the longest wait for the index. An editor that asks for git's status holds it
// for milliseconds. A longer wait would delay the answer that something was recorded.
const indexPatience = 2 * time.Second

// awaitIndex waits until nobody holds git's lock of the index.
func (r *Repo) awaitIndex(ctx context.Context) error {
	lock := filepath.Join(r.GitDir(), "index.lock")
	return r.awaitFree(ctx, []string{lock}, time.Now().Add(indexPatience))
}

func (r *Repo) readTree(ctx context.Context, old, new string) error {
	args := []string{"read-tree", "-m", "-u"}
	if old != "" {
		args = append(args, old)
	}
	_, err := r.git.run(ctx, nil, append(args, new)...)
	return err
}

// refresh has git look again at files whose times or inodes differ from the index, as in a copy
// restored from a backup. Files whose content differs stay marked as changed.
func (r *Repo) refresh(ctx context.Context) {
	// the next step reports a file that this could not settle
	_, _ = r.git.run(ctx, nil, "update-index", "-q", "--refresh")
}

// clearArrived removes files of the work tree that already have their new content, so that git may
// write them. Nothing that anybody wrote is lost by that. It reports whether it could look.
func (r *Repo) clearArrived(ctx context.Context, old, new string) bool {
	changes, err := r.Diff(ctx, old, new)
	if err != nil {
		return false
	}
	for _, c := range changes {
		path := filepath.Join(r.WorkDir(), filepath.FromSlash(c.Path))
		if c.NewMode != modeFile || !filepath.IsLocal(filepath.FromSlash(c.Path)) {
			continue
		}
		data, err := ReadAtMost(path, maxSaved)
		if err != nil {
			continue
		}
		if id, err := HashObject("blob", data); err == nil && id == c.NewID {
			_ = os.Remove(path)
		}
	}
	return true
}
