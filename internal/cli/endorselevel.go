package cli

import (
	"cmp"
	"context"
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// levelFor chooses the level of an endorsement, or says what the rules forbid and what to do
// instead.
func levelFor(ctx context.Context, b *casebook.Book, me team.Member, c *cases.Case,
	thread *cases.Thread, target *cases.Item, o endorseOptions,
) (string, error) {
	level, err := settleLevel(ctx, b, me, thread, target, o)
	if again := againWords(b, c, target.Ref()); err != nil && again != "" {
		return "", withHint(err, "%s", again)
	}
	return level, err
}

func settleLevel(ctx context.Context, b *casebook.Book, me team.Member, thread *cases.Thread,
	target *cases.Item, o endorseOptions,
) (string, error) {
	ref := target.Ref()
	given, err := b.Endorsed(ref.Case, ref.Entry)
	if err != nil {
		return "", err
	}
	d, err := b.Docket(ctx, ref.Case)
	if err != nil {
		return "", err
	}
	author := target.Author
	if target.WrittenBy(me.ID) { // also if it was moved here since
		author = me.ID
	}
	e := verify.EndorsementCheck{Policy: b.Policy(), Team: b.Team(), Docket: d, Member: me,
		Target: target.ID, Kind: target.Kind,
		Author: author, Signer: target.Signer, Request: target.Request, SHA256: target.SHA256,
		Amended: thread.Item != target,
		Given:   given, Level: o.level, Verdict: o.verdict}
	level, err := e.Settle()
	switch {
	case errors.Is(err, verify.ErrEndorsement):
		return "", usage("%s is itself an endorsement", ref)
	case errors.Is(err, verify.ErrOwnEntry) && target.Adopter() == me.ID:
		return "", denied("you took %s over from %s; somebody else must endorse it", ref,
			target.Author)
	case errors.Is(err, verify.ErrOwnEntry):
		return "", denied("%s is your own entry; somebody else must endorse it", ref)
	case errors.Is(err, verify.ErrNotPending):
		return "", withHint(inState("the %s %s no longer waits for endorsement", target.Kind, ref),
			"casefile %s shows the case", ref.Case)
	case errors.Is(err, verify.ErrAmended):
		return "", withHint(inState("%s has been amended since", ref), "casefile endorse %s",
			thread.Ref())
	case errors.Is(err, verify.ErrNobodyLeft):
		return "", withHint(denied("after your endorsement as line manager "+
			"nobody would be left to endorse %s as senior", ref),
			"ask the line manager, and endorse it as senior afterwards")
	case errors.Is(err, verify.ErrEndorsedBefore):
		return "", denied("you have endorsed %s already; the next level is another person's", ref)
	case errors.Is(err, verify.ErrNotThen):
		return "", withHint(denied("you could not endorse at that level yet when the %s %s was "+
			"recorded, so that your endorsement would not count", target.Kind, ref),
			"ask %s; where none of them can, the %s is recorded again",
			cmp.Or(record.Enumerated(e.Left()), "whoever had the role then"),
			target.Kind)
	case errors.Is(err, verify.ErrLineFirst):
		return "", withHint(
			denied("policy wants the line manager's endorsement of %s before the senior's", ref),
			"ask the line manager, or endorse it at that level: --level line")
	}
	return level, err
}

// actsFor returns the member in whose place somebody endorses an entry at a level, or "" if it is
// their own. Cover decides that.
func actsFor(b *casebook.Book, c *cases.Case, me team.Member, target record.Ref, level string) (
	string, error,
) {
	duties, err := dutiesIn(b, c)
	return duty.EndorsesFor(duties, me.ID, target, level), err
}
