package casebook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// Examination says how a repository stands: all faults that were found, and how
// much was looked at.
type Examination struct {
	Introduction string // "" where none is pinned
	From, Tip    string // judged in this run: after From, up to Tip; From is "" for from the beginning
	Commits      int    // judged in this run
	Cases        int
	Opened       int // entries opened with the key in this run
	Sealed       int // cases that nobody here has a key for
	Faults       []verify.Fault
	Clocks       []verify.SetBack // every commit that is lawfully dated before its parent
	Notes        []string
}

// ExamineOptions of Examine.
type ExamineOptions struct {
	FromScratch bool // believe nothing that was judged before
	WithKey     bool // also open what I can read
}

// Examine judges a repository as Open does, but gives all faults instead of
// stopping at them, and mends nothing before it has looked.
func Examine(ctx context.Context, repo *store.Repo, o Options, e ExamineOptions) (*Examination, error) {
	b := newBook(repo, o)
	x := &Examination{}
	tip, err := b.mainTip(ctx)
	if err := x.take(err); err != nil || len(x.Faults) > 0 {
		return x, err
	}
	x.Tip = tip
	if err := x.take(b.pin(ctx, o.Trust, tip)); err != nil {
		return nil, err
	}
	x.Introduction = b.intro
	if err := x.judge(ctx, b, e.FromScratch); err != nil {
		return nil, err
	}
	if err := x.lookAtRefs(ctx, b, e.FromScratch); err != nil {
		return nil, err
	}
	if b.judge != nil && len(x.Faults) == 0 {
		if err := x.lookAtEnded(ctx, b); err != nil {
			return nil, err
		}
	}
	if e.WithKey && b.judge != nil {
		if err := x.openCases(ctx, b, e.FromScratch); err != nil {
			return nil, err
		}
	}
	x.Notes = b.Notes
	return x, nil
}

// take keeps the faults of an error, and gives any other back.
func (x *Examination) take(err error) error {
	var found *FaultError
	if !errors.As(err, &found) {
		return err
	}
	x.Faults = append(x.Faults, found.Faults...)
	return nil
}

// judge passes all commits that are to be judged, faulty ones among them.
func (x *Examination) judge(ctx context.Context, b *Book, fromScratch bool) error {
	last, err := b.lastJudged(ctx)
	if err != nil {
		return err
	}
	if fromScratch {
		last.tip, last.place = "", 0
	}
	if last, err = b.settled(ctx, last, x.Tip); err != nil {
		return err
	}
	line, err := b.newSince(ctx, last, x.Tip)
	if err != nil && line == nil { // what main is instead is judged from its beginning
		if err := x.take(err); isOne(err, store.ErrNotFound, store.ErrDamaged) {
			x.unreadable(x.Tip, err)
			if errors.Is(err, store.ErrNotFound) && last.verified != "" && last.verified != x.Tip {
				return x.take(rewound(last.verified))
			}
			return nil
		} else if err != nil {
			return err
		}
		last = judged{}
		if line, err = b.repo.Since(ctx, "", x.Tip); err != nil {
			x.unreadable(x.Tip, err)
			return nil
		}
		if err := x.begunAsPinned(b, line); err != nil {
			return err
		}
	} else if err := x.take(err); err != nil {
		return err
	}
	x.From, x.Commits = last.tip, len(line)
	sound := len(x.Faults) == 0
	judge, err := b.judgeAt(ctx, last)
	if err != nil {
		return err
	}
	learned, faults, broken := b.judgeEach(ctx, judge, line)
	x.Faults = append(x.Faults, faults...)
	if err := x.clocks(b.index.upTo(last.place), learned); err != nil {
		return err
	}
	switch {
	case broken != nil:
		x.unreadable(line[len(learned)], broken)
		return nil
	case !sound || len(faults) > 0:
		return b.stand(footing{tip: x.Tip, judge: judge, place: last.place, heard: true}, nil)
	}
	if fromScratch { // what was judged from the beginning takes the index's place
		if err := b.index.forget(); err != nil {
			return err
		}
	}
	return b.goOn(ctx, last, x.Tip, judge, learned)
}

// begunAsPinned compares a whole history with the introduction to which this copy is pinned.
func (x *Examination) begunAsPinned(b *Book, line []string) error {
	pinned, err := b.readTrust()
	if err != nil || pinned.intro == "" {
		return err
	}
	return x.take(trust{intro: pinned.intro}.check(line))
}

// clocks lists the commits that set a clock back: those judged before, and those judged now.
func (x *Examination) clocks(before *index, learned [][]verify.Learned) error {
	known, err := before.setBacks()
	if err != nil {
		return err
	}
	for _, s := range known {
		x.Clocks = append(x.Clocks, s.SetBack)
	}
	for _, l := range slices.Concat(learned...) {
		if l.SetBack != nil {
			x.Clocks = append(x.Clocks, *l.SetBack)
		}
	}
	return nil
}

// unreadable notes where the judge had to stop.
func (x *Examination) unreadable(commit string, err error) {
	x.Faults = append(x.Faults, verify.Fault{Commit: commit, Rule: verify.RuleUnreadable, Means: err.Error()})
}

