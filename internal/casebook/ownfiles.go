package casebook

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// What lies in this copy's folder casefile was written by this program, as a rule. A folder
// that somebody received, or a file manager was in, may hold anything there, and none of it
// may keep a command from its end: least of all one that takes keys away.

// errOwnFile says that such a file can't be one of this program's.
var errOwnFile = errors.New("its file is no plain file, or too large")

// mostNote bounds a note of this copy.
const mostNote = 16 << 20

// readOwn reads such a file. It may be a link, a pipe, or a file without end.
func readOwn(path string, most int64) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, fmt.Errorf("%w (%d bytes at most)", errOwnFile, most)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// memberFolders names the folders in one that has a folder for each member; whatever else
// lies there is passed over.
func memberFolders(dir string) (out []string, err error) {
	list, err := os.ReadDir(dir)
	for _, e := range list {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out, missingIsFine(err)
}
