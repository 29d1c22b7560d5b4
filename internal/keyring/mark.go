package keyring

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"casefile/internal/store"
)

// markLength is that of an account's mark, in bytes.
const markLength = 32

// mostMark is how many bytes a file of a mark has at most: two numbers, a space and a LF.
const mostMark = 2*markLength + 1 + 2*sha256.Size + 1

// MarkError says that what lies where this account's mark should be is none.
type MarkError struct{ Path, Why string }

func (e *MarkError) Error() string {
	return e.Path + ", by which this account knows what it judged and pinned, " + e.Why
}

// Mark returns a secret of this account on this machine, in $XDG_STATE_HOME/casefile/mark (mode
// 0600; ~/.local/state/casefile where it is not set), drawn when it is first needed. By it a copy
// of the records knows what was judged here, and takes nothing else for it. nil where there is no
// place for it. What lies there and is none is a MarkError, which MendMark ends: another secret is
// not drawn in its place by itself, as each copy is then to be pinned anew.
func (k *Keyring) Mark() ([]byte, error) {
	path := k.markFile()
	mark, err := markAt(path)
	if text, readErr := store.ReadAtMost(path, mostMark); readErr == nil && len(mark) > 0 &&
		len(text) == 2*markLength+1 { // one of before marks had a sum
		_ = store.WriteFile(path, 0o600, store.Content(markText(mark)))
	}
	return mark, err
}

// MendMark puts aside what lies where the mark should be and is none, under a name that ends
// with stamp, and draws a new one. It gives where the old one lies; "" where nothing was to be
// mended.
func (k *Keyring) MendMark(stamp string) (aside string, err error) {
	path := k.markFile()
	if _, err := readMark(path); err == nil {
		return "", nil
	}
	aside = path + ".aside-" + stamp
	if err := os.Rename(path, aside); err != nil {
		return "", err
	}
	_, err = markAt(path)
	return aside, err
}

func (k *Keyring) markFile() string { return filepath.Join(k.StateFolder(), "mark") }

// ServerMark returns the mark of the hooks of a server whose account has no place of its own: the
// file mark in the folder that casefile has in the bare repository. Whoever could put one there
// could put another hook beside it, and hooks go by the introduction that is pinned in that folder
// too; but no command of a person's goes by it. Where the file is another account's, as on a server
// of several, it is mark.UID.
//
// What lies there and is none is a MarkError: without it all is judged anew at each push.
func ServerMark(folder string) ([]byte, error) {
	path := ownServerMark(folder)
	mark, err := markAt(path)
	info, statErr := os.Lstat(path)
	if mark == nil || err != nil || statErr != nil || owner(info) != os.Geteuid() {
		return nil, err
	}
	return mark, nil
}

// ServerMarkFault says what is wrong with what lies where ServerMark is, and draws none.
func ServerMarkFault(folder string) error {
	_, err := readMark(ownServerMark(folder))
	return err
}

// ownServerMark returns where this account's is: a server may be several accounts'.
func ownServerMark(folder string) string {
	path := serverMark(folder)
	if info, err := os.Lstat(path); err == nil && owner(info) != os.Geteuid() {
		path += "." + strconv.Itoa(os.Geteuid())
	}
	return path
}

// DropServerMark has the hooks of a server begin with a fresh one: whatever lies there came
// with the folder.
func DropServerMark(folder string) error {
	marks, err := filepath.Glob(serverMark(folder) + ".*")
	for _, path := range append(marks, serverMark(folder)) {
		if gone := os.Remove(path); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

func serverMark(folder string) string { return filepath.Join(folder, "mark") }

// markAt reads a mark, and draws it first where there is none. nil where there is no place
// for one.
func markAt(path string) ([]byte, error) {
	if mark, err := readMark(path); mark != nil || err != nil {
		return mark, err
	}
	fresh := make([]byte, markLength)
	_, _ = rand.Read(fresh) // never fails (crypto/rand)
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = store.WriteNew(path, 0o600, store.Content(markText(fresh)))
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, nil
	}
	return readMark(path) // another process may have been faster
}

// readMark reads it, and takes from it what other accounts might read. nil where nothing lies
// there, or nobody can tell; a MarkError where it is no mark.
func readMark(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, nil
	}
	if info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
		_ = os.Chmod(path, 0o600)
	}
	var text []byte
	if info.Mode().IsRegular() {
		text, err = store.ReadAtMost(path, mostMark)
	} else {
		err = store.ErrNoPlainFile // a link too: nobody else says where it lies
	}
	if errors.Is(err, fs.ErrNotExist) { // it was put aside meanwhile
		return nil, nil
	}
	mark, why := parseMark(text)
	switch {
	case errors.Is(err, store.ErrNoPlainFile):
		why = store.ErrNoPlainFile.Error()
	case errors.Is(err, store.ErrTooLarge):
		why = "is too large for that"
	case err != nil:
		why = "can't be read: " + err.Error()
	}
	if why != "" {
		return nil, &MarkError{Path: path, Why: why}
	}
	return mark, nil
}

// markText returns a mark as a file has it: the mark, a space and its sum, and LF.
func markText(mark []byte) []byte {
	return []byte(hex.EncodeToString(mark) + " " + markSum(mark) + "\n")
}

func markSum(mark []byte) string {
	sum := sha256.Sum256(mark)
	return hex.EncodeToString(sum[:])
}

// parseMark returns the mark in the text of a file, or why that has none. One of before marks had a
// sum goes without.
func parseMark(text []byte) (mark []byte, why string) {
	line, whole := strings.CutSuffix(string(text), "\n")
	digits, sum, summed := strings.Cut(line, " ")
	mark, err := hex.DecodeString(digits)
	switch {
	case len(text) == 0:
		return nil, "is empty"
	case !whole || err != nil || len(mark) != markLength:
		return nil, "is damaged"
	case summed && sum != markSum(mark):
		return nil, "is damaged: its sum is another"
	}
	return mark, ""
}

// StateFolder returns where programs keep what is this machine's and no secret of the person's.
func (k *Keyring) StateFolder() string {
	base := k.o.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(base) {
		base = filepath.Join(k.home(), ".local", "state")
	}
	return filepath.Join(base, "casefile")
}
