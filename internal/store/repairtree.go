package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// RepairedTree is the result of RepairTree.
type RepairedTree struct {
	Head     bool     // HEAD names main again
	Unlocked bool     // a lock of git's went that nobody was behind
	Restored []string // files that were written as main has them
	Aside    []string // files that stood in the place of others, and lie in Folder now
	Folder   string
}

// RepairTree puts HEAD, index and work tree on main. Files that somebody has changed are moved to a
// folder of the git directory, except those that the commit before has as well (before: where main
// was until now, "" for nowhere). Files that are not part of main stay. A lock of git's that no
// process can hold any more is removed.
func (r *Repo) RepairTree(ctx context.Context, main, before, stamp string) (
	done RepairedTree, err error) {
	if r.Bare() {
		return done, nil
	}
	unlock, err := lockIn(ctx, r.GitDir(), "worktree", r.notice)
	if err != nil {
		return done, err
	}
	defer unlock()
	done.Unlocked = r.dropStale(filepath.Join(r.GitDir(), "index.lock"), ownLockAge)
	if s := r.headState(); s.Head != "main" {
		if err := r.HeadOnMain(ctx); err != nil {
			return done, err
		}
		done.Head = true
	}
	done.Folder = filepath.Join(r.GitDir(), "casefile", "aside", stamp)
	if err := r.indexOf(ctx, main, before, done.Folder); err != nil {
		return done, err
	}
	here, err := r.difference(ctx, "diff", "--no-ext-diff", "--no-textconv")
	if err != nil {
		return done, err
	}
	if done.Aside, err = r.putAside(ctx, here.changed, before, done.Folder); err != nil {
		return done, err
	}
	done.Restored = sorted(here.all())
	if err := r.clearGone(ctx, before, main); err != nil {
		return done, err
	}
	if err := r.writeOut(ctx, done.Restored); err != nil {
		return done, err
	}
	note := filepath.Join(r.GitDir(), "casefile", "worktree")
	return done, WriteCache(note, 0o600, Content([]byte(main+"\n")))
}

// indexOf makes the index that of a commit, whatever it was. One in which somebody had staged
// something is kept.
func (r *Repo) indexOf(ctx context.Context, commit, before, aside string) error {
	if r.indexIs(ctx, commit) {
		r.refresh(ctx)
		return nil
	}
	index := filepath.Join(r.GitDir(), "index")
	if !r.indexIs(ctx, before) && !r.indexIs(ctx, r.checkedOut()) {
		if err := moveAside(index, filepath.Join(aside, "index")); err != nil {
			return err
		}
	}
	if err := os.Remove(index); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := r.git.run(ctx, nil, "read-tree", commit); err != nil {
		return err
	}
	if sparse, err := r.Config(ctx, "core.sparseCheckout"); err != nil || sparse == "true" {
		return errors.Join(err, r.pastLocks(ctx, r.sparseLocks, func() error {
			_, again := r.git.run(ctx, nil, "sparse-checkout", "reapply")
			return again
		}))
	}
	r.refresh(ctx)
	return nil
}

// indexIs reports whether the index has the tree of a commit.
func (r *Repo) indexIs(ctx context.Context, commit string) bool {
	if commit == "" {
		return false
	}
	staged, err := r.difference(ctx, "diff-index", "--cached", commit)
	return err == nil && len(staged.all()) == 0
}

// putAside moves files away that neither main nor the commit before has. It lists them.
func (r *Repo) putAside(ctx context.Context, paths []string, before, folder string) (
	moved []string, err error) {
	own := pathDifference{changed: paths}
	if before != "" && len(paths) > 0 {
		args := []string{"diff", "--no-ext-diff", "--no-textconv", before}
		if own, err = r.difference(ctx, args...); err != nil {
			return nil, err
		}
	}
	for _, path := range paths {
		local := filepath.FromSlash(path)
		if !filepath.IsLocal(local) {
			return moved, fmt.Errorf("%q is not a path of a work tree", path)
		}
		if !slices.Contains(own.changed, path) {
			continue
		}
		from, to := filepath.Join(r.WorkDir(), local), filepath.Join(folder, local)
		if err := moveAside(from, to); err != nil {
			return moved, err
		}
		moved = append(moved, path)
	}
	return moved, nil
}

// clearGone removes sealed files from the work tree that the commit before has and main has not, as
// after a merge of other members' work: that commit keeps them. A person may have put other such
// files there, and those stay.
func (r *Repo) clearGone(ctx context.Context, before, main string) error {
	if before == "" {
		return nil
	}
	changes, err := r.Diff(ctx, before, main)
	if err != nil {
		return err
	}
	for _, c := range changes {
		local := filepath.FromSlash(c.Path)
		if c.NewID != "" || !strings.HasPrefix(c.Path, "cases/") || !filepath.IsLocal(local) {
			continue
		}
		path := filepath.Join(r.WorkDir(), local)
		data, err := ReadAtMost(path, maxSaved)
		if err != nil {
			continue // it is not there, or no file
		}
		if id, err := HashObject("blob", data); err == nil && id == c.OldID {
			_ = os.Remove(path)
		}
	}
	return nil
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
