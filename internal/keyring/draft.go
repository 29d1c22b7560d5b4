package keyring

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
)

// Draft is a text that no repository took, sealed to the person.
type Draft struct {
	ID     record.ID
	Path   string
	Saved  time.Time
	Memory bool // it is gone when the person logs out, or the machine starts again
}

const draftPrefix, draftEnding = "draft-", ".age"

// KeepDraft keeps a text that nothing else takes, sealed as it is given: in the person's folder,
// or in memory where the disk takes nothing.
func (k *Keyring) KeepDraft(sealed []byte) (Draft, error) {
	kept := Draft{ID: record.NewID()}
	kept.Path = draftFile(k.Folder(), kept.ID)
	err := store.WriteNew(kept.Path, 0o600, store.Content(sealed))
	if err == nil {
		return kept, nil
	}
	memory, memErr := k.memory()
	if memErr == nil {
		kept.Path, kept.Memory = draftFile(memory, kept.ID), true
		memErr = store.WriteNew(kept.Path, 0o600, store.Content(sealed))
	}
	if memErr != nil {
		return Draft{}, err // the disk's error is the helpful one
	}
	return kept, nil
}

func draftFile(folder string, id record.ID) string {
	return filepath.Join(folder, draftPrefix+string(id)+draftEnding)
}

// memory returns the person's own folder in memory, for them alone. A folder in /tmp could be
// anybody's, and on a disk.
func (k *Keyring) memory() (string, error) {
	folder := k.memoryFolder()
	if folder == "" {
		return "", ErrNoRuntimeDir
	}
	// The folder in XDG_RUNTIME_DIR must exist: one that we made would be on the disk.
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return folder, private(folder, os.ModeDir)
}

func (k *Keyring) memoryFolder() string {
	dir := k.o.Getenv("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "casefile")
}

// Drafts lists the texts that no repository took. What can't be looked into has none.
func (k *Keyring) Drafts() []Draft {
	out := draftsIn(k.Folder(), false)
	if memory := k.memoryFolder(); memory != "" && private(memory, os.ModeDir) == nil {
		out = append(out, draftsIn(memory, true)...)
	}
	return out
}

func draftsIn(folder string, memory bool) []Draft {
	list, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var out []Draft
	for _, e := range list {
		name, of := strings.CutPrefix(e.Name(), draftPrefix)
		name, age := strings.CutSuffix(name, draftEnding)
		info, err := e.Info()
		if id := record.ID(name); of && age && id.Valid() && err == nil {
			out = append(out, Draft{ID: id, Path: filepath.Join(folder, e.Name()),
				Saved: info.ModTime(), Memory: memory})
		}
	}
	return out
}
