package casebook

import (
	"context"
	"path/filepath"
	"slices"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// IsServer reports whether casefile's hooks judge each push to a repository. If a hook is missing
// in the repository, as in most copies, it is no server. That saves a git process, which would tell
// where the hooks are.
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

// SetBackServer reports whether a repository is a server whose main was set back behind what it
// judged itself, without other faults in its history. Such a server takes no pushes.
func SetBackServer(repo *store.Repo, faults []verify.Fault) bool {
	return len(faults) > 0 && verify.OnlyOf(verify.RuleRewound, faults) && repo.Bare() &&
		IsServer(repo)
}

// ServerHere opens the remote if it is a server in a folder of this machine. It returns nil if not.
func (b *Book) ServerHere(ctx context.Context) (*store.Repo, error) {
	there, _, _, err := b.remoteFolder(ctx)
	if err != nil || there == nil || IsServer(there) {
		return there, err
	}
	there.Close()
	return nil, nil
}

// PurgeLags reports whether main has commits since the last purge. On a server that is so from the
// moment a push moves main until its hook has run. If the hook was interrupted, it is so until the
// next one.
func (b *Book) PurgeLags() bool {
	return b.purgedUpTo().commit != b.Tip()
}
