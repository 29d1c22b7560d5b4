package casebook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
)

// Domain errors. Package cli gives each an exit code of its own.
var (
	ErrNotMember           = errors.New("not a member of the team")
	ErrDenied              = errors.New("the role does not allow it")
	ErrNotFound            = ledger.ErrNotFound // as the ledger gives it
	ErrAmbiguous           = errors.New("ambiguous")
	ErrNoKey               = errors.New("no key for this case")
	ErrKeyDestroyed        = fmt.Errorf("%w any more", ErrNoKey)
	ErrDestructionUnpushed = fmt.Errorf("%w: its destruction is not sent yet",
		ErrKeyDestroyed)
	ErrKeysMissing = errors.New("this copy lacks the wrapped keys, which have not come yet")
	ErrState       = errors.New("the case does not allow it now")
	// ErrLeft is ErrNotMember for a former member.
	ErrLeft = fmt.Errorf("%w", ErrNotMember)
	// ErrUnknown is ErrNotMember for a signing key that the roster never had.
	ErrUnknown = fmt.Errorf("%w", ErrNotMember)
	// ErrOtherKey says that a key of mine was wrapped to another identity than the present one, for
	// example to the one before a change.
	ErrOtherKey = errors.New("wrapped to another identity")
	// ErrDraftKey says that a draft is sealed to another identity, for example to the one before a
	// change.
	ErrDraftKey = errors.New("kept with another identity")
)

// Person works with a book. A key is asked for only when one is needed.
type Person struct {
	Identity func() (*seal.Identity, error)
	Signer   func() (store.Signer, error)
	Tell     func(string)   // says something at once; may be nil
	Beside   func() []Draft // their drafts outside of any repository, unopened; may be nil

	// Former returns their earlier identities that open without a question. It may be nil.
	Former func() []*seal.Identity
}

// Book is a records repository at the judged tip of main, together with the person who works with
// it.
type Book struct {
	*ledger.Ledger
	repo     *store.Repo // the ledger's repository
	person   Person
	clock    Clock
	notAfter map[commitLimit]time.Time // the answers of lastNotAfter
	// a person has confirmed the clock and the dates from the environment
	agreed  bool
	asked   time.Time // when the book began to look back
	lost    []string  // what reading left out: see Lost
	notRead []cases.NotRead
	keyless []record.ID      // cases whose keys are not here yet: see Keyless
	rules   map[string]rules // of earlier commits, by the ids of their files
	lists   *lists           // from my index, once asked for
	noIndex bool             // this command does not use the index
	allAnew bool             // the caller wants everything read again
	// collects the other cases that the fold at work tells of; nil where nobody asks
	looked map[record.ID]bool

	staged   *staged   // operations that are written and that no ref names yet
	adopts   string    // a member who left: the author of the next operation
	adopting string    // the same, for all operations that are replayed
	joining  team.Team // the roster of the line that is being joined; else zero

	replaying    bool // unpushed work is being replayed on top of what came in
	refusedAhead bool // a server refused a time of this line as later than its own

	Recorded bool        // an operation of this book is on main
	After    []string    // failures after that, one line each
	Named    []record.ID // the cases found by what somebody typed, each once
}

// Options are the options of Open.
type Options struct {
	Person   Person
	Clock    Clock
	Trust    string        // INTRO or INTRO@TIP, to pin the introduction of this copy
	Reserved []string      // command names, which an agency's kind must not take
	Builtin  *record.Kinds // where the caller has loaded the kinds already
	Mark     ledger.Mark   // of this account; it marks what was judged and pinned
	Served   bool          // for a server's hooks
	NoIndex  bool          // the person's index is neither read nor made
	Watch    ledger.Watch  // is told how far long work has come
}

// ledger returns the options for the ledger.
func (o Options) ledger() ledger.Options {
	return ledger.Options{Trust: o.Trust, Reserved: o.Reserved, Builtin: o.Builtin,
		Mark: o.Mark, Served: o.Served, OwnKey: o.Person.ownKey, Watch: o.Watch}
}

