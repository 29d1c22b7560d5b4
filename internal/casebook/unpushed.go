package casebook

import (
	"context"

	"casefile/internal/ledger"
)

// Unpushed counts the commits that the remote, as last seen, lacks. It includes commits of mine
// that wait because somebody else synced this copy. A copy without a remote has none.
func (b *Book) Unpushed(ctx context.Context) int {
	waiting, _, err := b.waitingOfMine(ctx)
	if err != nil {
		return b.unpushedOnMain(ctx)
	}
	return b.unpushedOnMain(ctx) + len(waiting)
}

// hasRemote reports whether commits of this copy must be pushed: the copy has a remote, or had one
// at its last sync, even if its configuration was lost since.
func (b *Book) hasRemote(ctx context.Context) (bool, error) {
	sent, err := b.sentUpTo(ctx)
	if err != nil || sent != "" {
		return err == nil, err
	}
	url, err := b.repo.Remote(ctx, ledger.RemoteName)
	return url != "", err
}

// sentUpTo returns the newest commit that the remote had when it was last seen, or "".
func (b *Book) sentUpTo(ctx context.Context) (string, error) {
	for _, name := range []string{ledger.LastRef, ledger.TrackingRef} {
		if sent, err := b.repo.Ref(ctx, name); err != nil || sent != "" {
			return sent, err
		}
	}
	return "", nil
}

// UnpushedHere counts like Unpushed, without the commits that wait for their author. In a copy that
// is in step it starts no git process, so that every command can call it first.
func (b *Book) UnpushedHere(ctx context.Context) int {
	if may, err := b.repo.MayHaveRemote(); err != nil || !may {
		return 0
	}
	return b.unpushedOnMain(ctx)
}

func (b *Book) unpushedOnMain(ctx context.Context) int {
	if has, err := b.hasRemote(ctx); err != nil || !has {
		return 0
	}
	sent, _ := b.sentUpTo(ctx) // a remote that was never reached lacks everything
	return b.countSince(ctx, sent)
}

func (b *Book) countSince(ctx context.Context, sent string) int {
	line, err := b.repo.Since(ctx, sent, b.Tip())
	if err != nil {
		return 0
	}
	return len(line)
}
