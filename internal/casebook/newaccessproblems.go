package casebook

import (
	"context"
	"slices"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// NewAccessProblems returns the access problems that a change of the team would cause, without the
// existing ones. With it, a command warns before a case is left without readers. to lists by member
// the cases that the member takes over with the change. A change that can't be made causes none.
func (b *Book) NewAccessProblems(ctx context.Context, c team.Change,
	to map[string][]record.ID) ([]verify.AccessProblem, error) {
	at, err := b.committerTime(ctx)
	if err != nil {
		return nil, err
	}
	next, err := b.Team().Following(c, time.Unix(at, 0).UTC())
	if err != nil || next.Check() != nil {
		return nil, nil // making the change reports why not
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

// takers returns the member who takes over each case.
func takers(to map[string][]record.ID) map[record.ID]string {
	out := map[record.ID]string{}
	for member, list := range to {
		for _, id := range list {
			out[id] = member
		}
	}
	return out
}

// takenOver returns the docket as it will be once a member has taken the case over. A reader of
// each epoch will let the member in. An epoch without readers stays without.
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

// newProblems returns the access problems of now that before lacks.
func newProblems(now, before []verify.AccessProblem) []verify.AccessProblem {
	return slices.DeleteFunc(now, func(a verify.AccessProblem) bool {
		return slices.Contains(before, a)
	})
}
