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

// Ledger is the judged history of a records repository, at the tip of main or, while it
// looks back, at an earlier commit. It holds no key.
type Ledger struct {
	ground
	repo     *store.Repo
	mark     Mark
	rebuilt  bool // the index was made anew in this run, or is not to be
	pinned   bool
	intro    string // the pinned introduction
	seen     string // the commit that was named with it, or ""
	named    string // another one, which the file trust names, or ""
	builtin  *record.Kinds
	asked    *sync.Mutex // while the judge is asked, who remembers what it was asked
	unusable error       // schemas of the agency's that can't be used
	reserved []string
	served   bool               // the introduction is believed whoever wrote it
	ownKey   func() string      // of Options; may be nil
	watch    Watch              // of Options
	touched  map[string]bool    // shards of commits judged just now
	late     []string           // shards of which wrapped keys have not come: see AwaitedKeys
	beyond   bool               // no ref names the tip yet
	taught   [][]verify.Learned // by the commits beyond the index
	wasRead  wasRead            // by an examination from scratch

	stuck    bool      // a move that was cut off can't be ended yet: the refs stay as they are
	accident *Accident // main is not as casefile left it; nil where it is

	present      string // the newest commit, while the ledger looks back; else ""
	presentPlace int    // of present in history
	presentTeam  team.Team

	Notes []string // what the user should be told besides, one line each
}

// Options of Open.
type Options struct {
	Trust    string        // INTRO or INTRO@TIP, to pin the introduction of this copy
	Reserved []string      // command names, which an agency's kind must not take
	Builtin  *record.Kinds // where the caller has loaded them already
	Mark     Mark          // of this account; none for nothing that was written is believed
	Served   bool          // for a server's hooks: its introduction is whatever it was given
	OwnKey   func() string // with which the person of this account signs, or ""; may be nil
	Watch    Watch         // who wants to see how far long work has come
}

// Open stands a ledger on the tip of main. It judges what is new since the last
// time, and refuses (FaultError) a history that breaks a rule.
func Open(ctx context.Context, repo *store.Repo, o Options) (*Ledger, error) {
	note, err := takeUp(ctx, repo)
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

// standOn stands the ledger as Open does, or on what was judged before an accident of this
// copy's, and mends nothing. The keys refs are asked for meanwhile.
func (l *Ledger) standOn(ctx context.Context, o Options) (
	refs func() (map[string]string, error), err error,
) {
	tip, err := l.mainTip(ctx)
	if errors.Is(err, ErrFault) { // there is no main, and there was one
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

// New is a ledger that stands nowhere yet.
func New(repo *store.Repo, o Options) *Ledger {
	return &Ledger{repo: repo, mark: o.Mark, served: o.Served, ownKey: o.OwnKey, watch: o.Watch,
		reserved: o.Reserved, builtin: o.Builtin, asked: &sync.Mutex{},
		ground: ground{index: openIndex(repo.CommonDir(), o.Mark)}}
}

// Last stands a ledger on the tip that was judged last here. It judges
// nothing, writes nothing and heals nothing: for those who look often and at
// one thing, as git does for each file of a diff. ErrNotFound where nothing was
// judged here yet.
func Last(ctx context.Context, repo *store.Repo, o Options) (*Ledger, error) {
	l := New(repo, o)
	l.rebuilt = true // where it lacks something, it is not made anew
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
	return l, l.stand(footing{tip: tip, judge: judge, place: place}, nil)
}

// mainTip is where main is; ErrNoRecords where nothing there looks like records.
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
		return tip, nil // records they are: what is missing in them, pin or the judge says
	}
	if _, ok, err := l.repo.Lookup(ctx, tip, verify.PolicyPath); err != nil || !ok {
		return "", errors.Join(err,
			fmt.Errorf("%w: there is no %s", ErrNoRecords, verify.PolicyPath))
	}
	return tip, nil
}

// hadMain is the commit that was judged last here, for when there is no main; "" where nothing
// was. A crash may take all refs at once, since git keeps most of them in one file: what this
// account's own index says is still there. A server waits for its first push with no refs.
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
	return cmp.Or(tip, pinned.Intro), nil // where the index is lost too: records they were
}

// Tip is the commit that everything the ledger says refers to.
func (l *Ledger) Tip() string { return l.tip }

// Place is that of the tip in history, as far as the index is read; the root has 1.
func (l *Ledger) Place() int { return l.index.at }

// Judge has judged up to the tip, and no further; nil before the first move.
func (l *Ledger) Judge() *verify.Judge { return l.judge }

// WithoutIndex reports whether what history says is the judge's word, not the index's.
func (l *Ledger) WithoutIndex() bool { return l.withoutIndex }

// Repo is the repository below the ledger.
func (l *Ledger) Repo() *store.Repo { return l.repo }

// Team is the roster at the tip.
func (l *Ledger) Team() team.Team { return l.judge.Team() }

// Policy is the agency's policy at the tip.
func (l *Ledger) Policy() *policy.Policy { return l.judge.Policy() }

// Intro is the pinned introduction, or "".
func (l *Ledger) Intro() string { return l.intro }

// MarkFor is a secret of this account for one sort of what it keeps of these records; none where
// it has no mark.
func (l *Ledger) MarkFor(sort string) Mark { return l.mark.For(sort, l.intro) }

// Pinned is ErrUntrusted where this copy was given no introduction.
func (l *Ledger) Pinned() error {
	if !l.pinned {
		return ErrUntrusted
	}
	return nil
}
