package casebook

import (
	"context"
	"net/url"
	"os"

	"casefile/internal/ledger"
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
	address, err := b.repo.Remote(ctx, ledger.RemoteName)
	if err != nil || address == "" {
		return nil, RemoteNone, "", err
	}
	folder, where := address, address
	if u, err := url.Parse(address); err == nil {
		where = u.Redacted()
		if u.Scheme == "file" {
			folder = u.Path
		}
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, RemoteUnseen, where, nil
	}
	there, err := store.Open(ctx, folder)
	if err != nil {
		return nil, RemoteUnseen, where, nil // what it is, its own git may know
	}
	defer there.Close()
	found, err = there.Trace(ctx, ids)
	return found, RemoteSeen, where, err
}
