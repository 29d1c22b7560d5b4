package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// endless returns a pipe or a device at a path where git would read a file of the repository, and
// "" if there is none. Opening it would wait for ever, or reading it would never end. So endless
// runs before git does. It opens nothing: the folder says of which kind a file is. It skips paths
// that passed accepts. Sockets can't be opened as files, and git may have one there. A non-nil seen
// remembers folders of loose objects.
func endless(home string, passed func(path string) bool, seen *seenPlain) string {
	folder, err := os.Open(home)
	if err != nil {
		return "" // git says what is wrong with it
	}
	defer folder.Close()
	list, _ := folder.ReadDir(-1)
	for _, e := range list {
		if e.Type().IsRegular() { // nearly all: ten thousand in a folder of objects
			continue
		}
		path := filepath.Join(home, e.Name())
		switch {
		case passed(path):
		case e.IsDir() && seen != nil && isLoose(seen.home, path):
			if found := seen.endless(path); found != "" {
				return found
			}
		case e.IsDir():
			if found := endless(path, passed, seen); found != "" {
				return found
			}
		case waits(path, e.Type()):
			return path
		}
	}
	return ""
}

// waits reports whether the file at a path is a pipe or a device, also behind a link.
func waits(path string, kind fs.FileMode) bool {
	if kind&fs.ModeSymlink != 0 {
		info, err := os.Stat(path)
		if err != nil {
			return false
		}
		kind = info.Mode()
	}
	return kind&(fs.ModeNamedPipe|fs.ModeDevice|fs.ModeCharDevice) != 0
}

// look says which parts of a git directory are checked before git reads it.
type look int

const (
	// what this program keeps there it opens by ReadAtMost, which knows pipes
	allOfIt       look = iota
	exceptObjects      // nor the folders of objects, those of packs excepted
)

// passes says of a path in a git directory whether the look passes it by.
func (l look) passes(home, path string) bool {
	if path == filepath.Join(home, "casefile") {
		return true
	}
	return l == exceptObjects && isLoose(home, path)
}

// isLoose reports whether a path leads to a folder of loose objects.
func isLoose(home, path string) bool {
	return len(filepath.Base(path)) == 2 && filepath.Dir(path) == filepath.Join(home, "objects")
}

// plainParts returns a refusal where a git directory holds what would be waited for. What it has
// seen may be remembered, once it is known whose the directory is.
func plainParts(home string, look look) (*seenPlain, error) {
	if home == "" {
		return nil, nil
	}
	seen := newSeenPlain(home)
	passed := func(path string) bool { return look.passes(home, path) }
	if path := endless(home, passed, seen); path != "" {
		return nil, noFile(home, path)
	}
	return seen, nil
}

func noFile(home, path string) error {
	return &Refusal{ErrBrokenFolder, home,
		fmt.Sprintf("%s is a pipe or a device, and not a file", path)}
}

// plainAbove looks at the git directory that dir seems to lie in, before git does.
func plainAbove(dir string, look look) (*seenPlain, error) {
	seen, err := plainParts(gitFolder(dir), look)
	if err != nil {
		return nil, err
	}
	return seen, linkedParts(dir)
}

// linkedParts looks at the git directory that a file .git names, as in a linked work tree.
func linkedParts(dir string) error {
	for up := dir; ; up = filepath.Dir(up) {
		path := filepath.Join(up, ".git")
		info, err := os.Lstat(path)
		if err == nil && waits(path, info.Mode()) {
			return noFile(up, path)
		}
		if err == nil || !errors.Is(err, fs.ErrNotExist) || up == filepath.Dir(up) {
			return nil
		}
	}
}
