package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// endless is a pipe or a device that lies where git would read a file of the repository:
// whoever opens it waits for ever, or never comes to its end. It is looked for before git runs
// at all; "" where there is none. What is passed by is not looked at. What kind a file is, its
// folder says, so that nothing is opened. Sockets can't be opened as files, and git may have
// one there.
func endless(home string, passed func(path string) bool) string {
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
		case e.IsDir():
			if found := endless(path, passed); found != "" {
				return found
			}
		case waits(path, e.Type()):
			return path
		}
	}
	return ""
}

// waits says whether what lies at a path is a pipe or a device, also behind a link.
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

// look is how far a git directory is looked through before git reads it.
type look int

const (
	allOfIt    look = iota // what this program keeps there it opens by ReadAtMost, which knows pipes
	butObjects             // nor the folders of objects, those of packs excepted
)

// passes says of a path in a git directory whether the look passes it by.
func (l look) passes(home, path string) bool {
	if path == filepath.Join(home, "casefile") {
		return true
	}
	name := filepath.Base(path)
	return l == butObjects && len(name) == 2 && filepath.Dir(path) == filepath.Join(home, "objects")
}

// plainParts is a refusal where a git directory holds what would be waited for.
func plainParts(home string, look look) error {
	if home == "" {
		return nil
	}
	passed := func(path string) bool { return look.passes(home, path) }
	if path := endless(home, passed); path != "" {
		return noFile(home, path)
	}
	return nil
}

func noFile(home, path string) error {
	return &Refusal{ErrBrokenFolder, home, fmt.Sprintf("%s is a pipe or a device, and no file", path)}
}

// plainAbove looks at the git directory that dir seems to lie in, before git does.
func plainAbove(dir string, look look) error {
	if err := plainParts(gitFolder(dir), look); err != nil {
		return err
	}
	return linkedParts(dir)
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
