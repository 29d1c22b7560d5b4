package casebook

import (
	"context"
	"errors"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Loss is the part of the records that a remote had and lost.
type Loss struct {
	Tip  string   // the remote's tip when it was last asked; "" if nothing is lost
	Sign bool     // the member who joins signs that it is lost
	More []string // lost commits that this copy never had
}

// lostPart returns the lost part of a line: the commits that the remote had, and that theirs lacks.
func (b *Book) lostPart(ctx context.Context, theirs string, loss Loss) ([]string, error) {
	if loss.Tip == "" {
		return nil, nil
	}
	base, err := b.repo.MergeBase(ctx, loss.Tip, theirs)
	if err != nil {
		return nil, err
	}
	return b.repo.Since(ctx, base, loss.Tip)
}

// recordLoss returns the lost part. If loss.Sign is set, it first records on the continuing line
// what was lost.
func (b *Book) recordLoss(ctx context.Context, next *Book, theirs string, loss Loss) (
	[]string, error,
) {
	lost, err := b.lostPart(ctx, theirs, loss)
	if err == nil && loss.Sign {
		_, err = next.rejoin(ctx, slices.Concat(lost, loss.More))
	}
	return lost, err
}

// signerID returns the member whose signing key is available, or "".
func (b *Book) signerID() string {
	s, err := b.person.Signer()
	if err != nil {
		return ""
	}
	m, _ := b.memberWith(s.PublicKey())
	return m.ID
}

// rejoin signs, on the continuing line, which commits it lost.
func (b *Book) rejoin(ctx context.Context, lost []string) (*Done, error) {
	named := slices.Clone(lost)
	slices.Sort(named)
	return b.perform(ctx, func(p *parent) (*Change, error) {
		if err := p.may(team.OpRejoin, team.Stance{}); err != nil {
			return nil, err
		}
		return &Change{Op: team.OpRejoin, Lost: slices.Compact(named)}, nil
	})
}

// withoutOthersLost returns a list without what others recorded on the lost part, as they record
// that again themselves.
func withoutOthersLost(list []original, lost []string, me string) []original {
	return slices.DeleteFunc(slices.Clone(list), func(o original) bool {
		return o.signer != me && slices.Contains(lost, o.ID)
	})
}

// noteAwaited names in each conflict the members on whose lost work it depends, while they have not
// replayed that work. The conflict may have no other cause. list is the line as it was here.
func (b *Book) noteAwaited(ctx context.Context, next *Book, list []original, lost []string,
	conflicts []Conflict,
) error {
	for i := range conflicts {
		c := &conflicts[i]
		at := slices.IndexFunc(list, func(o original) bool { return o.ID == c.Commit })
		for _, o := range list[:max(at, 0)] {
			if o.signer == list[at].signer || !slices.Contains(lost, o.ID) ||
				c.awaits(o.signer) || !list[at].restsOn(o) {
				continue
			}
			stands, err := next.hasEffect(ctx, b, o)
			if err != nil {
				return err
			}
			if !stands {
				m, _ := next.Team().Member(o.signer)
				c.Awaits = append(c.Awaits, Awaited{o.signer, !m.Active()})
			}
		}
	}
	return nil
}

func (c *Conflict) awaits(member string) bool {
	return slices.ContainsFunc(c.Awaits, func(w Awaited) bool { return w.Member == member })
}

// restsOn reports whether an operation depends on somebody's earlier one. The earlier operation
// created the case, let readers in, added an entry that is named, or led to the state of the case.
func (o original) restsOn(earlier original) bool {
	op, before := o.op(), earlier.op()
	for _, c := range o.msg.Cases {
		at := slices.IndexFunc(earlier.msg.Cases,
			func(e verify.CaseTrailers) bool { return e.Case == c.Case })
		switch {
		case at < 0:
		case isAny(before, team.OpOpen, team.OpIntake, team.OpAccept, team.OpGrant):
			return true
		case isAny(op, team.OpReopen, team.OpTransfer, team.OpDisposeRequest, team.OpDispose):
			return isAny(before, team.OpClose, team.OpDisposeRequest, team.OpEndorse)
		case op == team.OpReseal:
			return isAny(before, team.OpEraseRequest, team.OpEndorse)
		case namesAnyOf(c, earlier.msg.Cases[at]):
			return true
		}
	}
	return false
}

func isAny(op string, ops ...string) bool { return slices.Contains(ops, op) }

// namesAnyOf reports whether trailers name an entry that earlier ones added or endorsed.
func namesAnyOf(c, earlier verify.CaseTrailers) bool {
	named := []record.ID{c.Releases}
	for _, e := range c.Endorses {
		named = append(named, e.Target)
	}
	return slices.ContainsFunc(earlier.Entries, func(e verify.EntryTrailer) bool {
		return slices.Contains(named, e.ID)
	}) || slices.ContainsFunc(earlier.Endorses, func(e verify.EndorseTrailer) bool {
		return slices.Contains(named, e.Target)
	})
}

// hasEffect reports whether this line has the effect of an operation of ours: its entries, or the
// readers that it let in. An operation with neither counts as having its effect.
func (b *Book) hasEffect(ctx context.Context, ours *Book, o original) (bool, error) {
	for _, c := range o.msg.Cases {
		if len(c.Entries) > 0 {
			return b.hasAll(o)
		}
		if o.op() != team.OpGrant && o.op() != team.OpAccept {
			continue
		}
		then, err := ledger.DocketAt(ctx, ours.repo.Reader, o.ID, c.Case)
		if err != nil {
			return false, err
		}
		now, err := b.Docket(ctx, c.Case)
		if errors.Is(err, ErrNotFound) {
			return false, nil
		}
		if err != nil || slices.ContainsFunc(then.Readers(), func(m string) bool {
			return !now.Reads(m)
		}) {
			return false, err
		}
	}
	return true, nil
}

// keepLost returns the move of a ref that keeps the lost part here.
func (b *Book) keepLost(ctx context.Context, loss Loss, lost []string) ([]store.Move, error) {
	if len(lost) == 0 {
		return nil, nil
	}
	return b.notThere(ctx, []store.Move{{Ref: ledger.LostPrefix + loss.Tip[:12], New: loss.Tip}})
}
