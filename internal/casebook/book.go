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

// Domain errors, each with an exit code of its own in package cli.
var (
	ErrNotMember           = errors.New("not a member of the team")
	ErrDenied              = errors.New("the role does not allow it")
	ErrNotFound            = ledger.ErrNotFound // what the ledger does not find, the book does not
	ErrAmbiguous           = errors.New("ambiguous")
	ErrNoKey               = errors.New("no key for this case")
	ErrKeyDestroyed        = fmt.Errorf("%w any more", ErrNoKey)
	ErrDestructionUnpushed = fmt.Errorf("%w: its destruction is not sent yet",
		ErrKeyDestroyed)
	ErrKeysMissing = errors.New("this copy lacks the wrapped keys, which have not come yet")
	ErrState       = errors.New("the case does not allow it now")
	// ErrLeft is ErrNotMember of whoever was a member once.
	ErrLeft = fmt.Errorf("%w", ErrNotMember)
	// ErrUnknown is ErrNotMember of a signing key that the roster never had.
	ErrUnknown = fmt.Errorf("%w", ErrNotMember)
	// ErrOtherKey: a key of mine was wrapped to another identity than the one at hand, as
	// before a change of it.
	ErrOtherKey = errors.New("wrapped to another identity")
	// ErrDraftKey: a draft is sealed to another identity, as one kept before a change of it.
	ErrDraftKey = errors.New("kept with another identity")
)

// Person works with a book, and is asked for a key only when one is needed.
type Person struct {
	Identity func() (*seal.Identity, error)
	Signer   func() (store.Signer, error)
	Tell     func(string)   // what must be said at once; nil for nobody who listens
	Beside   func() []Draft // texts of theirs that no repository took, unopened; nil for none

	// Former gives the identities that a change of them kept, as far as they open with no
	// question; nil for none.
	Former func() []*seal.Identity
}

// Book is a records repository at the tip of main, as judged, with whoever works with it.
type Book struct {
	*ledger.Ledger
	repo     *store.Repo // that of the ledger
	person   Person
	clock    Clock
	notAfter map[commitLimit]time.Time // what lastNotAfter found out
	agreed   bool                      // a person has looked at the clock and the dates set apart
	asked    time.Time                 // the instant at which the book began to look back
	lost     []string                  // what was left out of what was read: see Lost
	notRead  []cases.NotRead
	keyless  []record.ID      // and what has no keys here yet: see Keyless
	rules    map[string]rules // of earlier commits, by the ids of their files
	lists    *lists           // from my index, once they were asked for
	noIndex  bool             // this command goes without it
	allAnew  bool             // whoever runs it wants all to be read anew
	// other cases that what is folded just now tells of; nil = nobody asks
	looked map[record.ID]bool

	staged   *staged   // operations are written, and no ref names them yet
	adopts   string    // the member who left, as whose author the next operation is written
	adopting string    // the same, of all that is done again
	joining  team.Team // the roster of the line that is joined just now; else zero

	replaying    bool // unsent work, on top of what came in
	refusedAhead bool // a server refused a time of this line as ahead of its own

	Recorded bool        // an operation of this book is on main
	After    []string    // what failed once one was, one line each
	Named    []record.ID // the cases that were found by what somebody typed, each once
}

// Options of Open.
type Options struct {
	Person   Person
	Clock    Clock
	Trust    string        // INTRO or INTRO@TIP, to pin the introduction of this copy
	Reserved []string      // command names, which an agency's kind must not take
	Builtin  *record.Kinds // where the caller has loaded them already
	Mark     ledger.Mark   // of this account, by which it knows what it judged and pinned
	Served   bool          // for a server's hooks
	NoIndex  bool          // nothing is read from the person's index, and none is made
	Watch    ledger.Watch  // who wants to see how far long work has come
}

// ledger returns those of the options that concern judged history.
func (o Options) ledger() ledger.Options {
	return ledger.Options{Trust: o.Trust, Reserved: o.Reserved, Builtin: o.Builtin,
		Mark: o.Mark, Served: o.Served, OwnKey: o.Person.ownKey, Watch: o.Watch}
}

// ownKey returns the key that the person signs with; "" where there is none at hand.
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

// Open stands a book on the tip of main. It judges what is new since the last
// time, and refuses (ledger.FaultError) a history that breaks a rule.
func Open(ctx context.Context, repo *store.Repo, o Options) (*Book, error) {
	l, err := ledger.Open(ctx, repo, o.ledger())
	if l == nil {
		return nil, err
	}
	return bookOn(l, o), err
}

// bookOn returns a book on a ledger, which stands already.
func bookOn(l *ledger.Ledger, o Options) *Book {
	l.Repo().KeepApart(seal.WrappedSize) // what a disposal takes out
	return &Book{Ledger: l, repo: l.Repo(), person: o.Person, clock: o.Clock,
		noIndex: o.NoIndex, allAnew: o.NoIndex}
}

// Now returns the instant that answers are about: that at which the command runs, or the earlier
// one at which the book looks.
func (b *Book) Now() time.Time { return b.clock.Now }

// Reached returns the instant up to which the record is known here: the later of the clock and the
// newest commit. What stands on main is there, whatever the clock says.
func (b *Book) Reached() time.Time {
	if tip := b.Judge().Reached(); tip.After(b.clock.Now) {
		return tip
	}
	return b.clock.Now
}

// Today returns the day that the book is looked at, in the agency's zone.
func (b *Book) Today() record.Date { return b.Policy().Today(b.Now()) }

// defaultReaders returns who can read a case of a key worker that is opened today; "" for an
// intake.
func (b *Book) defaultReaders(keyWorker string) []string {
	return b.Team().DefaultReaders(keyWorker, b.Today().String())
}

// Me returns the member whose signing key is at hand.
func (b *Book) Me() (team.Member, error) {
	s, err := b.person.Signer()
	if err != nil {
		return team.Member{}, err
	}
	return b.memberOf(s.PublicKey())
}

// memberWith returns the member whose signing key this ever was: by the roster of now, or by that
// of the line that is joined, which may be the first to know a key.
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

// meSigning is Me, who may sign now.
func (b *Book) meSigning() (team.Member, error) {
	s, err := b.person.Signer()
	if err != nil {
		return team.Member{}, err
	}
	return b.signerOf(s.PublicKey())
}

// signerOf returns the member who may sign with a key: one that has ended signs nothing any more,
// while its owner reads on with their identity.
func (b *Book) signerOf(key string) (team.Member, error) {
	m, err := b.memberOf(key)
	if _, k, _ := b.TeamNow().BySigningKey(key); err == nil && !k.To.IsZero() {
		err = fmt.Errorf("%w: this signing key of %s ended on %s", ErrNotMember, m.ID,
			k.To.Format("2006-01-02"))
	}
	return m, err
}

// EntryFault says that one entry breaks a rule judged with the key.
type EntryFault struct {
	Ref   record.Ref
	Fault string
}

func (e *EntryFault) Error() string {
	return fmt.Sprintf("%v: %s: %s", ledger.ErrFault, e.Ref, e.Fault)
}

// Unwrap lets errors.Is find ErrFault.
func (e *EntryFault) Unwrap() error { return ledger.ErrFault }
