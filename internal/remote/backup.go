package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// ErrNoBackup says that a folder holds something other than a backup of these records.
var ErrNoBackup = errors.New("the folder is not a backup of these records")

// ErrFollowsOther says that a backup follows another server than this copy. The server may have
// moved.
var ErrFollowsOther = errors.New("the backup follows another server")

// ErrWrittenTo says that somebody recorded in a backup, which may only follow.
var ErrWrittenTo = errors.New("somebody recorded in the backup")

// DamagedBackupError says that a backup's folder is damaged, and not the copy that makes the
// backup.
type DamagedBackupError struct {
	Folder string
	Why    error
}

func (e *DamagedBackupError) Error() string {
	return fmt.Sprintf("the backup %s is damaged: %s", e.Folder,
		cmp.Or(store.LostPart(e.Why), e.Why.Error()))
}

func (e *DamagedBackupError) Unwrap() error { return e.Why }

// inBackup returns an error of damage as a DamagedBackupError, and any other error as it is.
func inBackup(folder string, err error) error {
	if errors.Is(err, store.ErrBrokenFolder) || store.IsDamage(err) ||
		errors.Is(err, verify.ErrAbsent) {
		return &DamagedBackupError{folder, err}
	}
	return err
}

// BackedUp is the result of a backup.
type BackedUp struct {
	From     string // the remote, or this copy where it has none
	Fresh    bool   // the folder was made in this run
	Tip      string
	Received int               // commits, since the last time
	Erased   *casebook.Erasure // what was purged in the folder
	// commits of this copy that neither the remote nor the folder has
	Unpushed int
}

// Backup makes a folder a bare copy of the records, or brings one up to date. It follows the remote
// if there is one, because unsent operations may still be recorded again on top of others.
// Everything that comes in is judged. What was destroyed since the last backup is removed from the
// folder too. o opens the folder for the person of b.
func Backup(ctx context.Context, b *casebook.Book, folder string, o casebook.Options) (
	*BackedUp, error,
) {
	from, tip, err := source(ctx, b)
	if err != nil {
		return nil, err
	}
	out := &BackedUp{From: from, Unpushed: b.Unpushed(ctx)}
	if begunIn(folder) {
		clear(folder, false)
	}
	if _, err := vacant(folder); err == nil {
		o.Trust, out.Fresh = b.Intro()+"@"+tip, true
		made, err := Clone(ctx,
			CloneOptions{URL: from, Dir: folder, Bare: true, Backup: true, Open: o})
		if err != nil {
			return nil, err
		}
		out.Tip = made.Tip()
		err = errors.Join(casebook.CloseBackup(ctx, made.Repo()),
			casebook.NoteBackup(folder, casebook.BackupWhole))
		return out, errors.Join(err, made.Repo().Close())
	}
	if err := out.follow(ctx, b.Intro(), folder, o); err != nil {
		return out, err
	}
	return out, casebook.NoteBackup(folder, casebook.BackupWhole)
}

// begunIn reports whether an interrupted run has begun a backup in a folder. Its note is the first
// file that it writes there. Anything else in the folder belongs to somebody.
func begunIn(folder string) bool {
	word := casebook.BackupIn(folder)
	return word == casebook.BackupBegun ||
		word == "" && barelyBegun(folder, casebook.BackupNote(folder))
}

// source returns from where the records are backed up, and a commit that they have there.
func source(ctx context.Context, b *casebook.Book) (from, tip string, err error) {
	from, err = b.Repo().RemoteAddress(ctx, ledger.RemoteName)
	if err != nil {
		return "", "", err
	}
	if from == "" {
		from, err = filepath.Abs(b.Repo().CommonDir())
		return from, b.Tip(), err
	}
	tip, err = b.Repo().Ref(ctx, ledger.LastRef)
	if err == nil && tip == "" {
		tip = b.Intro() // never synced: only the introduction is sure to be there
	}
	return from, tip, err
}

// follow brings a backup up to date.
func (out *BackedUp) follow(ctx context.Context, intro, folder string, o casebook.Options) error {
	repo, err := store.Open(ctx, folder)
	if err != nil {
		if casebook.BackupIn(folder) != "" {
			return inBackup(folder, err)
		}
		return fmt.Errorf("%w: %w", ErrNoBackup, err)
	}
	defer repo.Close()
	url, err := repo.RemoteAddress(ctx, ledger.RemoteName)
	if err != nil {
		return err
	}
	switch {
	case !repo.Bare():
		return fmt.Errorf("%w: it is a copy that people work in", ErrNoBackup)
	case url == "":
		return fmt.Errorf("%w: it follows no server, as a server itself does", ErrNoBackup)
	case url != out.From:
		return fmt.Errorf("%w: %s", ErrFollowsOther, url)
	}
	if main, err := repo.Ref(ctx, ledger.MainRef); err == nil && main == "" {
		return fmt.Errorf("%w: it was begun, and never finished", ErrNoBackup)
	}
	o.Trust = ""
	backup, err := casebook.Open(ctx, repo, o)
	if err != nil {
		return inBackup(folder, err)
	}
	if backup.Intro() != intro {
		return fmt.Errorf("%w: they begin with %.12s", ErrNoBackup, backup.Intro())
	}
	if n := backup.Unpushed(ctx); n > 0 {
		return ErrWrittenTo
	}
	if err := casebook.CloseBackup(ctx, repo); err != nil {
		return err
	}
	synced, err := Sync(ctx, backup)
	if err != nil {
		return inBackup(folder, err)
	}
	out.Tip, out.Received, out.Erased = backup.Tip(), synced.Received, synced.Erased
	return nil
}
