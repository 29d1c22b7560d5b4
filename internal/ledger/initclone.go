package ledger

import (
	"context"
	"errors"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// InitClone makes a history that was just fetched the records of a new copy, which
// believes in the introduction that was given with it. All of the history is
// judged first (FaultError), and then nothing is begun.
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
	if err := l.stand(footing{tip: tip, judge: judge, place: taught.commits}, taught); err != nil {
		return nil, err
	}
	return l, errors.Join(l.Heal(ctx), repo.Checkout(ctx, "", tip))
}

// GoesOn asks whether a history that was fetched goes on from the one that was fetched
// last: RuleRewound where it does not. lost is true where it does not, and says by a rejoin
// that it lost that one.
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
