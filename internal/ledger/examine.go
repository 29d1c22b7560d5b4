package ledger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// Examination holds the result of judging a repository: all faults, and how much was judged.
type Examination struct {
	Introduction string // "" where none is pinned
	// judged in this run: the commits after From up to Tip; From is "" for all commits
	From, Tip        string
	Commits          int // judged in this run
	Cases            int
	Opened           int // entries opened with a key in this run
	Sealed           int // cases for which there is no key here
	Faults           []verify.Fault
	Clocks           []verify.SetBack         // every commit that is lawfully dated before its parent
	AppointedSeconds []verify.AppointedSecond // acts whose second person was appointed by the first
	// problems in who can read that no commit on a case caused
	AccessProblems []verify.AccessProblem
	Notes          []string
	Mistrusted     bool             // the file trust is not as somebody wrote it
	Last           *ExaminationNote // what was read before, and not again
	// the commits, if judged now from the beginning without damage; else nil
	line     []string
	files    store.ObjectFiles
	Accident *Accident // set where a broken rule is this copy's own accident; else nil
}

// Examine judges a repository as Open does. It returns all faults instead of stopping at them, and
// repairs nothing before it has looked. From scratch, it believes no earlier judging. Where there
// is nothing to stand on, the ledger stands nowhere and its Judge is nil.
func Examine(ctx context.Context, repo *store.Repo, o Options, fromScratch bool, now time.Time) (
	*Ledger, *Examination, error) {
	note, err := finishMoves(ctx, repo)
	if err != nil {
		return nil, nil, err
	}
	l := New(repo, o)
	l.Notes = note
	if fromScratch {
		l.wasRead = wasRead{}
	}
	x := &Examination{Last: &ExaminationNote{}}
	tip, err := l.mainTip(ctx)
	if err := x.Take(err); err != nil || len(x.Faults) > 0 {
		x.lookForAccident(ctx, repo, o)
		return l, x, err
	}
	x.Tip = tip
	err = l.pin(ctx, o.Trust, tip)
	if err == nil && !l.pinned {
		_, err = l.ReadTrust() // the trust of another account, or of a server's hooks
	}
	x.Mistrusted = errors.Is(err, ErrTrustFile)
	if err := x.Take(err); err != nil {
		return nil, nil, err
	}
	x.Introduction = l.intro
	if err := x.judge(ctx, l, fromScratch); err != nil {
		return nil, nil, err
	}
	damaged, err := x.lookForDamage(ctx, l, fromScratch, now)
	if err == nil {
		err = x.lookAtRefs(ctx, l, fromScratch)
	}
	if err != nil {
		return nil, nil, err
	}
	x.add(damaged...)
	x.Notes = l.Notes
	if len(x.Faults) > 0 {
		x.lookForAccident(ctx, repo, o)
	}
	return l, x, nil
}

// lookForDamage returns the damage in all objects of the tip. It skips what the last examination
// has read, where nobody has written to the files since.
func (x *Examination) lookForDamage(ctx context.Context, l *Ledger, fromScratch bool,
	now time.Time) (out []verify.Fault, err error) {
	if len(x.Faults) == 0 && !fromScratch {
		x.Last = l.lastExamination(ctx, x.Tip, now)
	}
	x.files, _, err = l.repo.ObjectFiles(now) // before anything is read, so that later writes show
	if err != nil {
		return nil, err
	}
	return l.damagedSince(ctx, x.Last, x.Tip, x.line)
}

// lookForAccident notes whether the broken rule is an accident of this copy alone.
func (x *Examination) lookForAccident(ctx context.Context, repo *store.Repo, o Options) {
	standing := New(repo, o)
	if _, err := standing.standOn(ctx, o); err == nil {
		x.Accident = standing.Accident()
	}
}

// Take keeps the faults of an error, and returns any other error.
func (x *Examination) Take(err error) error {
	var found *FaultError
	if !errors.As(err, &found) {
		return err
	}
	x.add(found.Faults...)
	return nil
}

