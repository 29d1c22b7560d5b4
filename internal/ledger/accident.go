package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// ErrAccident says that main of this copy is not as casefile left it, by something that
// happened in this copy alone.
var ErrAccident = errors.New("main here is not as casefile left it")

// Accident is what stands on main of this copy and breaks a rule, where no other copy has
// had any of it: an editor's backup, a git commit, pull or reset, a ref that a crash left
// empty. The ledger stands on the commit that was judged last, and nothing is written until
// main is put back there.
type Accident struct {
	Main  string         // where main is; "" where its ref names no commit
	Good  string         // the commit that was judged last here
	Stray []string       // commits of main that are this copy's alone, the newest first
	Lost  int            // commits of Good that main lacks
	Fault []verify.Fault // what is wrong with what stands there, by the judge
	Gone  bool           // main names a commit that is not here
}

func (a *Accident) Error() string { return fmt.Sprintf("%v: %s", ErrAccident, a.Words()) }

// Is lets errors.Is take it for what it is, and for a fault, which it is too.
func (a *Accident) Is(target error) bool { return target == ErrAccident || target == ErrFault }

// Words say what it is.
func (a *Accident) Words() string {
	var parts []string
	switch n := len(a.Stray); {
	case a.Main == "":
		parts = append(parts, "its ref names no commit")
	case a.Gone:
		parts = append(parts, fmt.Sprintf("it names %.12s, which is not here", a.Main))
	case n == 1:
		parts = append(parts, fmt.Sprintf("the commit %.12s is not casefile's%s", a.Stray[0],
			a.why()))
	case n > 1:
		parts = append(parts, fmt.Sprintf("%d commits up to %.12s are not casefile's%s", n,
			a.Stray[0], a.why()))
	}
	switch {
	case a.Lost == 0 || a.Main == "" || a.Gone:
	case len(a.Stray) > 0:
		parts = append(parts, fmt.Sprintf("it lacks %s that it had", counted(a.Lost)))
	default:
		parts = append(parts, fmt.Sprintf("it was set back by %s", counted(a.Lost)))
	}
	return strings.Join(parts, ", and ") + "; this is local and unsent"
}

// why is the judge's word on the first of what stands there.
func (a *Accident) why() string {
	for _, f := range a.Fault {
		if f.Rule != verify.RuleRewound {
			means, _, _ := strings.Cut(f.Means, ": ")
			return fmt.Sprintf(" (%s)", means)
		}
	}
	return ""
}

func counted(commits int) string {
	if commits == 1 {
		return "1 commit"
	}
	return fmt.Sprintf("%d commits", commits)
}

// Accident is what happened to main of this copy; nil where nothing did.
func (l *Ledger) Accident() *Accident { return l.accident }

// MayWrite is ErrUntrusted where this copy was given no introduction, and ErrAccident while
// main is not as casefile left it.
func (l *Ledger) MayWrite() error {
	if l.accident != nil {
		return l.accident
	}
	return l.Pinned()
}

// mostStray is how many commits an accident may consist of. More than that is a history of
// its own, and somebody should look at it.
const mostStray = 1000

// afterAccident stands the ledger on the commit that was judged last, where what is wrong
// with main is this copy's own accident. Else it gives back what is wrong.
func (l *Ledger) afterAccident(ctx context.Context, wrong error) error {
	if !accidental(wrong) || l.repo.Bare() || !l.pinned {
		return wrong
	}
	last, good, err := l.judgedLast(ctx)
	if err != nil || good == "" {
		return wrong
	}
	a, err := l.lookAtMain(ctx, good)
	if err != nil || a == nil {
		return wrong
	}
	if found, ok := errors.AsType[*FaultError](wrong); ok {
		a.Fault = found.Faults
	}
	// As far as the index does not know of it, what was judged is judged again.
	if l.tip != good {
		err = l.judgeTip(ctx, last, good)
	}
	if err != nil {
		return wrong
	}
	if ours, err := l.isOurs(ctx, a); err != nil || !ours {
		return wrong
	}
	l.accident = a
	return nil
}

// accidental reports whether an error is about what main holds, and not about this machine,
// this program or the format.
func accidental(err error) bool {
	return errors.Is(err, ErrFault) || errors.Is(err, store.ErrNotFound) ||
		errors.Is(err, store.ErrDamaged)
}

// judgedLast is how far the index knows history, and the commit that was judged last: that
// of the index or that of the ref, whichever goes on from the other. Where neither does, the
// ref outlives the index, which is then no use.
func (l *Ledger) judgedLast(ctx context.Context) (last judgedTip, good string, err error) {
	if last, err = l.lastJudged(ctx); err != nil || last.verified == "" {
		return last, last.tip, err
	}
	if _, err := l.repo.Commit(ctx, last.verified); err != nil {
		return l.sentLast(ctx)
	}
	if last.tip != "" {
		if _, err := l.repo.Since(ctx, last.verified, last.tip); err == nil {
			return last, last.tip, nil
		}
	}
	if _, err := l.repo.Since(ctx, last.tip, last.verified); err != nil {
		last.tip, last.place = "", 0
		l.index.files.forget()
	}
	return last, last.verified, nil
}

