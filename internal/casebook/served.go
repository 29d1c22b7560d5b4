package casebook

import (
	"context"
	"path/filepath"
	"slices"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// IsServer reports whether hooks of casefile's judge each push to a repository. Where not all of
// them lie in it, as in most copies, git is not asked where it looks for them: that is a process.
func IsServer(repo *store.Repo) bool {
	own := ownHooks(repo)
	lacks := func(name string) bool {
		_, ours, err := store.ReadHook(filepath.Join(own, name))
		return err != nil || !ours
	}
	if !repo.Bare() || slices.ContainsFunc(Hooks(), lacks) {
		return false
	}
	_, err := hooksFolder(repo)
	return err == nil
}

// SetBackServer reports whether a repository is a server of which main was set back behind what
// it judged itself, and nothing else is wrong with its history. It takes no push any more.
func SetBackServer(repo *store.Repo, faults []verify.Fault) bool {
	return len(faults) > 0 && verify.OnlyOf(verify.RuleRewound, faults) && repo.Bare() &&
		IsServer(repo)
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

// PurgeLags reports whether commits have come to main since the last purge. On a server that is so
// from the moment at which a push moves main until its hook has run. Where the hook was cut off, it
// stays so until the next one.
func (b *Book) PurgeLags() bool {
	return b.purgedUpTo().commit != b.Tip()
}
