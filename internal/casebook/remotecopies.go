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

// Whether the remote could be looked at.
const (
	RemoteNone   = "none"
	RemoteSeen   = "seen"
	RemoteUnseen = "unseen"
)

// RemoteCopies looks for blobs in a remote that is a folder of this machine. where is its address,
// without a password. While the remote can't be seen, it returns what the last look found there.
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

// sinceUnseen describes a key that the remote held when it could last be seen.
const sinceUnseen = "the remote held it at the last look, and nobody can look there now"

// lastSeenThere returns the keys that the last look found at the remote.
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

// heldByRemote returns the keys of a case that were found at the remote, by its note. If the note
// is lost, it may be any dead key of the case.
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

// KeptForRepair lists the keys that are kept for the repair of an erasure in a case: in this copy,
// and in a remote that is a folder of this machine.
func (b *Book) KeptForRepair(ctx context.Context, id record.ID) ([]UndoKept, error) {
	out, err := b.UndoKeys(ctx, id)
	if err != nil {
		return nil, err
	}
	there, _, _, err := b.remoteFolder(ctx)
	if err != nil || there == nil {
		return out, err
	}
	defer there.Close()
	more, err := b.undoKeysIn(ctx, there, id)
	return append(out, more...), err
}

// remoteFolder opens a remote that is a folder of this machine and has these records. If another
// repository is in its place, the remote counts as unseen.
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

// RemoteFolder opens a remote that is a folder of this machine. It returns nil if there is none.
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
		return nil, RemoteUnseen, where, nil // only its own git may be able to read it
	}
	if !there.LiesIn(folder) { // for example an empty folder in a work tree
		return nil, RemoteUnseen, where, there.Close()
	}
	if repo.Hasty() {
		there.InHaste()
	}
	return there, RemoteSeen, where, nil
}
