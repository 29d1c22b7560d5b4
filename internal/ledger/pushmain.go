package ledger

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// judgeMain judges the commits that are new on main.
func (r *pushJudge) judgeMain(ctx context.Context) error {
	if r.main == nil {
		return nil
	}
	if r.main.Old != r.ledger.tip {
		return fmt.Errorf("%w: main has moved on since", store.ErrRaced)
	}
	line, err := r.newLine(ctx)
	if err != nil || len(line) == 0 {
		return err
	}
	judge := r.newJudge(ctx)
	judge.NotAfter(r.Now.Add(verify.ClockSkew))
	if r.main.Old != "" { // a first push may be of any age
		judge.NotBackTo(r.Now.Add(-verify.ClockSkew))
	}
	judged, faults, err := r.ledger.judgeCommits(ctx, judge, line, func([]verify.Learned) {})
	r.faults = append(r.faults, faults...)
	if errors.Is(err, verify.ErrNewer) || errors.Is(err, verify.ErrOlder) || ctx.Err() != nil {
		return err
	}
	if err != nil {
		r.faults = append(r.faults,
			verify.Fault{Commit: line[judged], Rule: ruleOf(err), Means: err.Error()})
	}
	r.tip = r.main.New
	if len(r.faults) > 0 {
		return nil
	}
	return r.judgeSchemas(ctx, line)
}

// newJudge returns a judge that reads the pushed objects and remembers what the server knows.
func (r *pushJudge) newJudge(ctx context.Context) *verify.Judge {
	history := &pushedHistory{storedHistory: storedHistory{ctx: ctx, read: r.Quarantine.Reader}}
	if r.ledger.tip == "" {
		history.judge = verify.New(history)
	} else {
		history.storedHistory.index = r.ledger.index
		history.judge = r.ledger.judge.Over(history)
	}
	return history.judge
}

// ReadAsPushed makes a judge read further objects as those of a push, whose writer is unknown.
func ReadAsPushed(ctx context.Context, judge *verify.Judge, read store.Reader) {
	stored := storedHistory{ctx: ctx, read: read}
	judge.UseHistory(&pushedHistory{storedHistory: stored, judge: judge})
}

// newLine returns the commits that the push adds to main; none after a fault.
func (r *pushJudge) newLine(ctx context.Context) ([]string, error) {
	u := r.main
	if _, err := r.Quarantine.Commit(ctx, u.New); err != nil {
		r.unreadable(u.New, err)
		return nil, ctx.Err()
	}
	line, err := r.Quarantine.Since(ctx, u.Old, u.New)
	if errors.Is(err, store.ErrNotFound) && u.Old != "" {
		if whole, wholeErr := r.Quarantine.Since(ctx, "", u.New); wholeErr == nil {
			r.fault(verify.RuleRewound, MainRef, "main would no longer have the commit %s, which "+
				"the server has", u.Old)
			if whole[0] != r.ledger.intro {
				r.fault(verify.RuleIntroduction, MainRef,
					"main would not begin with the introduction %s", r.ledger.intro)
			}
			return nil, nil
		}
	}
	if err != nil {
		r.unreadable(u.New, err)
		return nil, ctx.Err()
	}
	if u.Old == "" {
		return r.asExpected(ctx, line)
	}
	return line, nil
}

// asExpected returns the commits of a first push where they match what the server is pinned to;
// else none, and it notes the faults.
func (r *pushJudge) asExpected(ctx context.Context, line []string) ([]string, error) {
	pinned, err := r.ledger.ReadTrust()
	if err != nil {
		return nil, err
	}
	verified, err := r.ledger.repo.Ref(ctx, VerifiedRef)
	if err != nil {
		return nil, err
	}
	for _, err := range []error{pinned.check(ctx, r.Quarantine.Reader, line),
		r.ledger.notRewound(ctx, judgedTip{verified: verified}, line)} {
		var found *FaultError
		if errors.As(err, &found) {
			r.faults, line = append(r.faults, found.Faults...), nil
		} else if err != nil {
			return nil, err
		}
	}
	return line, nil
}

func (r *pushJudge) unreadable(commit string, err error) {
	r.faults = append(r.faults,
		verify.Fault{Commit: commit, Rule: verify.RuleUnreadable, Means: err.Error()})
}
