package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Change says what an operation alters in its parent.
type Change struct {
	Op    string
	Adopt bool // the work of a member who left
	Cases []CaseChange
	Root  map[string][]byte // root files and schema/; nil content removes
	Lost  []string          // commits that main no longer has
}

// CaseChange says what an operation alters in one case.
type CaseChange struct {
	Docket   record.Docket
	Was      record.Status // before; told of an endorsement only
	Linked   bool          // all that is done is to ask for a look at the case's date
	NewEpoch string        // recipient of the docket's newest epoch, when it is new
	Entries  []*Prepared
	Attached []Attached
	Endorses []verify.EndorseTrailer
	Releases record.ID      // the entry whose hold ends, or ""
	Resealed []Resealed     // all files that the case had
	Register []byte         // sealed: under which rule the case was kept that is disposed of
	caseKey  *seal.Identity // of a case that is made
}

// Attached is an attached file that is sealed to an epoch already. It is sealed again where a newer
// epoch has begun when it is recorded.
type Attached struct {
	ID        record.ID
	Blob      string // which is in the repository already
	SHA256    string
	Recipient string // what it is sealed to
}

// SealedBefore is an entry that was sealed on an earlier parent. Its file is used again if it is
// still sealed to the newest epoch.
type SealedBefore struct {
	Blob, Recipient string
	Text            func() ([]byte, error) // gives what is sealed, where it must be sealed again
}

// Done tells a command about an operation that was written.
type Done struct {
	Commit  string
	Change  *Change
	Dockets []record.Docket
	When    time.Time
	Advice  record.Findings // what whoever wrote the texts was told; it stops nothing
}

// parent gives an operation the facts of the commit that it builds on.
type parent struct {
	ctx   context.Context
	book  *Book
	batch *store.Batch
	me    team.Member
}

// maxTries bounds how often an operation is built again because another process was faster.
const maxTries = 50

// perform builds, judges and writes one operation.
func (b *Book) perform(ctx context.Context, build func(p *parent) (*Change, error)) (*Done, error) {
	if err := b.mayRecord(); err != nil {
		return nil, err
	}
	if err := b.trustClock(ctx); err != nil {
		return nil, err
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
		if err := b.JudgeMain(ctx); err != nil {
			return nil, err
		}
	}
}

func (b *Book) attempt(ctx context.Context, signer store.Signer,
	build func(p *parent) (*Change, error),
) (*Done, error) {
	me, err := b.signerOf(signer.PublicKey())
	if err != nil {
		return nil, err
	}
	p := &parent{ctx: ctx, book: b, batch: b.repo.NewBatch(), me: me}
	change, err := build(p)
	if err != nil {
		return nil, err
	}
	change.Adopt = b.adopts != ""
	commit, err := p.commit(change, signer)
	if err != nil {
		return nil, err
	}
	judge := b.Over(ctx, b.Judge(), p.batch.Reader)
	verdict, err := judge.Commit(commit.ID)
	if err != nil {
		return nil, err
	}
	if len(verdict.Faults) > 0 {
		return nil, refused(verdict.Faults)
	}
	judge = b.Over(ctx, judge, b.repo.Reader)
	if err := b.commitToMain(ctx, p, change, commit, judge, verdict); err != nil {
		return nil, err
	}
	return p.done(change, commit), nil
}

// refused turns the judge's faults in one's own commit into an error: ErrDenied where any fault is
// about a role, else ErrState.
func refused(faults []verify.Fault) error {
	for _, f := range faults {
		if f.Rule == verify.RuleRole {
			return fmt.Errorf("%w: %s", ErrDenied, f.Means)
		}
	}
	if f := faults[0]; f.Path == verify.TeamPath {
		return worded(ErrState, "the team does not allow it now: %s [%s]", f.Means, f.Rule)
	}
	return fmt.Errorf("%w: %s [%s]", ErrState, faults[0].Means, faults[0].Rule)
}

