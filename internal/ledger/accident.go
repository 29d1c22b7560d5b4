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

// ErrAccident says that this copy's main is not as casefile left it, because of something that
// happened in this copy alone.
var ErrAccident = errors.New("main here is not as casefile left it")

// Accident describes commits on this copy's main that break a rule and that no other copy has.
// Causes are an editor's backup, a git commit, pull or reset, or a ref that a crash left empty. The
// ledger stands on the last judged commit. Nothing is written until main is put back there.
type Accident struct {
	Main  string         // the commit of main; "" where its ref names none
	Good  string         // the last commit that was judged here
	Stray []string       // main's commits that only this copy has, newest first
	Lost  int            // how many commits of Good main lacks
	Fault []verify.Fault // the judge's faults in main's commits
	Gone  bool           // main names a commit that is not here
}

func (a *Accident) Error() string { return fmt.Sprintf("%v: %s", ErrAccident, a.Words()) }

// Is lets errors.Is find both ErrAccident and ErrFault.
func (a *Accident) Is(target error) bool { return target == ErrAccident || target == ErrFault }

// Words describes the accident.
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

// why returns the judge's words on the first fault, except a rewound main.
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

// Accident returns the accident of this copy's main; nil for none.
func (l *Ledger) Accident() *Accident { return l.accident }

// MayWrite returns ErrUntrusted where this copy has no pinned introduction, and ErrAccident while
// main is not as casefile left it.
func (l *Ledger) MayWrite() error {
	if l.accident != nil {
		return l.accident
	}
	return l.Pinned()
}

// mostStray is the largest number of commits in an accident. A person should look at a longer
// history.
const mostStray = 1000

// afterAccident moves the ledger to the last judged commit, where the fault in main is this copy's
// own accident. Otherwise it returns the fault.
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
	// The index may lack some of the judged commits; they are judged again.
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

// accidental reports whether an error is about the content of main, and not about this machine,
// this program or the format.
func accidental(err error) bool {
	return errors.Is(err, ErrFault) || errors.Is(err, store.ErrNotFound) ||
		errors.Is(err, store.ErrDamaged)
}

// judgedLast returns the last commit that the index has, and the last judged commit: the index's or
// the ref's, whichever is later on one line. Where they are on different lines the ref's counts,
// and the index is emptied.
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

// sentLast is the fallback where the last judged commit can't be read, as after a disk failure. The
// server had the last sent commit. The log of main names later commits. The newest of them that can
// be judged contains what is not sent yet.
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

// lookAtMain compares main with the last judged commit; nil where main is there.
func (l *Ledger) lookAtMain(ctx context.Context, good string) (*Accident, error) {
	a := &Accident{Good: good}
	var err error
	if a.Main, err = l.repo.Ref(ctx, MainRef); err != nil || a.Main == good {
		return nil, err
	}
	return a, l.measure(ctx, a)
}

// measure finds what main has beyond the last judged commit, and what it lacks.
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

// isOurs reports whether the stray commits on main are this copy's own. A commit of main that a
// remote had is the remote's. If a remote's commits were merged into main, they must be sound by
// themselves. Otherwise their fault counts.
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
	// The next sync brings again what a remote had and what is sound.
	a.Stray = slices.DeleteFunc(a.Stray, func(id string) bool { return slices.Contains(all, id) })
	return true, nil
}

// cameIn returns the commits at which this copy saw a remote, as far as its refs and logs tell.
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

// fromElsewhere reports whether a fetch writes to this ref.
func fromElsewhere(name string) bool {
	return slices.ContainsFunc([]string{"refs/remotes/", "refs/tags/", LastRef,
		"refs/casefile/incoming", AdoptPrefix, "refs/pull/", "refs/notes/"},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// soundBeside reports whether a remote's line is without fault, from where it leaves the judged
// one.
func (l *Ledger) soundBeside(ctx context.Context, theirs string) bool {
	base, err := l.repo.MergeBase(ctx, l.tip, theirs)
	if err != nil || base == "" {
		return false
	}
	_, err = l.Stage(ctx, base, theirs)
	return err == nil
}
