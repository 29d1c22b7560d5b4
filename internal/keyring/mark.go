package keyring

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"casefile/internal/store"
)

// markLength is that of an account's mark, in bytes.
const markLength = 32

// Mark is a secret of this account on this machine, in $XDG_STATE_HOME/casefile/mark (mode
// 0600; ~/.local/state/casefile where it is not set), drawn when it is first needed. By it a
// copy of the records knows what was judged here, and takes nothing else for it. nil where
// it can neither be read nor written.
func (k *Keyring) Mark() []byte {
	return markAt(filepath.Join(k.stateFolder(), "mark"))
}

// ServerMark is the mark of the hooks of a server whose account has no place of its own: the
// file mark in the folder that casefile has in the bare repository. Whoever could put one there
// could put another hook beside it, and hooks go by the introduction that is pinned in that
// folder too; but no command of a person's goes by it. Where the file is another account's, as
// on a server of several, it is mark.UID.
func ServerMark(folder string) []byte {
	path := serverMark(folder)
	if info, err := os.Lstat(path); err == nil && owner(info) != os.Geteuid() {
		path += "." + strconv.Itoa(os.Geteuid()) // the server is several accounts'
	}
	mark := markAt(path)
	if info, err := os.Lstat(path); mark == nil || err != nil || owner(info) != os.Geteuid() {
		return nil
	}
	return mark
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

// markAt reads a mark, and draws it first where there is none.
func markAt(path string) []byte {
	if mark := readMark(path); mark != nil {
		return mark
	}
	fresh := make([]byte, markLength)
	_, _ = rand.Read(fresh) // never fails (crypto/rand)
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = store.WriteNew(path, 0o600, store.Content([]byte(hex.EncodeToString(fresh)+"\n")))
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil
	}
	return readMark(path) // another process may have been faster
}

// readMark reads it, and takes from it what other accounts might read.
func readMark(path string) []byte {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != 2*markLength+1 {
		return nil
	}
	if info.Mode().Perm()&0o077 != 0 {
		_ = os.Chmod(path, 0o600)
	}
	text, err := os.ReadFile(path)
	if err != nil || len(text) != 2*markLength+1 {
		return nil
	}
	mark, err := hex.DecodeString(string(text[:2*markLength]))
	if err != nil {
		return nil
	}
	return mark
}

// stateFolder is where programs keep what is this machine's and no secret of the person's.
func (k *Keyring) stateFolder() string {
	base := k.o.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(base) {
		base = filepath.Join(k.home(), ".local", "state")
	}
	return filepath.Join(base, "casefile")
}
