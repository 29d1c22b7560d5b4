package casebook

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// Begin makes a history that was just fetched the records of a new copy, which
// believes in the introduction that was given with it. All of the history is
// judged first (FaultError), and then nothing is begun.
func Begin(ctx context.Context, repo *store.Repo, tip string, o Options) (*Book, error) {
	b := newBook(repo, o)
	if now, err := repo.Ref(ctx, MainRef); err != nil || now != "" {
		return nil, errors.Join(err, fmt.Errorf("%w: main has commits already", ErrState))
	}
	given := parseTrust(o.Trust)
	line, err := repo.Since(ctx, "", tip)
	if err != nil {
		return nil, err
	}
	if err := given.check(line); err != nil {
		return nil, err
	}
	b.pinned, b.intro = true, given.intro
	judge, learned, err := b.judgeFrom(ctx, judged{}, line)
	if err != nil {
		return nil, err
	}
	if err := b.writeTrust(given); err != nil {
		return nil, err
	}
	moves := []store.Move{{Ref: MainRef, New: tip}, {Ref: VerifiedRef, New: tip}}
	if err := repo.Move(ctx, moves); err != nil {
		return nil, err
	}
	judge = judge.Over(past{ctx: ctx, read: repo.Reader, index: b.index})
	if err := b.stand(footing{tip: tip, judge: judge, place: len(learned)}, learned); err != nil {
		return nil, err
	}
	return b, errors.Join(b.Heal(ctx), repo.Checkout(ctx, "", tip))
}

// Heal writes the keys refs that differ from what main says, as far as their
// wrapped keys are here.
func (b *Book) Heal(ctx context.Context) error { return b.healKeys(ctx) }

// GoesOn says whether a history that was fetched goes on from the one that was
// fetched last (RuleRewound where it does not).
func (b *Book) GoesOn(ctx context.Context, last, theirs string) error {
	if last == "" || last == theirs {
		return nil
	}
	if theirs != "" {
		if _, err := b.repo.Since(ctx, last, theirs); err == nil {
			return nil
		}
	}
	return repoFault(verify.RuleRewound, "", "the remote no longer has the commit %s, which it had when it was last asked", last)
}
