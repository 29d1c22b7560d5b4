package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Ledger is the judged history of a records repository, at the tip of main or, while it looks back,
// at an earlier commit. It holds no key.
type Ledger struct {
	ground
	repo     *store.Repo
	mark     Mark
	rebuilt  bool // the index was made again in this run, or must not be
	pinned   bool
	intro    string // the pinned introduction
	seen     string // the commit that was pinned with intro, or ""
	named    string // another commit, from the file trust, or ""
	builtin  *record.Kinds
	asked    *sync.Mutex // guards the judge, which remembers what it was asked
	unusable error       // unusable schemas of the agency
	reserved []string
	served   bool               // any account's introduction is believed
	ownKey   func() string      // of Options; may be nil
	watch    Watch              // of Options
	touched  map[string]bool    // shards of the commits judged just now
	late     []string           // shards with wrapped keys that have not come: see AwaitedKeys
	beyond   bool               // no ref names the tip yet
	taught   [][]verify.Learned // by the commits that the index lacks
	wasRead  wasRead            // by an examination from scratch

	stuck    bool      // an interrupted move can't be completed yet: refs stay as they are
	accident *Accident // nil where main is as casefile left it

	present      string // main's newest commit while the ledger looks back; else ""
	presentPlace int    // of present in history
	presentTeam  team.Team

	Notes []string // further things to tell the user, one line each
}

// Options configures Open.
type Options struct {
	Trust    string        // INTRO or INTRO@TIP, to pin the introduction of this copy
	Reserved []string      // command names, which an agency's kind must not have
	Builtin  *record.Kinds // set where the caller has loaded them
	Mark     Mark          // of this account; without it nothing written is believed
	Served   bool          // for a server's hooks: believes any pinned introduction
	OwnKey   func() string // returns this person's signing key, or ""; may be nil
	Watch    Watch         // is told the progress of long work
}

// Open returns a ledger that stands on the tip of main. It judges what is new since the last time,
// and refuses (FaultError) a history that breaks a rule.
func Open(ctx context.Context, repo *store.Repo, o Options) (*Ledger, error) {
	note, err := finishMoves(ctx, repo)
	if err != nil {
		return nil, err
	}
	l := New(repo, o)
	l.Notes, l.stuck = note, len(note) > 0
	refs, err := l.standOn(ctx, o)
	if err != nil {
		return nil, err
	}
	if l.accident != nil {
		return l, nil
	}
	return l, l.heal(ctx, refs)
}

// standOn moves the ledger as Open does, or to the last judged commit before an accident of this
// copy. It repairs nothing. It asks for the keys refs concurrently.
func (l *Ledger) standOn(ctx context.Context, o Options) (
	refs func() (map[string]string, error), err error,
) {
	tip, err := l.mainTip(ctx)
	if errors.Is(err, ErrFault) { // main is missing and was there before
		if pinErr := l.pin(ctx, "", ""); pinErr != nil {
			return nil, pinErr
		}
		return nil, l.afterAccident(ctx, err)
	}
	if err != nil {
		return nil, err
	}
	if err := l.pin(ctx, o.Trust, tip); err != nil {
		return nil, err
	}
	refs = l.askKeysRefs(ctx)
	if err := l.JudgeMain(ctx); err != nil {
		return nil, l.afterAccident(ctx, err)
	}
	return refs, nil
}

// New returns a ledger that stands nowhere yet.
func New(repo *store.Repo, o Options) *Ledger {
	return &Ledger{repo: repo, mark: o.Mark, served: o.Served, ownKey: o.OwnKey, watch: o.Watch,
		reserved: o.Reserved, builtin: o.Builtin, asked: &sync.Mutex{},
		ground: ground{index: openIndex(repo.CommonDir(), o.Mark)}}
}

// Last returns a ledger that stands on the last tip judged here. It judges, writes and heals
// nothing. Callers that look often at one thing use it, such as git for each file of a diff.
// ErrNotFound where nothing was judged here.
func Last(ctx context.Context, repo *store.Repo, o Options) (*Ledger, error) {
	l := New(repo, o)
	l.rebuilt = true // an incomplete index is not made again
	pinned, err := l.pinnedHere()
	if err != nil {
		return nil, err
	}
	l.believe(ctx, pinned)
	tip, place := l.index.tip()
	if tip == "" {
		return nil, fmt.Errorf("%w: no history that was judged here", ErrNotFound)
	}
	judge, err := verify.Resume(storedHistory{ctx: ctx, read: repo.Reader, index: l.index}, tip)
	if err != nil {
		return nil, err
	}
	return l, l.stand(newGround{tip: tip, judge: judge, place: place}, nil)
}

// mainTip returns the commit of main; ErrNoRecords where the repository holds no records.
func (l *Ledger) mainTip(ctx context.Context) (string, error) {
	tip, err := l.repo.Ref(ctx, MainRef)
	if err != nil {
		return "", err
	}
	if tip == "" {
		had, err := l.hadMain(ctx)
		if err == nil && had != "" {
			err = rewound(had)
		}
		return "", cmp.Or(err, fmt.Errorf("%w: main has no commit", ErrNoRecords))
	}
	if pinned, err := l.ReadTrust(); err != nil || pinned.Intro != "" {
		return tip, nil // it holds records; pin or the judge reports what is missing
	}
	if _, ok, err := l.repo.Lookup(ctx, tip, verify.PolicyPath); err != nil || !ok {
		return "", errors.Join(err,
			fmt.Errorf("%w: there is no %s", ErrNoRecords, verify.PolicyPath))
	}
	return tip, nil
}

// hadMain returns the last judged commit where main is missing; "" for none. A crash may take all
// refs at once, because git keeps most of them in one file. This account's index still tells. A
// server without refs waits for its first push.
func (l *Ledger) hadMain(ctx context.Context) (string, error) {
	verified, err := l.repo.Ref(ctx, VerifiedRef)
	if err != nil || verified != "" || l.repo.Bare() {
		return verified, err
	}
	pinned, err := l.pinnedHere()
	if err != nil || pinned.Intro == "" {
		return "", err
	}
	l.believe(ctx, pinned)
	tip, _ := l.index.tip()
	return cmp.Or(tip, pinned.Intro), nil // the introduction, where the index is lost too
}

// Tip returns the commit that the ledger stands on.
func (l *Ledger) Tip() string { return l.tip }

// Place returns the tip's place in history, as far as the index is read; the root has 1.
func (l *Ledger) Place() int { return l.index.at }

// Judge returns the judge, which has judged up to the tip; nil before the first move.
func (l *Ledger) Judge() *verify.Judge { return l.judge }

// WithoutIndex reports whether facts come from the judge, not from the index.
func (l *Ledger) WithoutIndex() bool { return l.withoutIndex }

// Repo returns the repository below the ledger.
func (l *Ledger) Repo() *store.Repo { return l.repo }

// Team returns the roster at the tip.
func (l *Ledger) Team() team.Team { return l.judge.Team() }

// Policy returns the agency's policy at the tip.
func (l *Ledger) Policy() *policy.Policy { return l.judge.Policy() }

// Intro returns the pinned introduction, or "".
func (l *Ledger) Intro() string { return l.intro }

// MarkFor returns a secret of this account for one sort of file kept with these records; nil
// without a mark.
func (l *Ledger) MarkFor(sort string) Mark { return l.mark.For(sort, l.intro) }

// Pinned returns ErrUntrusted where this copy has no pinned introduction.
func (l *Ledger) Pinned() error {
	if !l.pinned {
		return ErrUntrusted
	}
	return nil
}
