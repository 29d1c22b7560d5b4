package term

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/pattern"
)

// editFolder is the private folder in which one text is edited. The editor saves its files there.
// The control folder in it holds casefile's own files: scripts and swap files of vim, and TMPDIR.
type editFolder struct {
	dir, name string
	before    []byte // the text as it was given to the editor
}

const controlFolder = ".casefile"

func (d editFolder) file() string               { return filepath.Join(d.dir, d.name) }
func (d editFolder) control(name string) string { return filepath.Join(d.dir, controlFolder, name) }
func (d editFolder) swap() string               { return d.control("swap") }

// mark returns a variable that every process of the editing has in its environment. vim's scripts
// find their folder by it.
func (d editFolder) mark() string { return "CASEFILE_VIM=" + d.control("") }

// newEditFolder makes the folder and writes the text into it, in a place with room.
func (s Streams) newEditFolder(e Edit) (editFolder, error) {
	var d editFolder
	err := s.privateDir(e.Getenv, func(dir string) (err error) {
		d, err = laidOut(dir, e)
		return err
	})
	return d, err
}

// laidOut writes the text and the control files into the folder.
func laidOut(dir string, e Edit) (editFolder, error) {
	d := editFolder{dir: dir, name: filepath.Base(e.Name), before: e.Text}
	for _, folder := range []string{"swap", "tmp", "data"} {
		if err := os.MkdirAll(d.control(folder), 0o700); err != nil {
			return d, err
		}
	}
	for file, text := range map[string][]byte{
		d.file(): e.Text, d.control("instead.vim"): vimInstead, d.control("only.vim"): vimOnly,
		d.control("nanorc"): nanoOnly(e.Getenv),
	} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			return d, err
		}
	}
	return d, nil
}

func (d editFolder) close() {
	if d.dir != "" {
		d.regain()
		os.RemoveAll(d.dir)
	}
}

// regain restores the permissions that an editor removed, so that files can be read and removed.
func (d editFolder) regain() {
	filepath.WalkDir(d.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		rights := fs.FileMode(0o600)
		if e.IsDir() {
			rights = 0o700
		}
		info, err := e.Info()
		if err == nil && (e.IsDir() || e.Type().IsRegular()) && info.Mode()&rights != rights {
			os.Chmod(path, rights)
		}
		return nil
	})
}

// Saved is a text that an editor wrote beside the one that it was given.
type Saved struct {
	Name   string // of the file
	Text   []byte
	Rescue bool // the editor keeps it for a crash; it is at least as new as the file
}

// largestSaved bounds what is read back of one file, in bytes. An entry's own limit is far below
// it.
const largestSaved = 8 << 20

// folderContents holds the files that an editor left: the text itself, nil if it is gone, and all
// others.
type folderContents struct {
	text  []byte
	saved []Saved
	large []string // files that are too large for a text of a record
}

// look reads the present files. Recovered swap files come first.
func (d editFolder) look(r runs) (folderContents, error) {
	var on folderContents
	var err error
	d.regain()
	on.text, err = readUpTo(d.file())
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoFile) {
		err = nil // the editor may have put the text in another file
	}
	on.saved = d.recovered(r)
	filepath.WalkDir(d.dir, func(path string, e fs.DirEntry, walkErr error) error {
		name, _ := filepath.Rel(d.dir, path)
		switch {
		case walkErr != nil:
			return nil // an unreadable folder holds no text of the editor's
		case e.IsDir() && name == controlFolder:
			return filepath.SkipDir
		case !e.Type().IsRegular() || path == d.file() || isSwap(path):
			return nil
		}
		text, readErr := readUpTo(path)
		if readErr != nil {
			on.large = append(on.large, name)
			return nil
		}
		on.saved = append(on.saved, Saved{Name: name, Text: text, Rescue: d.isRescue(name)})
		return nil
	})
	return on, err
}

// errNoFile says that the file is gone, or something else is in its place.
var errNoFile = errors.New("there is no file any more")

// readUpTo reads a file that the editor wrote, even an empty one.
func readUpTo(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNoFile
	case info.Size() > largestSaved:
		return nil, fmt.Errorf("it has more than %d MiB", largestSaved>>20)
	}
	text, err := os.ReadFile(path)
	if text == nil {
		text = []byte{}
	}
	return text, err
}

// isRescue recognises files for a crash: #note.md# of emacs, note.md.save of nano.
func (d editFolder) isRescue(name string) bool {
	return name == "#"+d.name+"#" || nanoSave().MatchString(strings.TrimPrefix(name, d.name)) &&
		strings.HasPrefix(name, d.name)
}

var nanoSave = pattern.Of(`^\.save(\.[0-9]+)?$`)

// isBackup recognises an older state of the text: note.md~, note.md.~3~.
func (d editFolder) isBackup(name string) bool {
	rest, ok := strings.CutPrefix(name, d.name)
	return ok && strings.HasSuffix(rest, "~") &&
		strings.HasPrefix(strings.TrimPrefix(rest, "."), "~")
}

// edited is the result of an editing.
type edited struct {
	text   []byte
	from   string  // the other file from which the text comes; "" for the file itself
	others []Saved // all other texts; none of them may be lost
}

// settle decides which text is the person's. If the file itself was changed, its text is. If it was
// not, and exactly one other text was saved, that text is. Files for a crash count only if the
// editor failed: then they are newer than the file. All other texts are left over.
func (d editFolder) settle(on folderContents, failed bool) edited {
	changed := on.text != nil && !bytes.Equal(on.text, d.before)
	others := d.distinct(on, changed)
	if i := indexRescue(others); failed && i >= 0 {
		rest := append(append([]Saved{}, others[:i]...), others[i+1:]...)
		if changed && bytes.Contains(others[i].Text, []byte("???")) {
			// vim could not recover everything (:help recovery); the file may have the rest.
			rest = append(rest, Saved{Name: d.name, Text: on.text})
		}
		return edited{others[i].Text, others[i].Name, rest}
	}
	switch {
	case changed:
		return edited{on.text, "", others}
	case len(others) == 1 && !others[0].Rescue:
		return edited{others[0].Text, others[0].Name, nil}
	}
	return edited{d.before, "", others}
}

// indexRescue returns the index of the first file for a crash; -1 for none.
func indexRescue(saved []Saved) int {
	for i, s := range saved {
		if s.Rescue {
			return i
		}
	}
	return -1
}

// distinct removes texts that say nothing new: empty files, copies, and older states of a text that
// was saved itself.
func (d editFolder) distinct(on folderContents, changed bool) []Saved {
	known := [][]byte{d.before, on.text}
	var out []Saved
next:
	for _, s := range on.saved {
		if len(bytes.TrimSpace(s.Text)) == 0 || changed && d.isBackup(s.Name) {
			continue
		}
		for _, text := range known {
			if bytes.Equal(bytes.TrimSpace(text), bytes.TrimSpace(s.Text)) {
				continue next
			}
		}
		known = append(known, s.Text)
		out = append(out, s)
	}
	return out
}
