package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Change is what an operation makes of its parent.
type Change struct {
	Op    string
	Cases []CaseChange
	Root  map[string][]byte // root files and schema/; nil content removes
}

// CaseChange is what an operation does to one case.
type CaseChange struct {
	Docket   record.Docket
	NewEpoch string // recipient of the docket's newest epoch, when it is new
	Entries  []*Prepared
	Attached []Attached
	Endorses []verify.EndorseTrailer
}

// Attached is an attached file, sealed already to the newest epoch.
type Attached struct {
	ID     record.ID
	Sealed []byte
	SHA256 string
}

// Done is what a command may say when an operation has been written.
type Done struct {
	Commit  string
	Change  *Change
	Dockets []record.Docket
	When    time.Time
}

// parent is what an operation may ask of the commit that it builds on.
type parent struct {
	ctx   context.Context
	book  *Book
	batch *store.Batch
	me    team.Member
}

// maxTries bounds how often an operation is built again because another
// process was faster.
const maxTries = 50

// do builds, judges and writes one operation.
func (b *Book) do(ctx context.Context, build func(p *parent) (*Change, error)) (*Done, error) {
	if !b.pinned {
		return nil, ErrUntrusted
	}
	signer, err := b.person.Signer()
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		done, err := b.attempt(ctx, signer, build)
		if !errors.Is(err, store.ErrRaced) || try == maxTries {
			return done, err
		}
		if err := b.judgeMain(ctx); err != nil {
			return nil, err
		}
	}
}

func (b *Book) attempt(ctx context.Context, signer store.Signer, build func(p *parent) (*Change, error)) (*Done, error) {
	me, err := b.memberOf(signer.PublicKey())
	if err != nil {
		return nil, err
	}
	p := &parent{ctx: ctx, book: b, batch: b.repo.NewBatch(), me: me}
	change, err := build(p)
	if err != nil {
		return nil, err
	}
	commit, err := p.commit(change, signer)
	if err != nil {
		return nil, err
	}
	judge := b.judge.Over(past{ctx: ctx, read: p.batch.Reader, index: b.index})
	verdict, err := judge.Commit(commit.ID)
	if err != nil {
		return nil, err
	}
	if len(verdict.Faults) > 0 {
		return nil, refused(verdict.Faults)
	}
	if err := b.land(ctx, p, change, commit, verdict); err != nil {
		return nil, err
	}
	b.judge = judge.Over(past{ctx: ctx, read: b.repo.Reader, index: b.index})
	return p.done(change, commit), nil
}

// refused makes the judge's word on one's own commit an error: a matter of
// roles where any fault is one, otherwise of the case's state.
func refused(faults []verify.Fault) error {
	for _, f := range faults {
		if f.Rule == verify.RuleRole {
			return fmt.Errorf("%w: %s", ErrDenied, f.Means)
		}
	}
	return fmt.Errorf("%w: %s [%s]", ErrState, faults[0].Means, faults[0].Rule)
}

// commit makes the objects of a change, in memory.
func (p *parent) commit(change *Change, signer store.Signer) (store.Commit, error) {
	edits, err := p.edits(change)
	if err != nil {
		return store.Commit{}, err
	}
	tip, err := p.book.repo.Commit(p.ctx, p.book.tip)
	if err != nil {
		return store.Commit{}, err
	}
	tree, err := p.batch.Tree(p.ctx, tip.Tree, edits)
	if err != nil {
		return store.Commit{}, err
	}
	author, committer, err := p.book.times(tip.Committer.When)
	if err != nil {
		return store.Commit{}, err
	}
	ident := func(at time.Time) store.Ident { return store.Ident{Name: p.me.Name, Email: p.me.Email, When: at} }
	return p.batch.Commit(store.NewCommit{Tree: tree, Parents: []string{p.book.tip},
		Author: ident(author), Committer: ident(committer), Message: message(change).Encode()}, signer)
}

// ErrTime says that the dates asked for can't be those of a commit.
var ErrTime = errors.New("the dates can't be those of a commit")

// times gives author and committer time: a commit is never dated before its
// parent, and its author never after its committer.
func (b *Book) times(parent time.Time) (author, committer time.Time, err error) {
	author, committer = b.AuthorTime(), b.clock.Now.UTC().Truncate(time.Second)
	if committer.Before(parent) {
		committer = parent
	}
	if author.After(committer) {
		err = fmt.Errorf("%w: recorded at %s, after %s", ErrTime, author.Format(time.RFC3339), committer.Format(time.RFC3339))
	}
	return author, committer, err
}

// AuthorTime is when what is written now counts as recorded.
func (b *Book) AuthorTime() time.Time {
	at := b.clock.AuthorAt
	if at.IsZero() {
		at = b.clock.Now
	}
	return at.UTC().Truncate(time.Second)
}

// edits seals the entries and turns a change into files.
func (p *parent) edits(change *Change) ([]store.Edit, error) {
	var out []store.Edit
	file := func(path string, data []byte) {
		out = append(out, store.Edit{Path: path, Mode: "100644", ID: p.batch.Blob(data)})
	}
	for path, data := range change.Root {
		if data == nil {
			out = append(out, store.Edit{Path: path})
			continue
		}
		file(path, data)
	}
	for i := range change.Cases {
		c := &change.Cases[i]
		file(record.DocketPath(c.Docket.Case), c.Docket.Encode())
		if c.NewEpoch != "" {
			file(record.EpochPath(c.Docket.Case, c.Docket.Newest()), []byte(c.NewEpoch+"\n"))
		}
		if err := p.sealEntries(c, file); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p *parent) sealEntries(c *CaseChange, file func(string, []byte)) error {
	if len(c.Entries) == 0 {
		return nil
	}
	recipient, err := p.recipient(c)
	if err != nil {
		return err
	}
	for _, e := range c.Entries {
		sealed, err := seal.Seal(recipient, e.Text)
		if err != nil {
			return err
		}
		file(record.CaseFolder(c.Docket.Case)+"/"+record.FileName(e.Entry.Recorded, e.Entry.ID, false), sealed)
	}
	for _, a := range c.Attached {
		file(record.CaseFolder(c.Docket.Case)+"/"+record.FileName(p.book.AuthorTime(), a.ID, true), a.Sealed)
	}
	return nil
}

// recipient is what new entries of a case are sealed to: its newest epoch.
func (p *parent) recipient(c *CaseChange) (string, error) {
	if c.NewEpoch != "" {
		return c.NewEpoch, nil
	}
	return p.book.recipient(p.ctx, &c.Docket)
}

// message makes the trailers; entries come in the order of their files.
func message(change *Change) verify.Message {
	m := verify.Message{Op: change.Op}
	for _, c := range change.Cases {
		t := verify.CaseTrailers{Case: c.Docket.Case, Endorses: c.Endorses}
		for _, e := range c.Entries {
			t.Entries = append(t.Entries, verify.EntryTrailer{ID: e.Entry.ID, SHA256: e.SHA256})
		}
		for _, a := range c.Attached {
			t.Entries = append(t.Entries, verify.EntryTrailer{ID: a.ID, SHA256: a.SHA256})
		}
		// All files of a commit bear its author time, so the order of their
		// names is the order of their IDs.
		slices.SortFunc(t.Entries, func(a, b verify.EntryTrailer) int { return compareID(a.ID, b.ID) })
		m.Cases = append(m.Cases, t)
	}
	slices.SortFunc(m.Cases, func(a, b verify.CaseTrailers) int { return compareID(a.Case, b.Case) })
	return m
}
