package bench

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"casefile/internal/casebook"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// Facts name what the benchmarks work on.
type Facts struct {
	Intro, Tip string    // to pin a copy
	Long       record.ID // the case with an entry of each week
	Plain      record.ID // an open case of asha's with its profile alone
}

// Generate makes dir/records.git, bare, with the cases of so many weeks, and
// dir/people with everyone's own folder.
func Generate(ctx context.Context, dir string, weeks int) (Facts, error) {
	people, roster, err := makePeople(filepath.Join(dir, "people"), founded())
	if err != nil {
		return Facts{}, err
	}
	repo, err := store.Init(ctx, filepath.Join(dir, "records.git"), store.InitOptions{Bare: true})
	if err != nil {
		return Facts{}, err
	}
	defer repo.Close()
	text, err := policy.Default(policy.Small)
	if err != nil {
		return Facts{}, err
	}
	rules, _ := policy.Parse(text, verify.PolicyPath)
	intro, err := casebook.Found(ctx, repo, casebook.Founding{Team: roster, Policy: text,
		Clock: casebook.Clock{Now: founded()}, Signer: people[senior].signer})
	if err != nil {
		return Facts{}, err
	}
	a := &agency{people: people, roster: roster, rules: rules, ids: drawIDs(weeks * casesAWeek), pace: pace(weeks)}
	w, err := newWriter(ctx, repo, a, intro)
	if err != nil {
		return Facts{}, err
	}
	err = a.weeks(weeks, w.week)
	if err = errors.Join(err, w.finish()); err != nil {
		return Facts{}, err
	}
	return Facts{Intro: intro, Tip: w.tip, Long: a.ids[0], Plain: a.ids[len(workers())]}, nil
}

// drawIDs draws so many different IDs.
func drawIDs(n int) []record.ID {
	ids := map[record.ID]bool{}
	for len(ids) < n {
		ids[record.NewID()] = true
	}
	return slices.Collect(maps.Keys(ids))
}

// weeks makes the weeks one after another, the cases of each on all cores. The
// long case is the first of week 0.
func (a *agency) weeks(n int, write func(steps []step, last bool) error) error {
	var long *made
	for number := range n {
		cases := make([]*made, casesAWeek)
		errs := make([]error, casesAWeek)
		var group sync.WaitGroup
		for i := range cases {
			group.Go(func() { cases[i], errs[i] = a.makeCase(number*casesAWeek + i) })
		}
		group.Wait()
		if err := errors.Join(errs...); err != nil {
			return err
		}
		if long == nil {
			long = cases[0]
		}
		addition, err := a.makeAddition(long, number)
		if err != nil {
			return err
		}
		if err := write(a.week(number, cases, long, addition), number == n-1); err != nil {
			return err
		}
	}
	return nil
}
