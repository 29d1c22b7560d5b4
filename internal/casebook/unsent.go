package casebook

import (
	"context"

	"casefile/internal/ledger"
)

// Unsent counts the commits that the remote, as last seen, does not have, those
// of mine among them that wait because somebody else joined this copy with it. A
// copy with no remote has nothing to send.
func (b *Book) Unsent(ctx context.Context) int {
	waiting, _, err := b.waitingOfMine(ctx)
	if err != nil {
		return b.unsentOnMain(ctx)
	}
	return b.unsentOnMain(ctx) + len(waiting)
}

// UnsentHere is Unsent without the commits that wait for their author, and
// without a process of git in a copy that is in step: for every command's start.
func (b *Book) UnsentHere(ctx context.Context) int {
	if may, err := b.repo.MayHaveRemote(); err != nil || !may {
		return 0
	}
	return b.unsentOnMain(ctx)
}

func (b *Book) unsentOnMain(ctx context.Context) int {
	for _, name := range []string{ledger.LastRef, ledger.TrackingRef} {
		sent, err := b.repo.Ref(ctx, name)
		if err != nil || sent == "" {
			continue
		}
		return b.since(ctx, sent)
	}
	// A remote that was never reached has nothing of what is here.
	if url, err := b.repo.Remote(ctx, ledger.RemoteName); err == nil && url != "" {
		return b.since(ctx, "")
	}
	return 0
}

func (b *Book) since(ctx context.Context, sent string) int {
	line, err := b.repo.Since(ctx, sent, b.Tip())
	if err != nil {
		return 0
	}
	return len(line)
}
