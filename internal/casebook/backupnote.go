package casebook

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"casefile/internal/store"
)

// ErrBackup says that a folder is a backup. It follows a server, and nobody records in it.
var ErrBackup = fmt.Errorf("%w: this folder is a backup", ErrState)

// What the note in a backup says: that it was begun, or that all of it is there.
const (
	BackupBegun = "begun"
	BackupWhole = "whole"
)

// BackupNote returns the path of the note in a backup's folder.
func BackupNote(folder string) string { return filepath.Join(folder, "casefile", "backup") }

// NoteBackup writes into a folder how far its backup has come.
func NoteBackup(folder, word string) error {
	path := BackupNote(folder)
	if err := store.MakeFolder(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return store.WriteFile(path, 0o644, store.Content([]byte(word+"\n")))
}

// BackupIn returns the words of a folder's backup note; "" where the folder is no backup. A note
// that can't be read, as after a damaged disk, counts as the note of a whole backup: nobody records
// in it, and nothing of it is rebuilt unasked.
func BackupIn(folder string) string {
	path := BackupNote(folder)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return ""
	}
	text, err := store.ReadAtMost(path, 64)
	if err == nil && string(text) == BackupBegun+"\n" {
		return BackupBegun
	}
	return BackupWhole
}

// IsBackup reports whether a repository is a backup, which follows a server and is none.
func IsBackup(repo *store.Repo) bool { return BackupIn(repo.CommonDir()) != "" }
