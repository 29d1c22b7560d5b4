package keyring

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"casefile/internal/store"
)

// markLength is that of an account's mark, in bytes.
const markLength = 32

// Mark is a secret of this account on this machine, in $XDG_STATE_HOME/casefile/mark (mode
// 0600; ~/.local/state/casefile where it is not set), drawn when it is first needed. By it a
// copy of the records knows what was judged here, and takes nothing else for it. nil where
// it can neither be read nor written.
func (k *Keyring) Mark() []byte {
	path := filepath.Join(k.stateFolder(), "mark")
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
