package index

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// The names of the files of an index.
const (
	keyFile  = "key.age"
	dbPrefix = "db-"
)

// maxKeyFile bounds what is read of a key file: the header of one recipient and 32 bytes.
const maxKeyFile = 8 << 10

// key is what a database is sealed with.
type key []byte

func newKey() key {
	k := make(key, 32)
	rand.Read(k) // never fails: crypto/rand ends the program instead
	return k
}

// part draws a key for one use.
func (k key) part(of string) []byte {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte("casefile index: " + of))
	return mac.Sum(nil)
}

// file is the name of the database of a key. It tells nothing of the key.
func (k key) file() string { return dbPrefix + hex.EncodeToString(k.part("file")[:8]) }

func (k key) hex() string { return hex.EncodeToString(k) }

// readKey opens the key file of a folder. It fails with fs.ErrNotExist where there is none.
func readKey(folder string, id *seal.Identity) (key, error) {
	f, err := os.Open(filepath.Join(folder, keyFile))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxKeyFile {
		return nil, &Fault{Why: Damaged}
	}
	sealed := make([]byte, info.Size())
	if _, err := f.ReadAt(sealed, 0); err != nil {
		return nil, err
	}
	k, err := seal.OpenOwn(id, sealed)
	switch why := whyOf(err); {
	case err == nil && len(k) != 32:
		return nil, &Fault{Why: Damaged}
	case err != nil && why != Foreign && why != Damaged:
		return nil, &Fault{NotOpened, err}
	}
	return k, err
}

// makeKey draws a key and puts its file into a folder that has none. Where another process is
// faster, its key counts.
func makeKey(folder string, id *seal.Identity) (key, error) {
	k := newKey()
	err := putKey(folder, k, id)
	if errors.Is(err, fs.ErrExist) {
		return readKey(folder, id)
	}
	return k, err
}

// putKey seals a key into its file, and refuses with fs.ErrExist where there is one.
func putKey(folder string, k key, id *seal.Identity) error {
	sealed, err := seal.SealOwn(id.Recipient(), k)
	if err != nil {
		return err
	}
	return store.WriteNew(filepath.Join(folder, keyFile), 0o600, store.Content(sealed))
}

// strike removes the databases of a folder that are not of this key: nobody can read them any
// more. What can't be removed stays, and is tried again.
func strike(folder string, k key) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		mine := k != nil && strings.HasPrefix(e.Name(), k.file())
		if strings.HasPrefix(e.Name(), dbPrefix) && !mine {
			errs = append(errs, os.Remove(filepath.Join(folder, e.Name())))
		}
	}
	return errors.Join(errs...)
}

// remove deletes an index. The key goes first: without it the rest is nobody's.
func remove(folder string) error {
	err := os.Remove(filepath.Join(folder, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if gone := strike(folder, nil); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}
