package casebook

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"os"
	"slices"

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
// people may be told of its address. While the remote can't be seen, it has what the last look
// found there.
func (b *Book) RemoteCopies(ctx context.Context, ids []string) (
	found []Place, seen, where string, err error,
) {
	there, seen, where, err := b.remoteFolder(ctx)
	if err == nil && there == nil {
		found, err = b.lastSeenThere(ctx, ids, where)
	}
	if err != nil || there == nil {
		return found, seen, where, err
	}
	defer there.Close()
	if found, err = there.Trace(ctx, ids); err == nil {
		found, err = b.withoutKept(ctx, there, found)
	}
	return found, seen, where, err
}

// sinceUnseen describes a key that the remote held.
const sinceUnseen = "the remote held it at the last look, and nobody can look there now"

// lastSeenThere are those of some keys that the last look at the remote found there.
func (b *Book) lastSeenThere(ctx context.Context, ids []string, where string) (
	out []Place, err error,
) {
	noted, err := b.notedPurges()
	for _, id := range noted {
		held, heldErr := b.heldByRemote(ctx, id)
		if err = errors.Join(err, heldErr); err != nil {
			return nil, err
		}
		for _, blob := range held {
			if slices.Contains(ids, blob) {
				at := cmp.Or(where, "the remote that this copy had")
				out = append(out, Place{ID: blob, Where: at, What: sinceUnseen})
			}
		}
	}
	return out, err
}

// heldByRemote are the keys of a case that were found there, as its note says. Where that is
// lost, any may be.
func (b *Book) heldByRemote(ctx context.Context, id record.ID) ([]string, error) {
	o, _, err := b.pendingPurge(id)
	if err != nil || o.settled != settledUnknown {
		return o.there, err
	}
	if !slices.Contains(b.purgedUpTo().there, id) {
		return nil, nil
	}
	return b.DeadKeys(ctx, id)
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
func (b *Book) remoteFolder(ctx context.Context) (
	there *store.Repo, seen, where string, err error,
) {
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
