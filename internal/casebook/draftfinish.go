package casebook

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/record"
)

// ErrDraftTaken says that somebody finished or changed a draft after it was opened here:
// another window of the same person.
var ErrDraftTaken = errors.New("the draft was finished or changed meanwhile, in another window")

// FinishDraft records what came of a draft, and removes it: once, whatever other windows do.
// Where it is not recorded the draft stays.
func (b *Book) FinishDraft(ctx context.Context, d Draft, save func() error) error {
	unlock, err := b.lockDraft(ctx, d.ID)
	if err != nil {
		return err
	}
	defer unlock()
	defer b.removeLock(d)
	if err := d.unchanged(); err != nil {
		return err
	}
	if err := save(); err != nil {
		return err
	}
	if err := dropDraft(d.Path); err != nil {
		b.Notes = append(b.Notes, fmt.Sprintf("the draft %s was not removed: %v", d.ID, err))
	}
	return nil
}

// lockDraft locks a draft while it becomes an entry. It is never held while a person is asked.
func (b *Book) lockDraft(ctx context.Context, id record.ID) (unlock func(), err error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(b.draftFolder(me.ID), 0o700); err != nil {
		return nil, err
	}
	return b.repo.Lock(ctx, filepath.Join("drafts", me.ID, string(id)))
}

func (d Draft) unchanged() error {
	data, err := readDraft(d.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s", ErrDraftTaken, d.ID)
	}
	if err == nil && sha256.Sum256(data) != d.seen {
		err = fmt.Errorf("%w: %s", ErrDraftTaken, d.ID)
	}
	return err
}

// removeLock takes the lock away with the draft: whoever waits for it finds none.
func (b *Book) removeLock(d Draft) {
	if _, err := os.Lstat(d.Path); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	if me, err := b.Me(); err == nil {
		_ = os.Remove(strings.TrimSuffix(b.draftFile(me.ID, d.ID), ".age") + ".lock")
	}
}

// SeenDraft finds a draft and notes how it is now, without opening it: for a text that takes
// its place.
func (b *Book) SeenDraft(typed string) (Draft, error) {
	d, err := b.findDraft(typed)
	if err != nil {
		return d, err
	}
	data, err := readDraft(d.Path)
	if err != nil {
		return d, fmt.Errorf("the draft %s: %w", d.ID, err)
	}
	d.seen = sha256.Sum256(data)
	return d, nil
}