// add keeps faults, each once. Where main is not what was judged, a commit may be examined twice:
// for itself, and for a case that depends on it.
func (x *Examination) add(faults ...verify.Fault) {
	for _, f := range faults {
		if !slices.Contains(x.Faults, f) {
			x.Faults = append(x.Faults, f)
		}
	}
}

// judge judges all commits that are new, faulty ones included.
func (x *Examination) judge(ctx context.Context, l *Ledger, fromScratch bool) error {
	last, err := l.lastJudged(ctx)
	if err != nil {
		return err
	}
	if fromScratch {
		last.tip, last.place = "", 0
	}
	if last, err = l.correctJudgedTip(ctx, last, x.Tip); err != nil {
		return err
	}
	last, line, err := l.newBeyond(ctx, last, x.Tip)
	if err != nil && line == nil {
		if line, err = x.fromItsBeginning(ctx, l, last, err); err != nil || line == nil {
			return err
		}
		last = judgedTip{}
	} else if err := x.Take(err); err != nil {
		return err
	}
	x.From, x.Commits = last.tip, len(line)
	sound := len(x.Faults) == 0
	judge, err := l.resumeJudge(ctx, last)
	if err != nil {
		return err
	}
	taught := newLearnedLines(last.place)
	judged, faults, broken := l.judgeCommits(ctx, judge, line, taught.add)
	x.add(faults...)
	if err := x.clocks(l.index.upTo(last.place), taught); err != nil {
		return err
	}
	if err := x.listAppointedSeconds(l.index.upTo(last.place), taught); err != nil {
		return err
	}
	switch {
	case ofOtherRules(broken) && len(faults) == 0:
		return broken // a later program's records are no fault
	case broken != nil:
		x.unreadable(line[judged], broken)
		return nil
	case last.tip == "":
		x.line = line
	}
	if !sound || len(faults) > 0 {
		return l.stand(newGround{tip: x.Tip, judge: judge, place: last.place,
			withoutIndex: true}, nil)
	}
	if fromScratch { // the new index replaces the old one
		l.index.files.forget()
	}
	return l.goOn(ctx, last, x.Tip, judge, taught)
}

// fromItsBeginning returns the whole line of a main that does not go on from the judged tip. why is
// the reason. It returns nil where the line can't be read, and notes that as a fault.
func (x *Examination) fromItsBeginning(
	ctx context.Context, l *Ledger, last judgedTip, why error,
) ([]string, error) {
	err := x.Take(why)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrDamaged) {
		x.unreadable(x.Tip, err)
		if errors.Is(err, store.ErrNotFound) && last.verified != "" && last.verified != x.Tip {
			return nil, x.Take(rewound(last.verified))
		}
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	line, err := l.repo.Since(ctx, "", x.Tip)
	if err != nil {
		x.unreadable(x.Tip, err)
		return nil, nil
	}
	return line, x.begunAsPinned(ctx, l, line)
}

// begunAsPinned compares a whole history with the introduction to which this copy is pinned.
func (x *Examination) begunAsPinned(ctx context.Context, l *Ledger, line []string) error {
	if !l.pinned {
		return nil
	}
	return x.Take(Trust{Intro: l.intro}.check(ctx, l.repo.Reader, line))
}

// clocks lists the commits that set a clock back, from earlier judging and from now.
func (x *Examination) clocks(before *index, taught *learnedLines) error {
	known, err := before.clockSetBacks()
	if err != nil {
		return err
	}
	for _, s := range known {
		x.Clocks = append(x.Clocks, s.SetBack)
	}
	x.Clocks = append(x.Clocks, taught.clocks...)
	return nil
}

// listAppointedSeconds lists the acts with an appointed second person, from earlier judging and
// from now.
func (x *Examination) listAppointedSeconds(before *index, taught *learnedLines) (err error) {
	x.AppointedSeconds, err = before.appointedSeconds()
	x.AppointedSeconds = append(x.AppointedSeconds, taught.seconds...)
	return err
}

