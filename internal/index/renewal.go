package index

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"casefile/internal/store"
)

// renewalFile, in the folder of an index, says that something was taken off the record for good
// since the index was made, or last renewed. It names nothing.
const renewalFile = "owed"

// maxRenewalMark bounds what is read of such a file.
const maxRenewalMark = 1 << 10

// MarkForRenewal marks each index of a copy, as something was taken off the record. Write then
// takes the rows out of the index, and Renew takes them out of its pages. It needs no key.
func MarkForRenewal(dir string) error {
	members, err := Members(dir)
	for _, m := range members {
		path := filepath.Join(folderOf(dir, m), renewalFile)
		err = errors.Join(err, store.WriteFile(path, 0o600, store.Content([]byte(rand.Text()))))
	}
	return err
}

// MembersToRenew lists the members whose index in a copy is marked.
func MembersToRenew(dir string) (members []string, err error) {
	all, err := Members(dir)
	for _, m := range all {
		if renewalMark(folderOf(dir, m)) != nil {
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
	_ = os.Remove(Lists(dir)) // where it was the last
	return err
}

// renewalMark reads the mark of an index; nil where there is none.
func renewalMark(folder string) []byte {
	said, err := store.ReadAtMost(filepath.Join(folder, renewalFile), maxRenewalMark)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return notNil(said) // a mark that can't be read counts
}

// dropRenewalMark removes a mark, unless a later one is there.
func dropRenewalMark(folder string, mark []byte) error {
	if mark == nil || string(renewalMark(folder)) != string(mark) {
		return nil
	}
	return os.Remove(filepath.Join(folder, renewalFile))
}
