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

// markLength is the length of an account's mark, in bytes.
const markLength = 32

// mostMark is the greatest number of bytes in a file of a mark: two numbers, a space and a LF.
const mostMark = 2*markLength + 1 + 2*sha256.Size + 1

// MarkError says that the file of this account's mark holds no mark.
type MarkError struct{ Path, Why string }

func (e *MarkError) Error() string {
	return e.Path + ", by which this account knows what it judged and pinned, " + e.Why
}

// Mark returns a secret of this account on this machine, from $XDG_STATE_HOME/casefile/mark (mode
// 0600; ~/.local/state/casefile if it is not set). It is drawn when it is first needed. By it a
// copy of the records recognises what this account judged, and believes nothing else. Mark returns
// nil if there is no folder for it. A file that holds no mark is a MarkError, which MendMark ends.
// Mark does not replace such a file by itself, since each copy must then be pinned again.
func (k *Keyring) Mark() ([]byte, error) {
	path := k.markFile()
	mark, err := markAt(path)
	if text, readErr := store.ReadAtMost(path, mostMark); readErr == nil && len(mark) > 0 &&
		len(text) == 2*markLength+1 { // one of before marks had a sum
		_ = store.WriteFile(path, 0o600, store.Content(markText(mark)))
	}
	return mark, err
}

// MendMark moves a file that holds no mark aside, under a name that ends with stamp, and draws a
// new mark. It returns the new path of the old file, and "" if nothing had to be mended.
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

// ServerMark returns the mark for a server's hooks whose account has no folder of its own: the file
// mark in casefile's folder of the bare repository. Somebody who could put a mark there could also
// replace the hook and the pinned introduction, so this adds no weakness. No command of a person
// uses this mark. If the file belongs to another account, as on a server with several, it is
// mark.UID.
//
// A file that holds no mark is a MarkError: without a mark, all is judged again at each push.
func ServerMark(folder string) ([]byte, error) {
	path := ownServerMark(folder)
	mark, err := markAt(path)
	info, statErr := os.Lstat(path)
	if mark == nil || err != nil || statErr != nil || owner(info) != os.Geteuid() {
		return nil, err
	}
	return mark, nil
}

// ServerMarkFault returns the fault of the file of ServerMark, and draws no mark.
func ServerMarkFault(folder string) error {
	_, err := readMark(ownServerMark(folder))
	return err
}

// ownServerMark returns the path of this account's mark for a server. A server may belong to
// several accounts.
func ownServerMark(folder string) string {
	path := serverMark(folder)
	if info, err := os.Lstat(path); err == nil && owner(info) != os.Geteuid() {
		path += "." + strconv.Itoa(os.Geteuid())
	}
	return path
}

// DropServerMark removes a server's mark, so that its hooks begin with a fresh one: the old one
// came with the folder.
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

// readMark reads the mark, and removes the rights of other accounts from its file. It returns nil
// if there is no file, or nobody can tell, and a MarkError if the file holds no mark.
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
		err = store.ErrNoPlainFile // a link too: its target is not ours to trust
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

// StateFolder returns the folder in which programs keep facts of this machine that are no secrets
// of the person.
func (k *Keyring) StateFolder() string {
	base := k.o.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(base) {
		base = filepath.Join(k.home(), ".local", "state")
	}
	return filepath.Join(base, "casefile")
}
