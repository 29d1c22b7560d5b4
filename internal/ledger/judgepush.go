package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"casefile/internal/pattern"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// ErrServerFault says that a server's own records are not in order, so that it
// takes nothing.
var ErrServerFault = errors.New("the server's own records are not in order")

// Push is what a server was sent, before any ref has moved.
type Push struct {
	Repo       *store.Repo // the server's repository, without what was pushed
	Quarantine *store.Repo // the same with the pushed objects, which git still keeps apart
	Updates    []Update
	Now        time.Time // by the server's clock
}

// JudgePush judges a push. What is pinned on the server is believed, whoever pinned it. It gives
// nil where all of it may land, and a FaultError with every fault where none of it may. Any other
// error refuses the push too: what a server can't judge, it does not take.
func JudgePush(ctx context.Context, p Push, o Options) error {
	o.Served = true
	r := &pushJudge{Push: p, ledger: New(p.Repo, o)}
	if len(p.Updates) == 0 {
		return errors.New("git named no ref; this is run by git, when somebody pushes")
	}
	if err := r.catchUp(ctx); err != nil {
		return err
	}
	r.judgeRefs()
	if err := r.judgeMain(ctx); err != nil {
		return err
	}
	if len(r.faults) == 0 { // else the dockets that tell the keys are worth nothing
		if err := r.judgeKeys(ctx); err != nil {
			return err
		}
	}
	if len(r.faults) > 0 {
		return &FaultError{r.faults}
	}
	if err := p.Repo.NoteDue(moves(p.Updates)); err != nil {
		return fmt.Errorf("noting what the push moves: %w", err)
	}
	return nil
}

// moves are what git will move if the push lands.
func moves(updates []Update) (out []store.Move) {
	for _, u := range updates {
		out = append(out, store.Move(u))
	}
	return out
}

// pushJudge is the judging of one push.
type pushJudge struct {
	Push
	ledger *Ledger // stands on the server's main; on nothing where there is none
	main   *Update
	tip    string // where main will be, "" where there is none
	faults []verify.Fault
}

func (r *pushJudge) fault(rule, path, format string, args ...any) {
	r.faults = append(r.faults,
		verify.Fault{Path: path, Rule: rule, Means: fmt.Sprintf(format, args...)})
}

// catchUp judges what the server has itself, and puts its keys refs right, as Open does: the
// server may have been cut off in an earlier push.
func (r *pushJudge) catchUp(ctx context.Context) error {
	l := r.ledger
	if _, err := takeUp(ctx, l.repo); err != nil {
		return err
	}
	pinned, err := l.ReadTrust()
	if err != nil {
		return err
	}
	if pinned.Intro == "" {
		return ErrUntrusted
	}
	l.believe(ctx, pinned)
	if tip, err := l.repo.Ref(ctx, MainRef); err != nil || tip == "" {
		return err
	}
	if _, err = l.mainTip(ctx); err == nil {
		err = l.JudgeMain(ctx)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrServerFault, err)
	}
	r.tip = l.tip
	return l.Heal(ctx)
}

// shardRef is a keys ref: two symbols of the alphabet of IDs.
var shardRef = pattern.Of(`^refs/casefile/keys/[0-9A-HJKMNP-TV-Z]{2}$`)

// judgeRefs takes nothing but main and keys refs, and lets none go.
func (r *pushJudge) judgeRefs() {
	seen := map[string]bool{}
	for i, u := range r.Updates {
		switch {
		case u.Ref != MainRef && !shardRef().MatchString(u.Ref):
			r.fault(verify.RuleForeignRef, u.Ref, "only main and the keys refs belong on a server")
		case u.New == "":
			r.fault(verify.RuleForeignRef, u.Ref, "no ref is ever deleted")
		case seen[u.Ref]:
			r.fault(verify.RuleForeignRef, u.Ref, "the ref is pushed twice at once")
		case u.Ref == MainRef:
			r.main = &r.Updates[i]
		}
		seen[u.Ref] = true
	}
}
