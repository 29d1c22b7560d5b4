package casebook

import (
	"context"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/team"
)

// Loss is a half of the records that a remote had and lost.
type Loss struct {
	Tip  string   // where the remote was when it was last asked; "" where nothing is lost
	Sign bool     // whoever joins signs that it is lost
	More []string // lost commits that this copy never had
}

// lostHalf is what of a line belongs to a loss: the commits that the remote had, and
// theirs now lacks.
func (b *Book) lostHalf(ctx context.Context, theirs string, loss Loss) ([]string, error) {
	if loss.Tip == "" {
		return nil, nil
	}
	base, err := b.repo.MergeBase(ctx, loss.Tip, theirs)
	if err != nil {
		return nil, err
	}
	return b.repo.Since(ctx, base, loss.Tip)
}

// goOnAfter has the line that goes on say what it lost, where that is asked for, and gives
// the lost half.
func (b *Book) goOnAfter(ctx context.Context, next *Book, theirs string, loss Loss) ([]string, error) {
	lost, err := b.lostHalf(ctx, theirs, loss)
	if err == nil && loss.Sign {
		_, err = next.rejoin(ctx, slices.Concat(lost, loss.More))
	}
	return lost, err
}

// signerOrNobody is the member whose key is at hand, "" for nobody.
func (b *Book) signerOrNobody() string {
	s, err := b.person.Signer()
	if err != nil {
		return ""
	}
	m, _ := b.memberWith(s.PublicKey())
	return m.ID
}

// rejoin signs, on the line that goes on, which commits it lost.
func (b *Book) rejoin(ctx context.Context, lost []string) (*Done, error) {
	named := slices.Clone(lost)
	slices.Sort(named)
	return b.do(ctx, func(p *parent) (*Change, error) {
		if err := p.may(team.OpRejoin, team.Stance{}); err != nil {
			return nil, err
		}
		return &Change{Op: team.OpRejoin, Lost: slices.Compact(named)}, nil
	})
}

// mineOf leaves out of a list what others recorded on a lost half: they record that again.
func mineOf(list []original, lost []string, me string) []original {
	return slices.DeleteFunc(slices.Clone(list), func(o original) bool {
		return o.signer != me && slices.Contains(lost, o.ID)
	})
}

// keepLost is the ref that keeps a lost half here.
func (b *Book) keepLost(ctx context.Context, loss Loss, lost []string) ([]store.Move, error) {
	if len(lost) == 0 {
		return nil, nil
	}
	return b.notThere(ctx, []store.Move{{Ref: ledger.LostPrefix + loss.Tip[:12], New: loss.Tip}})
}
