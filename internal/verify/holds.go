package verify

import (
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/team"
)

// holdsMore are the holds after the operation hold: one more, the entry that it brings. The
// server learns of no death: the death of the subject is a hold as any other.
func holdsMore(t *caseJudge) []record.ID {
	next := *t.before
	for _, a := range t.added {
		next = next.WithHold(a.id)
	}
	return next.Holds
}

// holdsLess are the holds after the operation release: one less, the one that the trailer
// names.
func holdsLess(t *caseJudge) []record.ID {
	return t.before.WithoutHold(t.trailers.Releases).Holds
}

// judgeHolds compares the holds of the docket with what the operation makes of them.
func (t *caseJudge) judgeHolds() {
	want := t.before.Holds
	if t.row.holds != nil {
		want = t.row.holds(t)
	}
	if !slices.Equal(t.after.Holds, want) {
		t.fault(RuleHolds, "after the operation %s the holds must be %q, not %q", t.op,
			ids(want), ids(t.after.Holds))
	}
}

func ids(list []record.ID) string {
	words := make([]string, len(list))
	for i, id := range list {
		words[i] = string(id)
	}
	return strings.Join(words, " ")
}

// checkRelease wants the one hold named that ends, and notes what those who can read the
// entries need to know: which it was, and whether a senior manager ended it.
func checkRelease(t *caseJudge) {
	hold := t.trailers.Releases
	switch {
	case hold == "":
		t.fault(RuleTrailers, "a release names the hold that ends in a Casefile-Releases trailer")
		return
	case !t.before.HeldBy(hold):
		t.fault(RuleHolds, "the case is not held by %s", hold)
	case t.past.Entries[hold].Erased != nil && !t.signer.Has(team.Senior):
		t.fault(RuleRole, "the hold %s was erased, so that nobody can tell any more whether it is "+
			"the death of the subject: only a senior may release it", hold)
	}
	l := t.learn(t.id)
	for _, a := range t.added {
		l.Releases = append(l.Releases, ReleaseFact{Entry: a.id, Hold: hold,
			Senior: t.signer.Has(team.Senior), Commit: t.c.ID})
	}
}

// ReleaseFault is what is wrong with a release, for those who can read it; "" for nothing.
// It must link to the hold that its commit ends. Where that is a death, a senior manager
// must have signed it. dead tells which entries of the case are deaths.
func ReleaseFault(release *record.Entry, facts []ReleaseFact, dead func(record.ID) bool) string {
	i := slices.IndexFunc(facts, func(f ReleaseFact) bool { return f.Entry == release.ID })
	if i < 0 {
		return "the commit does not say which hold it ends"
	}
	links := release.Links["hold"]
	named := slices.ContainsFunc(links, func(r record.Ref) bool { return r.Entry == facts[i].Hold })
	ends := slices.ContainsFunc(links, func(r record.Ref) bool { return dead(r.Entry) })
	switch {
	case !named:
		return "the commit ends the hold " + facts[i].Hold.String() + ", which the release does " +
			"not name"
	case ends && !facts[i].Senior:
		return "it releases what the death of the subject holds, and no senior manager signed it"
	}
	return ""
}
