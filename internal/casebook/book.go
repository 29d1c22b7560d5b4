package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// MainRef is the one branch of a records repository; KeysPrefix begins the refs of
// wrapped keys, one a shard (FORMAT.md, 8); VerifiedRef is the last
// tip that was judged here.
const (
	MainRef     = "refs/heads/main"
	VerifiedRef = "refs/casefile/verified"
	KeysPrefix  = "refs/casefile/keys/"
)

// RemoteName is the one remote that a copy sends to and receives from.
const RemoteName = "origin"

// Domain errors, each with an exit code of its own in package cli.
var (
	ErrNoRecords   = errors.New("not a records repository")
	ErrFault       = errors.New("the history breaks a rule")
	ErrUntrusted   = errors.New("this copy has no pinned introduction")
	ErrNotMember   = errors.New("not a member of the team")
	ErrDenied      = errors.New("the role does not allow it")
	ErrNotFound    = errors.New("not found")
	ErrAmbiguous   = errors.New("ambiguous")
	ErrNoKey       = errors.New("no key for this case")
	ErrGone        = fmt.Errorf("%w any more", ErrNoKey)
	ErrKeysMissing = errors.New("this copy lacks the wrapped keys, as a plain git clone does")
	ErrState       = errors.New("the case does not allow it now")
)

// FaultError carries all faults that the judge found.
type FaultError struct {
	Faults []verify.Fault
}

func (e *FaultError) Error() string {
	more := ""
	if n := len(e.Faults) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return fmt.Sprintf("%v: %v%s", ErrFault, e.Faults[0], more)
}

// Unwrap lets errors.Is find ErrFault.
func (e *FaultError) Unwrap() error { return ErrFault }

// Person is who works with a book: asked for a key only when one is needed.
type Person struct {
	Identity func() (*seal.Identity, error)
	Signer   func() (store.Signer, error)
	Tell     func(string)   // what must be said at once; nil for nobody who listens
	Beside   func() []Draft // texts of theirs that no repository took, unopened; nil for none
}

// Book is a records repository at the tip of main, as judged.
type Book struct {
	ground
	repo      *store.Repo
	person    Person
	clock     Clock
	lastRight map[limited]time.Time // what lastBy found out
	agreed    bool                  // a person has looked at the clock and the dates set apart

	present      string // the newest commit, while the book looks back; else ""
	presentPlace int    // of present in history
	presentTeam  team.Team
	asked        time.Time // the instant at which the book began to look back
	pinned       bool
	intro        string // the pinned introduction
	builtin      *record.Kinds
	unusable     error // schemas of the agency's that can't be used
	reserved     []string
	rules        map[string]rules // of earlier commits, by the ids of their files
	touched      map[string]bool  // shards of commits judged just now

	unlanded *unlanded // operations are written, and no ref names them yet
	adopts   string    // the member who left, as whose author the next operation is written
	adopting string    // the same, of all that is done again

	refusedAhead bool // a server refused a time of this line as ahead of its own

	Notes    []string    // what the user should be told besides, one line each
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
}

