package casebook

import (
	"context"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// staged are operations whose objects are written and which no ref names yet. A book that stands on
// them works like any other. Main moves once, when all of them are there.
type staged struct {
	commits []store.Commit // written here
	changes []*Change      // by commit
	drafts  []unkept       // of operations in conflict
}

// take writes the objects of an operation, and moves the book on to it.
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
	return b.StageCommit(c.ID, judge, v)
}

// stagingBook returns a book that stands on a commit beyond the index. theirs is the tip of a line,
// and base is a commit of that line that the book has judged. The commits after base are judged
// first (ledger.FaultError).
func (b *Book) stagingBook(ctx context.Context, base, theirs string) (*Book, error) {
	l, err := b.Stage(ctx, base, theirs)
	if err != nil {
		return nil, err
	}
	return &Book{Ledger: l, repo: b.repo, person: b.person, clock: b.clock, agreed: b.agreed,
		refusedAhead: b.refusedAhead, staged: &staged{}}, nil
}
