package bench

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// Facts name what the benchmarks work on.
type Facts struct {
	Intro, Tip string    // to pin a copy
	Long       record.ID // the case with the most entries
	Plain      record.ID // an open case of asha's
}

// Generate makes dir/records.git, bare, with an agency's cases; dir/people with everyone's
// own folder; dir/texts with each entry in clear, as a stranger to the program would have
// them; and dir/queries, some to be found in them.
func Generate(ctx context.Context, dir string, size Size) (Facts, error) {
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
	intro, err := casebook.Init(ctx, repo, casebook.InitOptions{Team: roster, Policy: text,
		Clock: casebook.Clock{Now: founded()}, Signer: people[senior].signer})
	if err != nil {
		return Facts{}, err
	}
	a := &agency{size: size, words: parseLexicon(wordLists), people: people, roster: roster,
		rules: rules, ids: drawIDs(size.Cases())}
	w, err := newWriter(ctx, repo, a, intro, filepath.Join(dir, "texts"))
	if err != nil {
		return Facts{}, err
	}
	err = a.weeks(ctx, w.week)
	if err = errors.Join(err, w.finish()); err != nil {
		return Facts{}, err
	}
	f := Facts{Intro: intro, Tip: w.tip, Long: a.ids[0], Plain: a.ids[1]}
	return f, w.queries.write(filepath.Join(dir, "queries"))
}

// drawIDs draws so many different IDs.
func drawIDs(n int) []record.ID {
	ids := map[record.ID]bool{}
	for len(ids) < n {
		ids[record.NewID()] = true
	}
	return slices.Collect(maps.Keys(ids))
}

// weeks makes the weeks one after another. While one is written, the cases of the next are
// made.
func (a *agency) weeks(ctx context.Context, write func(steps []step, last bool) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var opened past
	next := a.ahead(ctx)
	for week := range a.size.allWeeks() {
		if week < a.size.Weeks {
			got := <-next
			if got.err != nil {
				return got.err
			}
			opened = append(opened, got.cases)
		}
		steps, err := a.week(week, opened)
		if err != nil {
			return err
		}
		if err := write(steps, week == a.size.allWeeks()-1); err != nil {
			return err
		}
		if past := week - a.size.Entries; past > 0 && past < len(opened) {
			opened[past] = nil // all of it is written; the long case is of week 0
		}
	}
	return nil
}

// newcomers are the cases of one week's openings.
type newcomers struct {
	cases []*made
	err   error
}

// ahead makes the cases of one week after another, until the context ends.
func (a *agency) ahead(ctx context.Context) <-chan newcomers {
	out := make(chan newcomers, 1)
	go func() {
		for week := range a.size.Weeks {
			cases, err := a.makeWeek(week)
			select {
			case out <- newcomers{cases, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