// sentLast is for when the commit that was judged last can't be read any more, as after a disk
// has failed: the server had the one that was sent last. By its log main stood on others since,
// and the newest of them that can be judged has what is not sent yet.
func (l *Ledger) sentLast(ctx context.Context) (judgedTip, string, error) {
	sent, err := l.repo.Ref(ctx, LastRef)
	if err != nil || sent == "" {
		return judgedTip{}, "", err
	}
	l.index.files.forget()
	for _, id := range l.repo.Logged(MainRef) {
		line, err := l.repo.Since(ctx, sent, id)
		if err == nil && len(line) > 0 && l.judgeTip(ctx, judgedTip{}, id) == nil {
			return judgedTip{}, id, nil
		}
	}
	return judgedTip{}, sent, ctx.Err()
}

// lookAtMain compares main with the commit that was judged last; nil where main is there.
func (l *Ledger) lookAtMain(ctx context.Context, good string) (*Accident, error) {
	a := &Accident{Good: good}
	var err error
	if a.Main, err = l.repo.Ref(ctx, MainRef); err != nil || a.Main == good {
		return nil, err
	}
	return a, l.measure(ctx, a)
}

// measure finds what main has beyond the commit judged last, and what it lacks.
func (l *Ledger) measure(ctx context.Context, a *Accident) (err error) {
	if a.Main == "" {
		return nil
	}
	if _, err := l.repo.Commit(ctx, a.Main); err != nil {
		a.Gone = true
		return nil
	}
	a.Stray, err = l.repo.Beyond(ctx, []string{a.Main}, []string{a.Good}, mostStray+1)
	if err != nil {
		return err
	}
	if len(a.Stray) > mostStray {
		return fmt.Errorf("%w: main has more than %d commits of its own", ErrFault, mostStray)
	}
	lost, err := l.repo.Beyond(ctx, []string{a.Good}, []string{a.Main}, mostStray+1)
	a.Lost = len(lost)
	return err
}

// isOurs reports whether what stands on main is this copy's own. Where main is at a commit
// that a remote had, it is the remote's. Where a remote's commits were merged into it, they
// must be sound by themselves: else their fault is what counts.
func (l *Ledger) isOurs(ctx context.Context, a *Accident) (bool, error) {
	if len(a.Stray) == 0 {
		return true, nil
	}
	tips, err := l.cameIn(ctx)
	if err != nil {
		return false, err
	}
	known := []string{a.Good}
	all, err := l.repo.Beyond(ctx, tips, known, mostStray+1)
	if err != nil || len(all) == 0 {
		return err == nil, err
	}
	if len(all) > mostStray || slices.Contains(all, a.Main) {
		return false, nil
	}
	for _, tip := range tips {
		theirs, err := l.repo.Beyond(ctx, []string{tip}, known, mostStray+1)
		if err != nil {
			return false, err
		}
		shared := func(id string) bool { return slices.Contains(theirs, id) }
		if slices.ContainsFunc(a.Stray, shared) && !l.soundBeside(ctx, tip) {
			return false, nil
		}
	}
	// What a remote had, and is sound, comes in again with the next sync.
	a.Stray = slices.DeleteFunc(a.Stray, func(id string) bool { return slices.Contains(all, id) })
	return true, nil
}

// cameIn lists the commits at which this copy ever saw a remote, as far as anything here
// tells.
func (l *Ledger) cameIn(ctx context.Context) ([]string, error) {
	tips, err := l.repo.Fetched()
	if err != nil {
		return nil, err
	}
	refs, err := l.repo.Refs(ctx, "")
	for name, id := range refs {
		if fromElsewhere(name) {
			tips = append(tips, id)
		}
	}
	slices.Sort(tips)
	return slices.Compact(tips), err
}

// fromElsewhere reports whether a ref is where something was fetched to.
func fromElsewhere(name string) bool {
	return slices.ContainsFunc([]string{"refs/remotes/", "refs/tags/", LastRef,
		"refs/casefile/incoming", AdoptPrefix, "refs/pull/", "refs/notes/"},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// soundBeside judges a line that a remote had, from where it leaves the one judged last.
func (l *Ledger) soundBeside(ctx context.Context, theirs string) bool {
	base, err := l.repo.MergeBase(ctx, l.tip, theirs)
	if err != nil || base == "" {
		return false
	}
	_, err = l.Stage(ctx, base, theirs)
	return err == nil
}
