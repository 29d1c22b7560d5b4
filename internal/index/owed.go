package index

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"casefile/internal/store"
)

// owedFile, in the folder of an index, says that something was taken off the record for good
// since the index was made, or last renewed. It names nothing.
const owedFile = "owed"

// mostOwed bounds what is read of such a file.
const mostOwed = 1 << 10

// Owe notes in each index of a copy that what was taken off the record must go from there too:
// the rows by Write, and what their pages held by Renew. It needs no key.
func Owe(dir string) error {
	members, err := Members(dir)
	for _, m := range members {
		path := filepath.Join(folderOf(dir, m), owedFile)
		err = errors.Join(err, store.WriteFile(path, 0o600, store.Content([]byte(rand.Text()))))
	}
	return err
}

// Owed lists the members whose index in a copy owes that.
func Owed(dir string) (members []string, err error) {
	all, err := Members(dir)
	for _, m := range all {
		if debt(folderOf(dir, m)) != nil {
			members = append(members, m)
		}
	}
	return members, err
}

// Members lists those who have an index in a copy.
func Members(dir string) (members []string, err error) {
	if err := ownPlace(filepath.Join(Lists(dir), "any")); err != nil {
		return nil, nil // nobody's index is opened there
	}
	entries, err := os.ReadDir(Lists(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if e.IsDir() {
			members = append(members, e.Name())
		}
	}
	return members, err
}

// Owes says whether this index owes something.
func (db *DB) Owes() bool { return debt(db.folder) != nil }

// Remove deletes a member's index. It needs no key.
func Remove(dir, member string) error {
	folder := folderOf(dir, member)
	if err := ownPlace(folder); err != nil {
		return err
	}
	if err := remove(folder); err != nil {
		return err
	}
	err := os.RemoveAll(folder)
	_ = os.Remove(Lists(dir)) // where it was the last
	return err
}

// debt is what the file of a debt says; nil where there is none.
func debt(folder string) []byte {
	said, err := store.ReadAtMost(filepath.Join(folder, owedFile), mostOwed)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return notNil(said) // what can't be read is owed
}

// settle takes a debt away, unless a later one is there.
func settle(folder string, owed []byte) error {
	if owed == nil || string(debt(folder)) != string(owed) {
		return nil
	}
	return os.Remove(filepath.Join(folder, owedFile))
}
