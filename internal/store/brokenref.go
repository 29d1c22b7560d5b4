package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// DropBrokenRef takes away the file of a ref in which there is no id: a crash of the machine
// leaves such files, empty or full of zeros, and git then neither reads nor moves the ref.
// It says whether there was one. A symbolic ref is none.
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
