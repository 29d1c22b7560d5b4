package casebook

import (
	"context"
	"net/url"
	"os"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// What could be seen of the remote.
const (
	RemoteNone   = "none"
	RemoteSeen   = "seen"
	RemoteUnseen = "unseen"
)

// RemoteCopies looks into a remote that is a folder of this machine; where is what
// people may be told of its address.
func (b *Book) RemoteCopies(ctx context.Context, ids []string) (
	found []Place, seen, where string, err error,
) {
	there, seen, where, err := b.remoteFolder(ctx)
	if err != nil || there == nil {
		return nil, seen, where, err
	}
	defer there.Close()
	if found, err = there.Trace(ctx, ids); err == nil {
		found, err = b.withoutKept(ctx, there, found)
	}
	return found, seen, where, err
}

// KeptForRepair lists what this copy, and a remote in a folder of this machine, keep of a case
// so that an erasure in it can be repaired.
func (b *Book) KeptForRepair(ctx context.Context, id record.ID) ([]UndoKept, error) {
	out, err := b.Undone(ctx, id)
	if err != nil {
		return nil, err
	}
	there, _, _, err := b.remoteFolder(ctx)
	if err != nil || there == nil {
		return out, err
	}
	defer there.Close()
	more, err := b.undoneIn(ctx, there, id)
	return append(out, more...), err
}

// remoteFolder opens a remote that is a folder of this machine and has these records. In another
// repository that stands in its place nothing can be seen of the remote.
func (b *Book) remoteFolder(ctx context.Context) (there *store.Repo, seen, where string, err error) {
	there, seen, where, err = RemoteFolder(ctx, b.repo)
	if there == nil {
		return nil, seen, where, err
	}
	main, err := there.Ref(ctx, ledger.MainRef)
	if err == nil && main != "" {
		if _, err = there.Commit(ctx, b.Intro()); err == nil {
			return there, seen, where, nil
		}
	}
	there.Close()
	return nil, RemoteUnseen, where, ctx.Err()
}

// RemoteFolder opens a remote that is a folder of this machine; nil where it is none.
func RemoteFolder(ctx context.Context, repo *store.Repo) (
	there *store.Repo, seen, where string, err error,
) {
	address, err := repo.RemoteAddress(ctx, ledger.RemoteName)
	if err != nil || address == "" {
		return nil, RemoteNone, "", err
	}
	where = address
	if u, err := url.Parse(address); err == nil {
		where = u.Redacted()
	}
	folder, local, err := repo.RemoteFolder(ctx, ledger.RemoteName)
	if err != nil || !local {
		return nil, RemoteUnseen, where, err
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, RemoteUnseen, where, nil
	}
	if there, err = store.Open(ctx, folder); err != nil {
		return nil, RemoteUnseen, where, nil // what it is, its own git may know
	}
	if !there.LiesIn(folder) { // an empty folder in a work tree, say
		return nil, RemoteUnseen, where, there.Close()
	}
	if repo.Hasty() {
		there.InHaste()
	}
	return there, RemoteSeen, where, nil
}
