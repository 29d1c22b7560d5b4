package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Several accounts of one group may share a server's repository. Git makes its folders for the
// group if core.sharedRepository is set. Then the files that hooks keep there belong to the group
// too, whatever umask an account has. Marks, and the index of each account, stay private: no
// account believes those of another.

// ErrNotShared says that a repository is to be shared, and its folders are not its group's.
var ErrNotShared = errors.New("core.sharedRepository is set, but a folder is not the group's")

// sharedIn reports whether what is made in a folder is for the folder's group to write.
func sharedIn(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir() && info.Mode()&fs.ModeSetgid != 0 &&
		info.Mode().Perm()&0o020 != 0
}

// sharedOwn says so of a path in the folder that casefile has in a server's repository.
func sharedOwn(path string) bool {
	root, rest := besideRefs(path)
	return root != "" && !private(rest) && sharedIn(filepath.Dir(root))
}

// besideRefs returns the folder casefile of a bare repository that has a path, and the rest of the
// path. It returns "" if there is none. A copy with a work tree belongs to one person.
func besideRefs(path string) (root, rest string) {
	for dir := filepath.Clean(path); ; dir = filepath.Dir(dir) {
		above := filepath.Dir(dir)
		if above == dir {
			return "", ""
		}
		if filepath.Base(dir) != "casefile" || filepath.Base(above) == ".git" {
			continue
		}
		if _, err := os.Stat(filepath.Join(above, "objects")); err == nil {
			rest, _ = filepath.Rel(dir, path)
			return dir, filepath.ToSlash(rest)
		}
	}
}

// private reports whether a file in casefile's own folder belongs to one account.
func private(rest string) bool {
	first, below, deep := strings.Cut(rest, "/")
	return first == "mark" || strings.HasPrefix(first, "mark.") ||
		(first == "marks" || first == "index") && deep && below != ""
}

// groupToo adds the group's rights to those of the owner, where a path is shared.
func groupToo(path string, mode fs.FileMode) fs.FileMode {
	if !sharedOwn(path) {
		return mode
	}
	return mode | mode&0o700>>3
}

// handOn gives the group what the owner may do with a file or a folder. That of another
// account can't be changed, and need not be.
func handOn(path string, mode fs.FileMode) {
	if mode.IsDir() {
		mode |= fs.ModeSetgid
	}
	_ = os.Chmod(path, mode|mode.Perm()&0o700>>3)
}

// shareOwn does that for one path in casefile's own folder, as far as it is shared.
func shareOwn(path string) {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() && !info.Mode().IsRegular() || !sharedOwn(path) {
		return
	}
	if have := info.Mode().Perm(); have&0o070 != have&0o700>>3 {
		handOn(path, info.Mode())
	}
}

// ShareOwn does that for all that is in the folder already. It is ErrNotShared where the
// repository is to be shared by its configuration, and a folder of git's is not.
func (r *Repo) ShareOwn(ctx context.Context) error {
	value, err := r.OwnConfig(ctx, "core.sharedRepository")
	if err != nil {
		return err
	}
	for _, dir := range []string{"", "objects", "refs", "refs/heads"} {
		path := filepath.Join(r.common, filepath.FromSlash(dir))
		if asksToShare(value) && !sharedIn(path) {
			return fmt.Errorf("%w: %s", ErrNotShared, path)
		}
	}
	if !sharedIn(r.common) {
		return nil
	}
	share := func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			shareOwn(path)
		} else if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			err = nil // another account's own
		}
		return err
	}
	return filepath.WalkDir(filepath.Join(r.common, "casefile"), share)
}

// asksToShare reads core.sharedRepository: git-config(1).
func asksToShare(value string) bool {
	switch strings.ToLower(value) {
	case "", "umask", "false", "no", "off", "0":
		return false
	}
	return true
}

// shareObject gives the group a loose object, or the folder of some, as git does. What a
// umask took from the group, it could not read.
func (r *Repo) shareObject(path string) { shareObject(r.objects, path) }

func shareObject(objects, path string) {
	info, err := os.Lstat(path)
	if err == nil && sharedIn(objects) {
		handOn(path, info.Mode())
	}
}
