package term

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The limits of a search for copies of the typed text. It is made after an editor that is not fully
// known, or that runs behind a script, in the places where editors usually put copies.
const (
	mostLooked   = 20_000
	longestLook  = 2 * time.Second
	largestCopy  = 4 << 20 // bytes
	shortestLine = 12      // bytes: shorter lines may occur anywhere
	mostLines    = 200
	deepestLook  = 8
)

// leftBehind returns the files outside the text's folder, written since, that contain a typed line.
func (d editFolder) leftBehind(getenv func(string) string, began time.Time,
	on folderContents) []string {
	typed := d.typedLines(on)
	if len(typed) == 0 {
		return nil
	}
	l := leftLook{own: d.dir, began: began.Add(-time.Second), until: time.Now().Add(longestLook),
		typed: typed}
	for root, depth := range usualPlaces(getenv) {
		l.walk(root, depth)
	}
	slices.Sort(l.found)
	return slices.Compact(l.found)
}

// usualPlaces returns the folders in which editors keep files, each with the depth of the search.
func usualPlaces(getenv func(string) string) map[string]int {
	home, out := getenv("HOME"), map[string]int{"/var/tmp": 2, os.TempDir(): 2}
	if home == "" {
		return out
	}
	out[home] = 1
	for variable, otherwise := range map[string]string{
		"XDG_STATE_HOME": ".local/state", "XDG_DATA_HOME": ".local/share",
		"XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache",
	} {
		dir := getenv(variable)
		if dir == "" {
			dir = filepath.Join(home, otherwise)
		}
		out[dir] = deepestLook
	}
	for _, dir := range []string{".vim", ".emacs.d", ".nano", "backup", ".backup", ".undo"} {
		out[filepath.Join(home, dir)] = deepestLook
	}
	return out
}

// typedLines returns typed lines that were not there before and are long enough to be recognised.
func (d editFolder) typedLines(on folderContents) [][]byte {
	var out [][]byte
	for _, text := range append([][]byte{on.text}, texts(on.saved)...) {
		for _, line := range bytes.Split(text, []byte("\n")) {
			line = bytes.TrimSpace(line)
			if len(line) < shortestLine || bytes.Contains(d.before, line) || len(out) == mostLines {
				continue
			}
			out = append(out, line)
		}
	}
	return out
}

func texts(list []Saved) (out [][]byte) {
	for _, s := range list {
		out = append(out, s.Text)
	}
	return out
}

// leftLook is one search for copies.
type leftLook struct {
	own          string
	began, until time.Time
	typed        [][]byte
	looked       int
	found        []string
}

func (l *leftLook) walk(root string, depth int) {
	filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		l.looked++
		switch {
		case l.looked > mostLooked || time.Now().After(l.until):
			return filepath.SkipAll
		case err != nil:
			return nil
		case e.IsDir():
			deep := strings.Count(strings.TrimPrefix(path, root), string(filepath.Separator))
			if deep >= depth || path == l.own {
				return filepath.SkipDir
			}
		case e.Type().IsRegular() && l.holds(path, e):
			l.found = append(l.found, path)
		}
		return nil
	})
}

// holds reports whether a file was written since and contains a typed line.
func (l *leftLook) holds(path string, e fs.DirEntry) bool {
	info, err := e.Info()
	if err != nil || info.ModTime().Before(l.began) || info.Size() > largestCopy {
		return false
	}
	text, err := os.ReadFile(path)
	return err == nil && slices.ContainsFunc(l.typed, func(line []byte) bool {
		return bytes.Contains(text, line)
	})
}
