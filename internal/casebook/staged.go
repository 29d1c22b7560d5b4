package casebook

import (
	"context"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// staged are operations whose objects are written and which no ref names yet:
// a book that stands on them does everything that a book does, and main moves
// once, when all of them are there.
type staged struct {
	commits []store.Commit // those written here
	changes []*Change      // what they are
	drafts  []unkept       // of what is in conflict
}

// take writes an operation's objects and moves the book on to it.
func (u *staged) take(ctx context.Context, b *Book, p *parent, change *Change, c store.Commit,
	judge *verify.Judge, v verify.Verdict,
) error {
	if err := b.journalKeys(v.Learned); err != nil {
		return err
	}
	if err := p.batch.Write(ctx); err != nil {
		return err
	}
	u.commits = append(u.commits, c)
	u.changes = append(u.changes, change)
	return b.GoBeyond(c.ID, judge, v)
}

// stagingBook is a book that stands on a commit beyond the index: base is a commit of
// its line which the book has judged, and theirs the end of that line. What the
// line adds is judged first (ledger.FaultError).
func (b *Book) stagingBook(ctx context.Context, base, theirs string) (*Book, error) {
	l, err := b.Apart(ctx, base, theirs)
	if err != nil {
		return nil, err
	}
	return &Book{Ledger: l, repo: b.repo, person: b.person, clock: b.clock, agreed: b.agreed,
		refusedAhead: b.refusedAhead, staged: &staged{}}, nil
}