// commit makes the objects of a change, in memory.
func (p *parent) commit(change *Change, signer store.Signer) (store.Commit, error) {
	edits, err := p.edits(change)
	if err != nil {
		return store.Commit{}, err
	}
	tip, err := p.book.repo.Commit(p.ctx, p.book.Tip())
	if err != nil {
		return store.Commit{}, err
	}
	tree, err := p.batch.Tree(p.ctx, tip.Tree, edits)
	if err != nil {
		return store.Commit{}, err
	}
	when, err := p.book.times(p.ctx, tip.Committer.When)
	if err != nil {
		return store.Commit{}, err
	}
	by := p.me
	if change.Adopt {
		by, _ = p.book.Team().Member(p.book.adopts)
	}
	return p.batch.Commit(store.NewCommit{Tree: tree, Parents: []string{p.book.Tip()},
		Author: ident(by, when.author), Committer: ident(p.me, when.committer),
		Message: when.message(change).Encode()}, signer)
}

func ident(m team.Member, at time.Time) store.Ident {
	return store.Ident{Name: m.Name, Email: m.Email, When: at}
}

// ErrTime says that the dates asked for can't be those of a commit.
var ErrTime = errors.New("the dates can't be those of a commit")

// times are the dates of a commit.
type times struct {
	author, committer time.Time
	parent            time.Time // where the commit is dated before it; else zero
}

// message returns the message of a commit with these dates.
func (t times) message(change *Change) verify.Message {
	m := message(change)
	if !t.parent.IsZero() {
		m.Clock = t.parent.Unix()
	}
	return m
}

// times returns the dates of author and committer. A commit is not dated before its parent, except
// where mayPass allows it. The author's date is never after the committer's.
func (b *Book) times(ctx context.Context, parent time.Time) (t times, err error) {
	t.author, t.committer = b.AuthorTime(), b.clock.Now.UTC().Truncate(time.Second)
	if t.committer.Before(parent) {
		pass, err := b.mayPass(ctx, t.committer, parent)
		if err != nil {
			return t, err
		}
		if pass {
			t.parent = parent
		} else {
			t.committer = parent
		}
	}
	if t.author.After(t.committer) {
		err = fmt.Errorf("%w: recorded at %s, after %s", ErrTime,
			t.author.Format(time.RFC3339), t.committer.Format(time.RFC3339))
	}
	return t, err
}

// mayPass reports whether a commit may be dated before its parent (FORMAT.md, 9): the parent lies
// more than ten minutes in the future, and no server takes that for right. A server that judges has
// said so. Where there is none to ask, the machine's own clock counts.
func (b *Book) mayPass(ctx context.Context, at, parent time.Time) (bool, error) {
	if parent.Sub(at) <= verify.ClockSkew {
		return false, nil
	}
	if b.refusedAhead {
		return true, nil
	}
	may, err := b.repo.MayHaveRemote()
	if err != nil || !may {
		return err == nil, err
	}
	url, err := b.repo.Remote(ctx, ledger.RemoteName)
	return err == nil && url == "", err
}

// AuthorTime returns the time at which an entry written now counts as recorded.
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
	keep := func(path, blob string) {
		out = append(out, store.Edit{Path: path, Mode: "100644", ID: blob})
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
		if err := p.sealEntries(c, file, keep); err != nil {
			return nil, err
		}
		if c.Register != nil {
			file(record.DisposalRecordPath(c.Docket.Case), c.Register)
		}
		for _, r := range c.Resealed {
			if r.Blob == "" {
				out = append(out, store.Edit{Path: r.Path})
			} else {
				keep(r.Path, r.Blob)
			}
		}
	}
	return out, nil
}

func (p *parent) sealEntries(c *CaseChange, file func(string, []byte),
	keep func(path, blob string),
) error {
	if len(c.Entries) == 0 {
		return nil
	}
	recipient, err := p.recipient(c)
	if err != nil {
		return err
	}
	for _, e := range c.Entries {
		name := record.CaseFolder(c.Docket.Case) + "/" +
			record.FileName(e.Entry.Recorded, e.Entry.ID, false)
		if e.SealedBefore != nil && e.SealedBefore.Recipient == recipient {
			keep(name, e.SealedBefore.Blob)
			continue
		}
		sealed, err := e.seal(recipient)
		if err != nil {
			return err
		}
		file(name, sealed)
	}
	for _, a := range c.Attached {
		blob := a.Blob
		if a.Recipient != recipient {
			if blob, err = p.sealFileAnew(c.Docket.Case, a, recipient); err != nil {
				return err
			}
		}
		keep(record.CaseFolder(c.Docket.Case)+"/"+record.FileName(p.book.AuthorTime(), a.ID, true),
			blob)
	}
	return nil
}

