package casebook

import (
	"context"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// unlanded are operations whose objects are written and which no ref names yet:
// a book that stands on them does everything that a book does, and main moves
// once, when all of them are there.
type unlanded struct {
	from    int                // place of the commit that they, and what was fetched, go on from
	learned [][]verify.Learned // of each commit after that place
	commits []store.Commit     // those written here
	drafts  []unkept           // of what is in conflict
}

// take writes an operation's objects and moves the book on to it.
func (u *unlanded) take(ctx context.Context, b *Book, p *parent, c store.Commit, judge *verify.Judge, v verify.Verdict) error {
	if err := b.noteWrapped(v.Learned); err != nil {
		return err
	}
	if err := p.batch.Write(ctx); err != nil {
		return err
	}
	u.learned = append(u.learned, v.Learned)
	u.commits = append(u.commits, c)
	b.touch(v.Message)
	return b.stand(footing{tip: c.ID, judge: judge, place: b.index.at}, nil)
}

// apart is a book that stands on a commit beyond the index: base is a commit of
// its line which the book has judged, and theirs the end of that line. What the
// line adds is judged first (FaultError).
func (b *Book) apart(ctx context.Context, base, theirs string) (*Book, error) {
	place, err := b.placeOf(ctx, base)
	if err != nil {
		return nil, err
	}
	line, err := b.repo.Since(ctx, base, theirs)
	if err != nil {
		return nil, err
	}
	next := &Book{repo: b.repo, person: b.person, clock: b.clock, agreed: b.agreed,
		refusedAhead: b.refusedAhead, reserved: b.reserved, builtin: b.builtin,
		pinned: b.pinned, intro: b.intro, ground: ground{index: b.index.upTo(place)}, touched: map[string]bool{}}
	judge, err := verify.Resume(past{ctx: ctx, read: b.repo.Reader, index: next.index}, base)
	if err != nil {
		return nil, err
	}
	learned, err := next.judgeLine(ctx, judge, line)
	if err != nil {
		return nil, err
	}
	next.unlanded = &unlanded{from: place, learned: learned}
	return next, next.stand(footing{tip: theirs, judge: judge, place: place}, nil)
}

// placeOf is a commit's place in history; the root has 1.
func (b *Book) placeOf(ctx context.Context, commit string) (int, error) {
	after, err := b.repo.Since(ctx, commit, b.tip)
	return b.index.at - len(after), err
}
