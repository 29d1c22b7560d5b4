package casebook

import (
	"context"
	"slices"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// NewAccessProblems gives the access problems that a change of the team would bring about, without those
// that exist already. So nobody leaves a case without readers unwarned. To says who takes over
// which cases with the change. A change that can't be made brings none.
func (b *Book) NewAccessProblems(ctx context.Context, c team.Change,
	to map[string][]record.ID) ([]verify.AccessProblem, error) {
	at, err := b.committerTime(ctx)
	if err != nil {
		return nil, err
	}
	next, err := b.Team().Following(c, time.Unix(at, 0).UTC())
	if err != nil || next.Check() != nil {
		return nil, nil // whoever makes the change says why not
	}
	takes := takers(to)
	out := newProblems(verify.TeamAccessProblems(next), verify.TeamAccessProblems(b.Team()))
	err = b.EachDocket(ctx, func(d *record.Docket) error {
		after := takenOver(next, *d, takes[d.Case])
		out = append(out, newProblems(verify.CaseAccessProblems(next, b.Policy(), &after),
			verify.CaseAccessProblems(b.Team(), b.Policy(), d))...)
		return nil
	})
	return out, err
}

// takers gives the member who takes over each case.
func takers(to map[string][]record.ID) map[record.ID]string {
	out := map[record.ID]string{}
	for member, list := range to {
		for _, id := range list {
			out[id] = member
		}
	}
	return out
}

// takenOver is the docket once a member has taken a case over: whoever reads an epoch lets
// them in. An epoch that nobody reads stays so.
func takenOver(t team.Team, d record.Docket, member string) record.Docket {
	if member == "" {
		return d
	}
	added := make([]record.Epoch, len(d.Keys))
	for i, e := range d.Keys {
		if slices.ContainsFunc(e.Members(), t.MayRead) && e[member] == "" {
			added[i] = record.Epoch{member: "to be wrapped"}
		}
	}
	d = verify.AfterGrant(d, added)
	d.KeyWorker = member
	return d
}

// newProblems are those of the findings that did not stand before.
func newProblems(now, before []verify.AccessProblem) []verify.AccessProblem {
	return slices.DeleteFunc(now, func(a verify.AccessProblem) bool {
		return slices.Contains(before, a)
	})
}
