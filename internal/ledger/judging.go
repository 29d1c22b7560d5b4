package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// judgedTip says how far this copy has judged main, by its index and by the ref that outlives the
// index.
type judgedTip struct {
	tip, verified string // commits, or ""
	place         int    // of tip
	replaced      bool   // a replay has replaced the tip that verified names
}

// lastJudged returns the tip up to which main was judged. It must be called before main is read.
// Another process may judge further at any time, and its tip is then on the main that is read
// later.
func (l *Ledger) lastJudged(ctx context.Context) (j judgedTip, err error) {
	if j.tip, j.place = l.index.tip(); !l.pinned {
		return j, nil
	}
	j.verified, err = l.repo.Ref(ctx, VerifiedRef)
	return j, err
}

// JudgeMain judges the commits of main after the last judged tip.
func (l *Ledger) JudgeMain(ctx context.Context) error {
	last, err := l.lastJudged(ctx)
	if err != nil {
		return err
	}
	tip, err := l.repo.Ref(ctx, MainRef)
	if err != nil {
		return err
	}
	if last, err = l.correctJudgedTip(ctx, last, tip); err != nil {
		return err
	}
	return l.judgeTip(ctx, last, tip)
}

// judgeTip judges the commits of a tip after the last judged one, and moves the ledger there.
func (l *Ledger) judgeTip(ctx context.Context, last judgedTip, tip string) error {
	last, line, err := l.newBeyond(ctx, last, tip)
	if err != nil {
		return err
	}
	judge, taught, err := l.judgeAfter(ctx, last, line)
	if err != nil {
		return err // the ledger has not moved
	}
	return l.goOn(ctx, last, tip, judge, taught)
}

// newBeyond returns the commits of a tip after the last judged one. It returns all commits where
// main says, by a rejoin, that it lost the last judged one.
func (l *Ledger) newBeyond(ctx context.Context, last judgedTip, tip string) (
	judgedTip, []string, error,
) {
	line, err := l.newSince(ctx, last, tip)
	if !errors.Is(err, errRewound) {
		return last, line, err
	}
	again, ok, rejoinErr := l.rejoined(ctx, last, tip)
	if rejoinErr != nil || !ok {
		return last, nil, cmp.Or(rejoinErr, err)
	}
	line, err = l.newSince(ctx, again, tip)
	return again, line, err
}

// newSince returns the commits of a tip after the last judged one. It checks first that the tip
// goes on from there, and begins with the pinned introduction.
func (l *Ledger) newSince(ctx context.Context, last judgedTip, tip string) ([]string, error) {
	line, err := l.repo.Since(ctx, last.tip, tip)
	if errors.Is(err, store.ErrNotFound) && last.tip != "" {
		return nil, errors.Join(rewound(last.tip), err)
	}
	if err != nil {
		return nil, err
	}
	if err := l.notRewound(ctx, last, line); err != nil {
		return nil, err
	}
	if l.pinned && last.tip == "" {
		return line, l.checkPinned(ctx, line)
	}
	return line, nil
}

// notRewound checks that main still has the commit of the verified ref, even where the index is
// lost.
func (l *Ledger) notRewound(ctx context.Context, last judgedTip, line []string) error {
	if last.verified == "" || last.replaced || l.present != "" || last.verified == last.tip ||
		slices.Contains(line, last.verified) {
		return nil
	}
	if last.tip != "" {
		if _, err := l.repo.Since(ctx, last.verified, last.tip); err == nil {
			return nil // the index is ahead of the ref
		}
	}
	return rewound(last.verified)
}

// judgeAfter judges a line of commits after a judged one.
func (l *Ledger) judgeAfter(ctx context.Context, last judgedTip, line []string) (
	*verify.Judge, *learnedLines, error,
) {
	judge, err := l.resumeJudge(ctx, last)
	if err != nil {
		return nil, nil, err
	}
	taught := newLearnedLines(last.place)
	return judge, taught, l.judgeLine(ctx, judge, line, taught.add)
}

// resumeJudge returns a judge that stands on a judged commit. The index tells it what history says
// up to there.
func (l *Ledger) resumeJudge(ctx context.Context, last judgedTip) (*verify.Judge, error) {
	history := storedHistory{ctx: ctx, read: l.repo.Reader, index: l.index.upTo(last.place)}
	switch {
	case last.tip == "": // the judge remembers everything, and needs no index
		history.index = nil
		return verify.New(history), nil
	case l.judge != nil && last.tip == l.tip:
		return l.judge.Over(history), nil
	}
	return verify.Resume(history, last.tip)
}

// judgeLine judges commits in order, and returns all faults as one error.
func (l *Ledger) judgeLine(ctx context.Context, judge *verify.Judge, line []string,
	learn func([]verify.Learned)) error {
	judged, faults, err := l.judgeCommits(ctx, judge, line, learn)
	other := ofOtherRules(err)
	if other && len(faults) > 0 { // faults before a later program's commits are real
		return &FaultError{faults}
	}
	if other {
		return err // the error names the commit
	}
	if err != nil {
		return fmt.Errorf("judging commit %s: %w", line[judged], err)
	}
	if len(faults) > 0 {
		return &FaultError{faults}
	}
	return nil
}

// ofOtherRules reports whether the judge stopped at a commit of a later or an earlier program.
func ofOtherRules(err error) bool {
	return errors.Is(err, verify.ErrNewer) || errors.Is(err, verify.ErrOlder)
}

// judgeCommits judges commits in order, and passes to learn what each teaches. An error is about
// the first commit that was not judged.
func (l *Ledger) judgeCommits(ctx context.Context, judge *verify.Judge, line []string,
	learn func([]verify.Learned)) (judged int, faults []verify.Fault, err error) {
	return l.JudgeInChunks(ctx, judge, line, chunkSizeFor(len(line)), learn)
}

// JudgeInChunks does the same with prefetched chunks of size commits; 0 for single reads.
func (l *Ledger) JudgeInChunks(ctx context.Context, judge *verify.Judge, line []string, size int,
	learn func([]verify.Learned)) (judged int, faults []verify.Fault, err error) {
	view := prefetch(ctx, judge, line, size, l.wasRead)
	defer view.end()
	tell, end := l.watch.Begin("judging commits", len(line))
	defer end()
	for i, id := range line {
		if err := ctx.Err(); err != nil {
			return judged, faults, err
		}
		view.enter(i)
		v, err := judge.Commit(id)
		faults = append(faults, v.Faults...)
		if err != nil {
			return judged, faults, err
		}
		l.touch(v.Message)
		learn(v.Learned)
		judged++
		tell(1)
	}
	return judged, faults, nil
}

// touch notes the shards whose keys refs may be behind.
func (l *Ledger) touch(m verify.Message) {
	if l.touched == nil {
		l.touched = map[string]bool{}
	}
	for _, c := range m.Cases {
		l.touched[c.Case.Shard()] = true
	}
}

// moveVerified moves the verified ref to the last judged tip, so that git keeps its objects. It
// only moves forward: notRewound found the ref's commit on the way to the tip. A copy without a
// pinned introduction notes nothing.
func (l *Ledger) moveVerified(ctx context.Context, last judgedTip, tip string) error {
	if !l.pinned || l.present != "" || last.verified == tip {
		return nil
	}
	to := []store.Move{{Ref: VerifiedRef, Old: last.verified, New: tip}}
	err := l.repo.MoveWithin(ctx, to, 0)
	if err != nil && ctx.Err() == nil {
		return nil // another process judged as far, or nothing can be written here
	}
	return err
}
