package ledger

import (
	"context"
	"errors"
	"slices"
	"sync"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// Init begins the records of a new copy with their first commit, and pins the copy to it.
func (l *Ledger) Init(ctx context.Context, intro string, judge *verify.Judge,
	learned []verify.Learned) error {
	l.believe(ctx, Trust{Intro: intro})
	if err := l.WriteTrust(Trust{Intro: intro}); err != nil {
		return err
	}
	moves := []store.Move{{Ref: MainRef, New: intro}, {Ref: VerifiedRef, New: intro}}
	if err := l.repo.Move(ctx, moves); !store.Moved(err) {
		return err
	}
	on := newGround{tip: intro, judge: judge, place: 1}
	return l.stand(on, learnedLinesOf(on.place-1, [][]verify.Learned{learned}))
}

// Over returns a judge that reads the objects of a reader, and asks the index about earlier
// commits. Staged commits are not in the index, so a staged ledger's judge remembers them.
func (l *Ledger) Over(ctx context.Context, judge *verify.Judge, read store.Reader) *verify.Judge {
	history := storedHistory{ctx: ctx, read: read, index: l.index}
	if l.beyond {
		return judge.Fork(history)
	}
	return judge.Over(history)
}

// MovesTo returns the moves of the keys refs, of main and of the verified ref to a judged commit
// that goes on from the tip or replaces it. Main comes after the refs that must move with it.
func (l *Ledger) MovesTo(ctx context.Context, commit string, shards []store.Move) (
	[]store.Move, error,
) {
	verified, err := l.repo.Ref(ctx, VerifiedRef)
	if err != nil {
		return nil, err
	}
	main := store.Move{Ref: MainRef, Old: l.tip, New: commit}
	return slices.Concat(shards,
		[]store.Move{main, {Ref: VerifiedRef, Old: verified, New: commit}}), nil
}

// Advance moves the ledger from its tip to the next judged commit, which is on main now.
func (l *Ledger) Advance(commit string, judge *verify.Judge, learned []verify.Learned) error {
	on := newGround{tip: commit, judge: judge, place: l.index.at + 1}
	return l.stand(on, learnedLinesOf(on.place-1, [][]verify.Learned{learned}))
}

// NoteKeys notes where keys refs are, once they are right.
func (l *Ledger) NoteKeys(moves []store.Move) { l.index.noteKeys(moves) }

// Caches reports whether the index is on the disk, and whether it reaches the ledger's tip. Missing
// facts are computed in memory.
func (l *Ledger) Caches() (onDisk, current bool) {
	tip, _ := l.index.tip()
	return l.index.files.onDisk(), tip == l.tip
}

// Stage judges the commits from base to theirs (FaultError), and returns a ledger that stands on
// theirs. This ledger has judged base. The index does not know that line.
func (l *Ledger) Stage(ctx context.Context, base, theirs string) (*Ledger, error) {
	place, err := l.PlaceOf(ctx, base)
	if err != nil {
		return nil, err
	}
	line, err := l.repo.Since(ctx, base, theirs)
	if err != nil {
		return nil, err
	}
	next := &Ledger{repo: l.repo, mark: l.mark, reserved: l.reserved, builtin: l.builtin,
		asked: &sync.Mutex{}, watch: l.watch, pinned: l.pinned, intro: l.intro,
		ground: ground{index: l.index.upTo(place)}, touched: map[string]bool{}}
	judge, err := next.ResumeJudge(ctx, base, place)
	if err != nil {
		return nil, err
	}
	learn := func(l []verify.Learned) { next.taught = append(next.taught, l) }
	if err := next.judgeLine(ctx, judge, line, learn); err != nil {
		return nil, err
	}
	next.beyond = true
	return next, next.stand(newGround{tip: theirs, judge: judge, place: place}, nil)
}

// ResumeJudge returns a judge that stands on a commit which this ledger has judged.
func (l *Ledger) ResumeJudge(ctx context.Context, commit string, place int) (*verify.Judge, error) {
	return verify.Resume(storedHistory{ctx: ctx, read: l.repo.Reader, index: l.index.upTo(place)},
		commit)
}

// LearnedStaged returns the facts that each staged commit taught.
func (l *Ledger) LearnedStaged() [][]verify.Learned { return l.taught }

// StageCommit moves a staged ledger to the next commit, whose objects are written.
func (l *Ledger) StageCommit(commit string, judge *verify.Judge, v verify.Verdict) error {
	l.taught = append(l.taught, v.Learned)
	l.touch(v.Message)
	return l.stand(newGround{tip: commit, judge: judge, place: l.index.at}, nil)
}

// SwitchTo moves the ledger to the tip of a staged one, once main is there. replaced says that the
// ledger's own line was replaced; the index then forgets that line first. After an error the index
// is made again.
func (l *Ledger) SwitchTo(ctx context.Context, next *Ledger, replaced bool) (err error) {
	if replaced {
		err = l.index.files.cut(next.index.at)
	}
	on := newGround{tip: next.tip, place: next.index.at + len(next.taught),
		judge: next.judge.Over(storedHistory{ctx: ctx, read: l.repo.Reader, index: l.index})}
	if err = errors.Join(err, l.stand(on, learnedLinesOf(next.index.at, next.taught))); err != nil {
		l.index.files.forget()
	}
	return err
}

// PlaceOf returns a commit's place in history; the root has 1.
func (l *Ledger) PlaceOf(ctx context.Context, commit string) (int, error) {
	after, err := l.repo.Since(ctx, commit, l.tip)
	return l.index.at - len(after), err
}

// NewJudge returns a judge that begins with the first commit, and uses no index.
func NewJudge(ctx context.Context, read store.Reader) *verify.Judge {
	return verify.New(storedHistory{ctx: ctx, read: read})
}
