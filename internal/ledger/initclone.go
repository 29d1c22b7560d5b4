package ledger

import (
	"context"
	"errors"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// InitClone makes a fetched history the records of a new copy, pinned to the introduction that was
// given with it. It judges all of history first; on a FaultError nothing is begun.
func InitClone(ctx context.Context, repo *store.Repo, tip string, o Options) (*Ledger, error) {
	l := New(repo, o)
	given := ParseTrust(o.Trust)
	line, err := repo.Since(ctx, "", tip)
	if err != nil {
		return nil, err
	}
	if err := given.check(ctx, repo.Reader, line); err != nil {
		return nil, err
	}
	l.believe(ctx, given)
	judge, taught, err := l.judgeAfter(ctx, judgedTip{}, line)
	if err != nil {
		return nil, err
	}
	if err := l.WriteTrust(given); err != nil {
		return nil, err
	}
	moves := []store.Move{{Ref: MainRef, New: tip}, {Ref: VerifiedRef, New: tip}}
	if err := repo.Move(ctx, moves); !store.Moved(err) {
		return nil, err
	}
	judge = judge.Over(storedHistory{ctx: ctx, read: repo.Reader, index: l.index})
	on := newGround{tip: tip, judge: judge, place: taught.commits}
	if err := l.stand(on, taught); err != nil {
		return nil, err
	}
	return l, errors.Join(l.Heal(ctx), repo.Checkout(ctx, "", tip))
}

// GoesOn checks that a fetched history goes on from the last fetched commit: RuleRewound where it
// does not. lost is true where the history itself says, by a rejoin, that it lost that commit.
func (l *Ledger) GoesOn(ctx context.Context, last, theirs string) (lost bool, err error) {
	if last == "" || leadsTo(ctx, l.repo.Reader, last, theirs) {
		return false, nil
	}
	if lost, err = l.excused(ctx, last, theirs); err != nil || lost {
		return lost, err
	}
	return false, RepoFault(verify.RuleRewound, "", "the remote no longer has the commit %s, "+
		"which it had when it was last asked", last)
}