// lookAtRefs compares the keys refs with main, and looks for refs and files
// that have no business here.
func (x *Examination) lookAtRefs(ctx context.Context, b *Book, fromScratch bool) error {
	refs, err := b.repo.Refs(ctx, "")
	if err != nil {
		return err
	}
	if len(x.Faults) == 0 { // else the dockets that tell the keys are worth nothing
		if err := x.lookAtKeys(ctx, b, refs, fromScratch); err != nil {
			x.unreadable(x.Tip, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		if b.repo.Bare() && !ours(name) && !strings.HasPrefix(name, "refs/replace/") {
			x.found(verify.RuleForeignRef, name, "only main and the keys refs belong on a server")
		}
	}
	others, err := b.repo.Foreign(ctx)
	if err != nil {
		return err
	}
	for _, name := range others {
		x.found(verify.RuleOtherHistory, name, "stock git follows it; casefile does not")
	}
	return nil
}

// ours says whether a ref is one that casefile keeps, here or on a server.
func ours(name string) bool {
	if slices.Contains([]string{MainRef, VerifiedRef, TrackingRef}, name) {
		return true
	}
	kept := []string{KeysPrefix, "refs/casefile/remote/", "refs/casefile/incoming/", ConflictsPrefix, UnsentPrefix, AdoptPrefix, KeptPrefix}
	return slices.ContainsFunc(kept, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

func (x *Examination) found(rule, path, means string) {
	x.Faults = append(x.Faults, verify.Fault{Path: path, Rule: rule, Means: means})
}

// lookAtEnded finds cases that were destroyed before their day had come by this clock: a
// commit bears the date that its signer's clock gave it.
func (x *Examination) lookAtEnded(ctx context.Context, b *Book) error {
	return b.EachDocket(ctx, func(d *record.Docket) error {
		if why := b.tooEarly(d); why != "" {
			x.found(verify.RuleDispose, record.DocketPath(d.Case), why)
		}
		return nil
	})
}

// lookAtKeys computes each shard's keys commit. A copy with no keys ref at all
// is a plain clone, which says so and is no worse for it.
func (x *Examination) lookAtKeys(ctx context.Context, b *Book, refs map[string]string, fromScratch bool) error {
	shards, err := b.listIn(ctx, x.Tip, "cases")
	if err != nil {
		return err
	}
	made, err := b.index.keysMade(fromScratch)
	if err != nil {
		return err
	}
	want, have, fresh := map[string]bool{}, 0, map[string]string{}
	batch := b.repo.NewBatch()
	var wrong []verify.Fault
	for _, s := range shards {
		want[KeysPrefix+s.Name] = true
		id := made[s.ID]
		if id == "" {
			var whole bool
			if id, whole, err = shardHere(ctx, batch, x.Tip, s.Name); err != nil {
				return err
			}
			if fresh[s.ID] = id; !whole && refs[KeysPrefix+s.Name] == id {
				wrong = append(wrong, verify.Fault{Path: KeysPrefix + s.Name, Rule: verify.RuleKeysRef, Means: "a wrapped key that it lists is gone"})
			}
		}
		if refs[KeysPrefix+s.Name] != "" {
			have++
		}
		if refs[KeysPrefix+s.Name] != id {
			wrong = append(wrong, verify.Fault{Path: KeysPrefix + s.Name, Rule: verify.RuleKeysRef,
				Means: fmt.Sprintf("it is at %s; by the dockets it must be at %s", orNothing(refs[KeysPrefix+s.Name]), id)})
		}
	}
	b.index.noteKeysMade(fresh)
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		if strings.HasPrefix(name, KeysPrefix) && !want[name] {
			have++
			wrong = append(wrong, verify.Fault{Path: name, Rule: verify.RuleKeysRef, Means: "no case belongs to it"})
		}
	}
	if server := b.pinned && b.repo.Bare(); have == 0 && len(shards) > 0 && !server {
		b.Notes = append(b.Notes, "this copy has no wrapped keys, as after a plain git clone; casefile sync brings them")
		return nil
	}
	x.Faults = append(x.Faults, wrong...)
	return nil
}

func orNothing(id string) string {
	if id == "" {
		return "nothing"
	}
	return id
}

// openCases opens what I can read, and judges it by the rules that need the key.
func (x *Examination) openCases(ctx context.Context, b *Book, fromScratch bool) error {
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return err
	}
	x.Cases = len(dockets)
	id, err := b.person.Identity()
	if err != nil {
		return err
	}
	me, ok := b.whoReads(id)
	if !ok {
		b.Notes = append(b.Notes, "nobody in team.yaml has your identity: no text was opened")
		return nil
	}
	known, err := b.index.opened(fromScratch)
	if err != nil {
		return err
	}
	for _, d := range dockets {
		if d.Status == record.Destroyed {
			continue
		}
		if !slices.ContainsFunc(d.Keys, func(e record.Epoch) bool { return e[me.ID] != "" }) {
			x.Sealed++
			continue
		}
		mark, err := b.openMark(ctx, d, me.ID)
		if err != nil {
			return err
		}
		if known[mark] {
			continue
		}
		sound, err := x.openCase(ctx, b, d)
		if err != nil {
			return err
		}
		if sound && !b.heard {
			b.index.noteOpened(mark)
		}
	}
	return nil
}

func (x *Examination) openCase(ctx context.Context, b *Book, d *record.Docket) (sound bool, err error) {
	before := len(x.Faults)
	items, err := b.Items(ctx, d)
	switch {
	case errors.Is(err, ErrNoKey), errors.Is(err, ErrKeysMissing):
		x.Sealed++
		return false, nil
	case x.take(err) != nil:
		return false, err
	}
	for _, it := range items {
		x.Opened++
		if it.Rule != "" {
			x.Faults = append(x.Faults, keyFault(d, it))
		}
	}
	return len(x.Faults) == before, nil
}

func keyFault(d *record.Docket, it cases.Item) verify.Fault {
	return verify.Fault{Commit: it.Commit, When: it.Committed, Signer: it.Author, Rule: it.Rule, Means: it.Fault,
		Path: record.CaseFolder(d.Case) + "/" + it.File}
}