// ownKey returns the public key that the person signs with, or "" where there is none.
func (p Person) ownKey() string {
	if p.Signer == nil {
		return ""
	}
	s, err := p.Signer()
	if err != nil {
		return ""
	}
	return s.PublicKey()
}

// Open returns a book at the tip of main. It judges the commits since the last time, and refuses a
// history that breaks a rule (ledger.FaultError).
func Open(ctx context.Context, repo *store.Repo, o Options) (*Book, error) {
	l, err := ledger.Open(ctx, repo, o.ledger())
	if l == nil {
		return nil, err
	}
	return bookOn(l, o), err
}

// bookOn returns a book on a ledger that is open already.
func bookOn(l *ledger.Ledger, o Options) *Book {
	l.Repo().KeepApart(seal.WrappedSize) // wrapped keys, which a disposal removes
	return &Book{Ledger: l, repo: l.Repo(), person: o.Person, clock: o.Clock,
		noIndex: o.NoIndex, allAnew: o.NoIndex}
}

// Now returns the instant that answers are about: when the command runs, or the earlier instant to
// which the book looks back.
func (b *Book) Now() time.Time { return b.clock.Now }

// Reached returns the instant up to which the record is known here: the later of the clock and the
// newest commit. A commit on main exists, whatever the clock says.
func (b *Book) Reached() time.Time {
	if tip := b.Judge().Reached(); tip.After(b.clock.Now) {
		return tip
	}
	return b.clock.Now
}

// Today returns the day of Now in the agency's zone.
func (b *Book) Today() record.Date { return b.Policy().Today(b.Now()) }

// defaultReaders returns the readers of a case that a key worker opens today. For an intake,
// keyWorker is "".
func (b *Book) defaultReaders(keyWorker string) []string {
	return b.Team().DefaultReaders(keyWorker, b.Today().String())
}

// Me returns the member who owns the person's signing key.
func (b *Book) Me() (team.Member, error) {
	s, err := b.person.Signer()
	if err != nil {
		return team.Member{}, err
	}
	return b.memberOf(s.PublicKey())
}

// memberWith returns the member who has or had a signing key. It asks the present roster, then that
// of the line that is being joined, since a key may be new there.
func (b *Book) memberWith(key string) (team.Member, bool) {
	m, _, ok := b.TeamNow().BySigningKey(key)
	if !ok {
		m, _, ok = b.joining.BySigningKey(key)
	}
	return m, ok
}

func (b *Book) memberOf(key string) (team.Member, error) {
	m, ok := b.memberWith(key)
	switch {
	case !ok:
		return m, UnknownSigner(b.TeamNow())
	case !m.Active():
		return m, fmt.Errorf("%w: %s left on %s", ErrLeft, m.ID, m.Left.Format("2006-01-02"))
	}
	return b.AsOfThen(m), nil
}

// meSigning returns the same member as Me, who must be allowed to sign now.
func (b *Book) meSigning() (team.Member, error) {
	s, err := b.person.Signer()
	if err != nil {
		return team.Member{}, err
	}
	return b.signerOf(s.PublicKey())
}

// signerOf returns the member who may sign with a key. A key that has ended signs nothing more. Its
// owner can still read with their identity.
func (b *Book) signerOf(key string) (team.Member, error) {
	m, err := b.memberOf(key)
	if _, k, _ := b.TeamNow().BySigningKey(key); err == nil && !k.To.IsZero() {
		err = fmt.Errorf("%w: this signing key of %s ended on %s", ErrNotMember, m.ID,
			k.To.Format("2006-01-02"))
	}
	return m, err
}

// EntryFault says that one entry breaks a rule that needs the key to be judged.
type EntryFault struct {
	Ref   record.Ref
	Fault string
}

func (e *EntryFault) Error() string {
	return fmt.Sprintf("%v: %s: %s", ledger.ErrFault, e.Ref, e.Fault)
}

// Unwrap lets errors.Is find ErrFault.
func (e *EntryFault) Unwrap() error { return ledger.ErrFault }
