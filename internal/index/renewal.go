package index

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"casefile/internal/store"
)

// renewalFile, in the folder of an index, says that something was destroyed since the index was
// made or last renewed. It names nothing.
const renewalFile = "owed"

// maxRenewalMark bounds such a file, in bytes.
const maxRenewalMark = 1 << 10

// MarkForRenewal marks each index of a copy after a destruction. Write then removes the rows from
// the index, and Renew removes them from its pages. It needs no key.
func MarkForRenewal(dir string) error {
	members, err := Members(dir)
	for _, m := range members {
		path := filepath.Join(folderOf(dir, m), renewalFile)
		err = errors.Join(err, store.WriteFile(path, 0o600, store.Content([]byte(rand.Text()))))
	}
	return err
}

// MembersToRenew returns the members whose index in a copy is marked.
func MembersToRenew(dir string) (members []string, err error) {
	all, err := Members(dir)
	for _, m := range all {
		if renewalMark(folderOf(dir, m)) != nil {
			members = append(members, m)
		}
	}
	return members, err
}

// Members returns the members who have an index in a copy.
func Members(dir string) (members []string, err error) {
	if err := ownPlace(filepath.Join(Lists(dir), "any")); err != nil {
		return nil, nil // no index is opened there
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

// RenewalDue reports whether this index must be renewed.
func (db *DB) RenewalDue() bool { return renewalMark(db.folder) != nil }

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
	_ = os.Remove(Lists(dir)) // if this was the last index
	return err
}

// renewalMark reads the mark of an index; nil for none.
func renewalMark(folder string) []byte {
	said, err := store.ReadAtMost(filepath.Join(folder, renewalFile), maxRenewalMark)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return notNil(said) // an unreadable mark counts as one
}

// dropRenewalMark removes a mark, unless a later one has replaced it.
func dropRenewalMark(folder string, mark []byte) error {
	if mark == nil || string(renewalMark(folder)) != string(mark) {
		return nil
	}
	return os.Remove(filepath.Join(folder, renewalFile))
}
