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

// ErrServerFault says that the server's own records have faults, so that it takes no push.
var ErrServerFault = errors.New("the server's own records are not in order")

// Push is a push that a server received, before any ref has moved.
type Push struct {
	Repo       *store.Repo // the server's repository, without the pushed objects
	Quarantine *store.Repo // the same, with the pushed objects
	Updates    []Update
	Now        time.Time // by the server's clock
}

// JudgePush judges a push. It believes the server's pinned introduction, whoever pinned it. It
// returns nil where git may take the whole push, and a FaultError with all faults where git may
// take none of it. Any other error refuses the push too: a server does not take what it can't
// judge.
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
	if len(r.faults) == 0 { // with faults, the dockets that list the keys can't be believed
		if err := r.judgeKeys(ctx); err != nil {
			return err
		}
	}
	if len(r.faults) > 0 {
		return &FaultError{r.faults}
	}
	if err := p.Repo.NotePushedMoves(moves(p.Updates)); err != nil {
		return fmt.Errorf("noting what the push moves: %w", err)
	}
	return nil
}

// moves returns the moves that git makes if it takes the push.
func moves(updates []Update) (out []store.Move) {
	for _, u := range updates {
		out = append(out, store.Move(u))
	}
	return out
}

// pushJudge judges one push.
type pushJudge struct {
	Push
	ledger *Ledger // stands on the server's main; nowhere where the server has none
	main   *Update
	tip    string // the future commit of main; "" for none
	faults []verify.Fault
}

func (r *pushJudge) fault(rule, path, format string, args ...any) {
	r.faults = append(r.faults,
		verify.Fault{Path: path, Rule: rule, Means: fmt.Sprintf(format, args...)})
}

// catchUp judges the server's own commits and corrects its keys refs, as Open does: an earlier push
// may have been interrupted.
func (r *pushJudge) catchUp(ctx context.Context) error {
	l := r.ledger
	if _, err := finishMoves(ctx, l.repo); err != nil {
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

// shardRef matches a keys ref. It ends with two symbols of the alphabet of IDs.
var shardRef = pattern.Of(`^refs/casefile/keys/[0-9A-HJKMNP-TV-Z]{2}$`)

// judgeRefs refuses all refs except main and keys refs, and every deletion.
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
