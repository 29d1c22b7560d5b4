package casebook

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// ExamineOptions are the options of Examine.
type ExamineOptions struct {
	FromScratch bool // believe nothing that was judged before
	WithKey     bool // also open what I can read
}

// examination continues an examination of the ledger with the checks that need a clock or a key.
type examination struct{ *ledger.Examination }

// Examine judges a repository as Open does. It returns all faults instead of stopping at the first,
// and mends nothing before it has looked.
func Examine(ctx context.Context, repo *store.Repo, o Options, e ExamineOptions) (
	*ledger.Examination, error,
) {
	now := o.Clock.machine()
	l, found, err := ledger.Examine(ctx, repo, o.ledger(), e.FromScratch, now)
	if err != nil || l.Judge() == nil {
		return found, err
	}
	b, x := bookOn(l, o), examination{found}
	if !slices.ContainsFunc(x.Faults, func(f verify.Fault) bool {
		return f.Rule != verify.RuleDamaged
	}) {
		x.AccessProblems = verify.TeamAccessProblems(b.Team())
		seen, err := x.lookAtDockets(ctx, b)
		if err != nil {
			return nil, err
		}
		l.NoteExamination(found, seen, now)
	}
	if e.WithKey {
		if err := x.openCases(ctx, b, e.FromScratch); err != nil {
			return nil, err
		}
	}
	x.Notes = b.Notes
	return found, nil
}

// lookAtDockets finds cases that were destroyed before their day by this clock, as a commit bears
// the date of its signer's clock. It also finds cases with an access problem since somebody left or
// joined the team. For a shard that has not changed it uses the result of the last look, where
// roster and policy are the same too.
func (x examination) lookAtDockets(ctx context.Context, b *Book) (seen ledger.Dockets, err error) {
	team, _, err := b.repo.Lookup(ctx, x.Tip, verify.TeamPath)
	if err != nil {
		return seen, err
	}
	rules, _, err := b.repo.Lookup(ctx, x.Tip, verify.PolicyPath)
	if err != nil {
		return seen, err
	}
	last := x.Last.Dockets
	holds := last.Team == team.ID && last.Policy == rules.ID && last.Latest.Before(b.dayOfEnding())
	if holds {
		seen.Latest = last.Latest
	}
	seen.Team, seen.Policy = team.ID, rules.ID
	again := func(shard, tree string) bool {
		return !holds || !x.Last.Same(shard, tree) || slices.Contains(last.Recheck, shard)
	}
	_, err = b.EachDocketOf(ctx, again, func(d *record.Docket) error {
		x.lookAtDocket(b, d, &seen)
		return nil
	})
	return seen, err
}

// lookAtDocket does the same for one case, and notes what the next look needs to know of it.
func (x examination) lookAtDocket(b *Book, d *record.Docket, seen *ledger.Dockets) {
	amiss := verify.CaseAccessProblems(b.Team(), b.Policy(), d)
	x.AccessProblems = append(x.AccessProblems, amiss...)
	if why := b.tooEarly(d); why != "" {
		x.Found(verify.RuleDispose, record.DocketPath(d.Case), why)
	}
	undated := d.Status == record.Destroyed && d.RetainUntil.IsZero()
	shard := d.Case.Shard()
	if (len(amiss) > 0 || undated) && !slices.Contains(seen.Recheck, shard) {
		seen.Recheck = append(seen.Recheck, shard)
	}
	if d.Status == record.Destroyed && seen.Latest.Before(d.RetainUntil) {
		seen.Latest = d.RetainUntil
	}
}

// openCases opens what I can read, and judges it by the rules that need the key.
func (x examination) openCases(ctx context.Context, b *Book, fromScratch bool) error {
	dockets, _, err := b.DocketsHere(ctx)
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
	known, err := b.FoundSound(fromScratch)
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
		mark, err := b.readableState(ctx, d, me.ID)
		if err != nil && !store.IsDamage(err) {
			return err
		}
		if known[mark] {
			continue
		}
		sound, err := x.openCase(ctx, b, d)
		if err != nil {
			return err
		}
		if sound && !b.WithoutIndex() {
			b.NoteSound(mark)
		}
	}
	return nil
}

func (x examination) openCase(ctx context.Context, b *Book, d *record.Docket) (
	sound bool, err error,
) {
	before := len(x.Faults)
	good, bad, err := b.myKeys(ctx, d)
	for _, k := range bad {
		_ = x.Take(k.Err) // a key for an earlier recipient is no fault, and opens nothing either
	}
	if err == nil && len(good) == 0 {
		x.Sealed++
		return false, nil
	}
	files, err := b.attachedFiles(ctx, d.Case)
	switch {
	case errors.Is(err, ErrNoKey), errors.Is(err, ErrKeysMissing):
		x.Sealed++
		return false, nil
	case err != nil && store.IsDamage(err):
		x.damaged(d.Case, err)
		return false, nil
	case x.Take(err) != nil:
		return false, err
	case files == nil: // its keys are at fault, which was taken
		return false, nil
	}
	for _, it := range files.all.items {
		x.Opened++
		if it.Rule != "" && !it.Lost { // which was found without a key
			x.Faults = append(x.Faults, keyFault(d, it))
		}
	}
	faults, err := files.faults(ctx)
	x.Faults = append(x.Faults, faults...)
	return len(x.Faults) == before, err
}

// damaged notes what can't be read of a case, unless it was named before, without a key.
func (x examination) damaged(id record.ID, err error) {
	if !slices.ContainsFunc(x.Faults, func(f verify.Fault) bool {
		return f.Rule == verify.RuleDamaged
	}) {
		x.Found(verify.RuleDamaged, record.CaseFolder(id), err.Error())
	}
}

func keyFault(d *record.Docket, it cases.Item) verify.Fault {
	return verify.Fault{Commit: it.Commit, When: it.Committed, Signer: cmp.Or(it.Signer, it.Author),
		Rule: it.Rule, Means: it.Fault,
		Path: record.CaseFolder(d.Case) + "/" + it.File}
}
