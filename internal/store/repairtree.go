package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// RepairedTree is what RepairTree did.
type RepairedTree struct {
	Head     bool     // HEAD names main again
	Restored []string // files that were written as main has them
	Aside    []string // files that stood in the place of others, and lie in Folder now
	Folder   string
}

// RepairTree puts HEAD, index and work tree on main. What somebody has changed is moved to a
// folder of the git directory and not lost; what is no file of main stays where it is. A
// lock of git's that nobody can be behind any more goes.
func (r *Repo) RepairTree(ctx context.Context, main, stamp string) (done RepairedTree, err error) {
	if r.Bare() {
		return done, nil
	}
	unlock, err := lockIn(r.GitDir(), "worktree")
	if err != nil {
		return done, err
	}
	defer unlock()
	dropStale(filepath.Join(r.GitDir(), "index.lock"), ownLockAge)
	if s := r.headState(); s.Head != "main" {
		if err := r.HeadOnMain(ctx); err != nil {
			return done, err
		}
		done.Head = true
	}
	done.Folder = filepath.Join(r.GitDir(), "casefile", "aside", stamp)
	if err := r.indexOf(ctx, main, done.Folder); err != nil {
		return done, err
	}
	here, err := r.differing(ctx, "diff", "--no-ext-diff", "--no-textconv")
	if err != nil {
		return done, err
	}
	for _, path := range here.changed {
		if err := r.putAside(path, done.Folder); err != nil {
			return done, err
		}
	}
	done.Aside, done.Restored = here.changed, sorted(here.all())
	if err := r.writeOut(ctx, done.Restored); err != nil {
		return done, err
	}
	note := filepath.Join(r.GitDir(), "casefile", "worktree")
	return done, WriteCache(note, 0o600, Content([]byte(main+"\n")))
}

// indexOf makes the index that of a commit, whatever it was. One in which somebody had staged
// something is kept.
func (r *Repo) indexOf(ctx context.Context, commit, aside string) error {
	staged, err := r.differing(ctx, "diff-index", "--cached", commit)
	if err == nil && len(staged.all()) == 0 {
		r.refresh(ctx)
		return nil
	}
	index := filepath.Join(r.GitDir(), "index")
	if err := moveAside(index, filepath.Join(aside, "index")); err != nil {
		return err
	}
	if _, err := r.git.run(ctx, nil, "read-tree", commit); err != nil {
		return err
	}
	if sparse, err := r.Config(ctx, "core.sparseCheckout"); err != nil || sparse == "true" {
		_, again := r.git.run(ctx, nil, "sparse-checkout", "reapply")
		return errors.Join(err, again)
	}
	r.refresh(ctx)
	return nil
}

func (r *Repo) putAside(path, folder string) error {
	local := filepath.FromSlash(path)
	if !filepath.IsLocal(local) {
		return fmt.Errorf("%q is no path of a work tree", path)
	}
	return moveAside(filepath.Join(r.WorkDir(), local), filepath.Join(folder, local))
}

// moveAside moves a file; one that is not there needs none.
func moveAside(from, to string) error {
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return os.Rename(from, to)
}

// writeOut writes files of the index into the work tree.
func (r *Repo) writeOut(ctx context.Context, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	list := bytes.NewBufferString(strings.Join(paths, "\x00") + "\x00")
	_, err := r.git.run(ctx, list, "checkout-index", "-q", "-f", "-u", "-z", "--stdin")
	return err
}
