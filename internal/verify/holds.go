package verify

import (
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/team"
)

// holdsMore returns the holds after the operation hold: those before, and the entry that it brings.
// The server does not learn of a death: the death of the subject is a hold like any other.
func holdsMore(t *caseJudge) []record.ID {
	next := *t.before
	for _, a := range t.added {
		next = next.WithHold(a.id)
	}
	return next.Holds
}

// holdsLess returns the holds after the operation release: those before, without the one that the
// trailer names.
func holdsLess(t *caseJudge) []record.ID {
	return t.before.WithoutHold(t.trailers.Releases).Holds
}

// judgeHolds compares the docket's holds with those that follow from the operation.
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

// checkRelease checks that the commit names the one hold that ends. It notes what readers of the
// entries need: which hold ended, and whether a senior manager ended it.
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

// ReleaseFault returns the fault of a release, for people who can read it; "" for none. A release
// must link to the hold that its commit ends. A hold for a death needs a senior manager's
// signature. dead reports whether an entry of the case is a death.
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
