package casebook

import "context"

// originRef is where the last known state of the remote is kept.
const originRef = "refs/remotes/origin/main"

// Unsent counts the commits that the remote, as last seen, does not have. A
// copy with no remote has nothing to send.
func (b *Book) Unsent(ctx context.Context) int {
	sent, err := b.repo.Ref(ctx, originRef)
	if err != nil || sent == "" {
		return 0
	}
	line, err := b.repo.Since(ctx, sent, b.tip)
	if err != nil {
		return 0
	}
	return len(line)
}