// Open stands a book on the tip of main. It judges what is new since the last
// time, and refuses (FaultError) a history that breaks a rule.
func Open(ctx context.Context, repo *store.Repo, o Options) (*Book, error) {
	b := newBook(repo, o)
	tip, err := b.mainTip(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.pin(ctx, o.Trust, tip); err != nil {
		return nil, err
	}
	refs := b.askKeysRefs(ctx)
	if err := b.judgeMain(ctx); err != nil {
		return nil, err
	}
	return b, b.heal(ctx, refs)
}

func newBook(repo *store.Repo, o Options) *Book {
	return &Book{repo: repo, person: o.Person, clock: o.Clock, reserved: o.Reserved, builtin: o.Builtin,
		ground: ground{index: openIndex(repo.CommonDir())}}
}

// mainTip is where main is; ErrNoRecords where nothing there looks like records.
func (b *Book) mainTip(ctx context.Context) (string, error) {
	tip, err := b.repo.Ref(ctx, MainRef)
	if err != nil {
		return "", err
	}
	if tip == "" {
		verified, err := b.repo.Ref(ctx, VerifiedRef)
		if err == nil && verified != "" {
			err = rewound(verified)
		}
		return "", cmp.Or(err, fmt.Errorf("%w: main has no commit", ErrNoRecords))
	}
	if pinned, err := b.readTrust(); err != nil || pinned.intro != "" {
		return tip, err // records they are: what is missing in them, the judge says
	}
	if _, ok, err := b.repo.Lookup(ctx, tip, verify.PolicyPath); err != nil || !ok {
		return "", errors.Join(err, fmt.Errorf("%w: there is no %s", ErrNoRecords, verify.PolicyPath))
	}
	return tip, nil
}

// Tip is the commit that everything the book says refers to.
func (b *Book) Tip() string { return b.tip }

// Repo is the repository below the book.
func (b *Book) Repo() *store.Repo { return b.repo }

// Team is the roster at the tip.
func (b *Book) Team() team.Team { return b.judge.Team() }

// Policy is the agency's policy at the tip.
func (b *Book) Policy() *policy.Policy { return b.judge.Policy() }

// Now is the instant that answers are about: that at which the command runs, or
// the earlier one at which the book looks.
func (b *Book) Now() time.Time { return b.clock.Now }

// Reached is the instant up to which the record is known here: the later of the clock and
// the newest commit. What stands on main is there, whatever the clock says.
func (b *Book) Reached() time.Time {
	if tip := b.judge.Reached(); tip.After(b.clock.Now) {
		return tip
	}
	return b.clock.Now
}

// Today is the day that the book is looked at, in the agency's zone.
func (b *Book) Today() record.Date { return b.Policy().Today(b.Now()) }

// defaultReaders are who can read a case of a key worker that is opened today; "" for an
// intake.
func (b *Book) defaultReaders(keyWorker string) []string {
	return b.Team().DefaultReaders(keyWorker, b.Today().String())
}

// Kinds are the built-in kinds with the agency's own at the tip. A schema of the agency's
// that can't be used is not used, and a note says so: what was recorded is read all the same.
func (b *Book) Kinds(ctx context.Context) (*record.Kinds, error) {
	if b.kinds != nil {
		return b.kinds, nil
	}
	if b.builtin == nil {
		built, err := record.Builtin()
		if err != nil {
			return nil, err
		}
		b.builtin = built
	}
	own, err := b.Schemas(ctx)
	if err != nil {
		return nil, err
	}
	b.builtin.Reserved = b.reserved
	b.kinds, b.unusable = b.builtin.With(own)
	if b.unusable != nil {
		b.Notes = append(b.Notes, b.unusable.Error()+"; it is not used")
	}
	if b.Policy().Informal() {
		b.kinds = b.kinds.Abbreviated()
	}
	return b.kinds, nil
}

// kindsToWrite are the kinds for a text that is to be recorded: record.ErrSchema where a
// schema of the agency's can't be used. That holds up no concern.
func (b *Book) kindsToWrite(ctx context.Context, kind string) (*record.Kinds, error) {
	kinds, err := b.Kinds(ctx)
	if err == nil && kind != record.KindConcern {
		err = b.unusable
	}
	return kinds, err
}

// Pinned is ErrUntrusted where this copy was given no introduction.
func (b *Book) Pinned() error {
	if !b.pinned {
		return ErrUntrusted
	}
	return nil
}

// Me is the member whose signing key is at hand.
func (b *Book) Me() (team.Member, error) {
	s, err := b.person.Signer()
	if err != nil {
		return team.Member{}, err
	}
	return b.memberOf(s.PublicKey())
}

func (b *Book) memberOf(key string) (team.Member, error) {
	t := b.teamNow()
	m, _, ok := t.BySigningKey(key)
	switch {
	case !ok:
		return m, fmt.Errorf("%w: nobody in team.yaml has your signing key", ErrNotMember)
	case !m.Active():
		return m, fmt.Errorf("%w: %s left on %s", ErrNotMember, m.ID, m.Left.Format("2006-01-02"))
	}
	return b.asOfThen(m), nil
}

// EntryFault says that one entry breaks a rule judged with the key.
type EntryFault struct {
	Ref   record.Ref
	Fault string
}

func (e *EntryFault) Error() string { return fmt.Sprintf("%v: %s: %s", ErrFault, e.Ref, e.Fault) }

// Unwrap lets errors.Is find ErrFault.
func (e *EntryFault) Unwrap() error { return ErrFault }