// unreadable notes the commit at which the judge had to stop.
func (x *Examination) unreadable(commit string, err error) {
	x.Faults = append(x.Faults,
		verify.Fault{Commit: commit, Rule: verify.RuleUnreadable, Means: err.Error()})
}

// lookAtRefs compares the keys refs with main, and reports refs and files that do not belong here.
func (x *Examination) lookAtRefs(ctx context.Context, l *Ledger, fromScratch bool) error {
	refs, err := l.repo.Refs(ctx, "")
	if err == nil {
		err = l.repo.Settled(ctx, refs)
	}
	if errors.Is(err, store.ErrIntent) {
		x.Found(verify.RuleDamaged, IntentPath, err.Error()+". "+MendIntent)
		err = nil
	}
	if err != nil {
		return err
	}
	if len(x.Faults) == 0 { // with faults, the dockets that list the keys can't be believed
		if err := x.lookAtKeys(ctx, l, refs, fromScratch); err != nil {
			x.unreadable(x.Tip, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		if l.repo.Bare() && !ours(name) && !strings.HasPrefix(name, "refs/replace/") {
			x.Found(verify.RuleForeignRef, name, "only main and the keys refs belong on a server")
		}
	}
	others, err := l.repo.Foreign(ctx)
	if err != nil {
		return err
	}
	for _, name := range others {
		x.Found(verify.RuleOtherHistory, name, "stock git follows it; casefile does not")
	}
	return nil
}

// ours reports whether casefile keeps this ref, here or on a server.
func ours(name string) bool {
	if slices.Contains([]string{MainRef, VerifiedRef, TrackingRef}, name) {
		return true
	}
	kept := []string{KeysPrefix, "refs/casefile/remote/", "refs/casefile/incoming/",
		ConflictsPrefix, UnpushedPrefix, AdoptPrefix,
		KeptPrefix, StrayPrefix, LostPrefix}
	return slices.ContainsFunc(kept, func(prefix string) bool {
		return strings.HasPrefix(name, prefix)
	})
}

// Found adds a fault about a path.
func (x *Examination) Found(rule, path, means string) {
	x.Faults = append(x.Faults, verify.Fault{Path: path, Rule: rule, Means: means})
}

// lookAtKeys computes the keys commit of each shard and compares it with the ref. A copy without
// keys refs is a plain git clone: that is a note, and no fault.
func (x *Examination) lookAtKeys(ctx context.Context, l *Ledger, refs map[string]string,
	fromScratch bool,
) error {
	shards, err := l.ListIn(ctx, x.Tip, "cases")
	if store.IsDamage(err) {
		return nil // the search for damage reports it
	}
	if err != nil {
		return err
	}
	made, err := l.index.keysMade(fromScratch)
	if err != nil {
		return err
	}
	k := &keysLook{x: x, l: l, refs: refs, made: made, fresh: map[string]string{},
		batch: l.repo.NewBatch(), want: map[string]bool{}}
	for _, s := range shards {
		if err := k.shard(ctx, s); err != nil {
			return err
		}
	}
	l.index.noteKeysMade(k.fresh)
	k.ofNoCase()
	if server := l.pinned && l.repo.Bare(); k.have == 0 && len(shards) > 0 && !server {
		l.Notes = append(l.Notes, "this copy has no wrapped keys, as after a plain git clone; "+
			"casefile sync brings them")
		return nil
	}
	for _, id := range k.waiting {
		l.Notes = append(l.Notes, fmt.Sprintf("this copy lacks the wrapped keys of %s, which "+
			"have not come yet; casefile sync brings them, once the server has them", id))
	}
	wrong, err := l.stillWrong(ctx, k.wrong)
	x.Faults = append(x.Faults, wrong...)
	return err
}

// keysLook examines the keys refs, one shard after another.
type keysLook struct {
	x    *Examination
	l    *Ledger
	refs map[string]string // of this copy
	// keys commits by the tree of a shard: noted earlier; computed now
	made, fresh map[string]string
	batch       *store.Batch    // never written
	want        map[string]bool // the refs that a shard needs
	have        int             // how many keys refs there are
	wrong       []verify.Fault
	waiting     []record.ID // cases with keys that have not come yet
}

// shard compares a shard's keys ref with its dockets. It skips a shard that the last examination
// found right and that has not changed.
func (k *keysLook) shard(ctx context.Context, s store.TreeEntry) error {
	ref := KeysPrefix + s.Name
	at, id := k.refs[ref], k.made[s.ID]
	if k.want[ref] = true; at != "" {
		k.have++
	}
	if at != "" && at == id && k.x.Last.Same(s.Name, s.ID) {
		return nil
	}
	files, err := shardFiles(ctx, k.l.repo.Reader, k.x.Tip, s.Name)
	if store.IsDamage(err) {
		return nil // the search for damage reports it
	}
	if err != nil {
		return err
	}
	if id == "" {
		if id, err = KeysCommit(ctx, k.batch, files); err != nil {
			return err
		}
		k.fresh[s.ID] = id
	}
	found, await, err := k.l.lookAtShard(ctx, s.Name, at, id, files)
	k.wrong, k.waiting = append(k.wrong, found...), append(k.waiting, await...)
	return err
}

// ofNoCase notes a fault for each keys ref whose shard has no case.
func (k *keysLook) ofNoCase() {
	for _, name := range slices.Sorted(maps.Keys(k.refs)) {
		if strings.HasPrefix(name, KeysPrefix) && !k.want[name] {
			k.have++
			k.wrong = append(k.wrong, verify.Fault{Path: name, Rule: verify.RuleKeysRef,
				Means: "no case belongs to it"})
		}
	}
}

// lookAtShard compares the commit of a shard's keys ref with the commit that follows from the
// dockets. A ref may be behind while wrapped keys have not come; then their cases wait.
func (l *Ledger) lookAtShard(ctx context.Context, shard, at, must string, files []store.Edit) (
	wrong []verify.Fault, waits []record.ID, err error) {
	if at == must {
		wrong, err = keysGone(ctx, l.repo.Reader, shard, l.wasRead.unread(files))
		return wrong, nil, err
	}
	if remote, err := l.repo.Remote(ctx, RemoteName); at != "" && err == nil && remote != "" {
		come, err := l.awaited(ctx, files)
		if err != nil {
			return nil, nil, err
		}
		rest := slices.DeleteFunc(files, func(f store.Edit) bool {
			return slices.Contains(come, f)
		})
		behind, err := KeysCommit(ctx, l.repo.NewBatch(), rest)
		if err != nil || behind == at {
			return nil, casesOf(come), err
		}
	}
	return []verify.Fault{{Path: KeysPrefix + shard, Rule: verify.RuleKeysRef,
			Means: fmt.Sprintf("it is at %s; by the dockets it must be at %s", orNothing(at),
				must)}},
		nil, nil
}

// keysGone returns a fault for each wrapped key that a keys ref lists and that this repository
// lacks or has damaged. It reads the keys each time, because a key may be lost later.
func keysGone(ctx context.Context, read store.Reader, shard string, files []store.Edit) (
	out []verify.Fault, err error,
) {
	err = read.EachBlob(ctx, idsOf(files), verify.MaxWrapped,
		func(i int, _ []byte, lost error) error {
			if lost != nil {
				out = append(out, verify.Fault{Path: KeysPrefix + shard, Rule: verify.RuleDamaged,
					Means: fmt.Sprintf("the wrapped key %s, which it lists, is %s", files[i].Path,
						store.DamageWords(lost))})
			}
			return nil
		})
	slices.SortFunc(out, func(a, b verify.Fault) int { return strings.Compare(a.Means, b.Means) })
	return out, err
}

func orNothing(id string) string {
	if id == "" {
		return "nothing"
	}
	return id
}