// seal seals the text of an entry. The text of an entry that was sealed before is opened first.
func (e *Prepared) seal(recipient string) ([]byte, error) {
	text := e.Text
	if e.SealedBefore != nil {
		var err error
		if text, err = e.SealedBefore.Text(); err != nil {
			return nil, err
		}
		if seal.Commitment(text) != e.SHA256 {
			return nil, fmt.Errorf("%w: the text kept of %s is not the one that was recorded",
				ErrState, e.Entry.ID)
		}
	}
	return seal.Seal(recipient, text)
}

// sealFileAnew seals an attached file to another epoch, and gives its new blob. Whoever may add
// files reads the case, and so has the key that the file was sealed to.
func (p *parent) sealFileAnew(id record.ID, a Attached, recipient string) (string, error) {
	d, err := p.book.Docket(p.ctx, id)
	if err != nil {
		return "", err
	}
	keys, err := p.book.caseKeys(p.ctx, d)
	if err != nil {
		return "", err
	}
	sealed, size, err := p.book.sealed(p.ctx, a.Blob)
	if err != nil {
		return "", err
	}
	return p.book.repo.WriteBlob(p.ctx, size, func(w io.Writer) error {
		sum, err := plain.Reseal(keys, w, sealed, recipient)
		if err == nil && sum != a.SHA256 {
			err = fmt.Errorf("%w: the attached file %s is not the one that was recorded", ErrState,
				a.ID)
		}
		return err
	})
}

// recipient returns the recipient to which new entries of a case are sealed: that of its newest
// epoch.
func (p *parent) recipient(c *CaseChange) (string, error) {
	if c.NewEpoch != "" {
		return c.NewEpoch, nil
	}
	return p.book.recipient(p.ctx, &c.Docket)
}

// message makes the trailers; entries come in the order of their files.
func message(change *Change) verify.Message {
	m := verify.Message{Op: change.Op, Lost: change.Lost}
	if change.Adopt {
		m.Op, m.Adopts = team.OpAdopt, change.Op
	}
	for _, c := range change.Cases {
		t := verify.CaseTrailers{Case: c.Docket.Case, Endorses: c.Endorses, Releases: c.Releases}
		for _, e := range c.Entries {
			t.Entries = append(t.Entries, verify.EntryTrailer{ID: e.Entry.ID, SHA256: e.SHA256})
		}
		for _, a := range c.Attached {
			t.Entries = append(t.Entries, verify.EntryTrailer{ID: a.ID, SHA256: a.SHA256})
		}
		// All files of a commit bear its author time, so the order of their
		// names is the order of their IDs.
		slices.SortFunc(t.Entries, func(a, b verify.EntryTrailer) int {
			return compareID(a.ID, b.ID)
		})
		resealTrailers(&t, c.Resealed) // which brings no other
		m.Cases = append(m.Cases, t)
	}
	slices.SortFunc(m.Cases, func(a, b verify.CaseTrailers) int {
		return compareID(a.Case, b.Case)
	})
	return m
}

// resealTrailers names what was sealed anew, and what was erased, in the order of
// the files.
func resealTrailers(t *verify.CaseTrailers, list []Resealed) {
	slices.SortFunc(list, func(a, b Resealed) int { return cmp.Compare(a.Path, b.Path) })
	for _, r := range list {
		if r.Blob == "" {
			t.Erased = append(t.Erased, r.ID)
		} else {
			t.Entries = append(t.Entries, verify.EntryTrailer{ID: r.ID, SHA256: r.SHA256})
		}
	}
}
