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
	"slices"
	"strings"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// The names of the files of an index.
const (
	keyFile  = "key.age"
	dbPrefix = "db-"
)

// maxKeyFile bounds a key file in bytes: the header of one recipient and 32 bytes.
const maxKeyFile = 8 << 10

// key is a database's encryption key.
type key []byte

// keySize is the length of a key. In its file, the account's mark follows the key.
const keySize = 32

// owner is the person to whom an index belongs.
type owner struct {
	id *seal.Identity
	// mark is a secret of the account. Anybody can seal a file to an identity, because its
	// recipient is public. Without the mark, the person who put the key there would know it.
	mark []byte
}

func newKey() key {
	k := make(key, keySize)
	rand.Read(k) // never fails: crypto/rand ends the program instead
	return k
}

// file returns the name of a key's database. The name reveals nothing of the key.
func (k key) file() string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte("casefile index"))
	return dbPrefix + hex.EncodeToString(mac.Sum(nil)[:8])
}

// markOf returns the mark that an account puts behind its own key.
func (o owner) markOf(k key) []byte {
	mac := hmac.New(sha256.New, o.mark)
	mac.Write(k)
	return mac.Sum(nil)
}

// keyIn returns the key in the content of a key file.
func (o owner) keyIn(content []byte) (key, error) {
	if len(content) == keySize {
		return nil, &Fault{Why: Older}
	}
	if len(content) != keySize+sha256.Size {
		return nil, &Fault{Why: Damaged}
	}
	k := key(content[:keySize])
	if !hmac.Equal(content[keySize:], o.markOf(k)) {
		return nil, &Fault{Why: Unmarked}
	}
	return k, nil
}

func (k key) hex() string { return hex.EncodeToString(k) }

// keyFrom is a key, with the sealed file from which it was read.
type keyFrom struct {
	key
	sealed []byte
}

// readKey opens the key file of a folder. It fails with fs.ErrNotExist for none.
func readKey(folder string, o owner) (from keyFrom, err error) {
	if from.sealed, err = sealedKey(filepath.Join(folder, keyFile)); err != nil {
		return from, err
	}
	content, err := seal.OpenOwn(o.id, from.sealed)
	if err == nil {
		from.key, err = o.keyIn(content)
		return from, err
	}
	if why := whyOf(err); why != Foreign && why != Damaged {
		err = &Fault{NotOpened, err}
	}
	return from, err
}

// sealedKey reads a key file. It refuses a file that is too large or no plain file.
func sealedKey(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxKeyFile {
		return nil, &Fault{Why: Damaged}
	}
	return os.ReadFile(path)
}

// makeKey makes a key and its file in a folder that has none. If another process is faster, its key
// counts.
func makeKey(folder string, o owner) (keyFrom, error) {
	from, err := putKey(folder, newKey(), o)
	if errors.Is(err, fs.ErrExist) {
		return readKey(folder, o)
	}
	if err == nil { // the mark was for a database that nobody can read any more
		err = errors.Join(strike(folder, from.key), dropRenewalMark(folder, renewalMark(folder)))
	}
	return from, err
}

// putKey seals a key into its file. It fails with fs.ErrExist where there is one.
func putKey(folder string, k key, o owner) (keyFrom, error) {
	sealed, err := seal.SealOwn(o.id.Recipient(), append(slices.Clone(k), o.markOf(k)...))
	if err != nil {
		return keyFrom{}, err
	}
	return putSealed(folder, keyFrom{k, sealed})
}

func putSealed(folder string, from keyFrom) (keyFrom, error) {
	content := store.Content(from.sealed)
	return from, store.WriteNew(filepath.Join(folder, keyFile), 0o600, content)
}

// strike removes the databases of a folder that do not belong to this key, because nobody can read
// them. It removes folders with such names too. What can't be removed stays, and is tried again
// later.
func strike(folder string, k key) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		mine := k != nil && strings.HasPrefix(e.Name(), k.file())
		if strings.HasPrefix(e.Name(), dbPrefix) && !mine {
			errs = append(errs, os.RemoveAll(filepath.Join(folder, e.Name())))
		}
	}
	return errors.Join(errs...)
}

// remove deletes an index. It removes the key first: without the key, nobody can read the rest.
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
