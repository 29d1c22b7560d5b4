package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// DropBrokenRef removes the file of a ref that holds no id. A crash of the machine leaves such
// files, empty or full of zeros, and git then neither reads nor moves the ref. It reports whether
// there was one. A symbolic ref is not broken.
func (r *Repo) DropBrokenRef(name string) (bool, error) {
	if err := checkRef(name); err != nil {
		return false, err
	}
	file := filepath.Join(r.common, filepath.FromSlash(name))
	text, err := ReadAtMost(file, mostOwn)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	line := strings.TrimSuffix(string(text), "\n")
	if err != nil || isID(line) || strings.HasPrefix(line, "ref: ") {
		return false, err
	}
	return true, os.Remove(file)
}

// DropEmptyRefs removes the files of refs that a crash of the machine left empty or full of zeros.
// None of them names a commit. Git moves no ref of that name until its file is gone.
func (r *Repo) DropEmptyRefs() error {
	refs := filepath.Join(r.common, "refs")
	return filepath.WalkDir(refs, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() || strings.HasSuffix(path, ".lock") {
			return err
		}
		text, err := ReadAtMost(path, mostOwn)
		if err != nil || strings.Trim(string(text), "\x00") != "" {
			return err
		}
		return os.Remove(path)
	})
}
