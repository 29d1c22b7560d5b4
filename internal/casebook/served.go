package casebook

import (
	"context"
	"path/filepath"
	"slices"

	"casefile/internal/store"
)

// IsServer reports whether hooks of casefile's judge each push to a repository.
func IsServer(repo *store.Repo) bool {
	folder, err := hooksFolder(repo)
	return err == nil && !slices.ContainsFunc(Hooks(), func(name string) bool {
		_, ours, err := store.ReadHook(filepath.Join(folder, name))
		return err != nil || !ours
	})
}

// ServerHere opens a remote that is a server in a folder of this machine; nil where it is none.
func (b *Book) ServerHere(ctx context.Context) (*store.Repo, error) {
	there, _, _, err := b.remoteFolder(ctx)
	if err != nil || there == nil || IsServer(there) {
		return there, err
	}
	there.Close()
	return nil, nil
}

// PurgeLags says that commits have come to main since all that they took off the record was
// purged. On a server that is so from the moment at which a push lands until its hook has
// run; where the hook was cut off, it stays so until the next.
func (b *Book) PurgeLags() bool {
	upTo, _ := b.purgedUpTo()
	return upTo != b.Tip()
}
