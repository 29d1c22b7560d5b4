package cases

import (
	"cmp"
	"fmt"
	"slices"

	"casefile/internal/record"
)

// plan follows the thread from each intended outcome through interventions
// and ratings to reviews, and keeps what belongs to no outcome.
func (c *Case) plan() {
	for _, t := range c.of(record.KindOutcome) {
		c.Outcomes = append(c.Outcomes, c.outcome(t))
	}
	for _, t := range c.of(record.KindIntervention, record.KindReview, record.KindProgress) {
		_, rated := t.Int("rating")
		loose := !slices.ContainsFunc(c.linked(t, "outcome"), func(to *Thread) bool {
			return to.Kind == record.KindOutcome
		})
		if loose && (t.Kind != record.KindProgress || rated) {
			c.Unlinked = append(c.Unlinked, t.Item)
		}
	}
}

func (c *Case) outcome(t *Thread) *Outcome {
	o := &Outcome{Entry: t, Need: t.Str("need"), Intended: t.Str("intended_outcome"),
		Measure: t.Str("measure"),
		Target:  text(t, "target"), Due: t.Date("due"), Owner: t.Str("owner")}
	o.Baseline, o.HasBaseline = t.Int("baseline")
	o.Interventions = c.linking(t, "outcome", record.KindIntervention)
	o.Reviews = c.linking(t, "outcome", record.KindReview)
	slices.SortStableFunc(o.Reviews, c.byDay)
	for _, p := range c.linking(t, "outcome", record.KindProgress) {
		if _, rated := p.Int("rating"); rated {
			o.addRating(p)
		}
		if p.Str("achievement") != "" {
			o.Achievements = append(o.Achievements, p)
		}
	}
	l := c.lineageOf(o.rated())
	if apart := l.inForce(o.rated()); l.forked() {
		o.ruling = apart
		if len(apart) > 1 {
			c.fork("rating", apart)
		}
	}
	c.reviewed(o)
	o.Gaps = o.gaps()
	return o
}

// text returns a field that may be a number or a word.
func text(t *Thread, field string) string {
	if n, ok := t.Int(field); ok {
		return fmt.Sprint(n)
	}
	return t.Str(field)
}

// addRating compares a rating with the one before it, or with the baseline.
func (o *Outcome) addRating(p *Thread) {
	r := Rating{Entry: p, When: p.Occurred, Evidence: p.Links["evidence"]}
	r.Value, _ = p.Int("rating")
	switch n := len(o.Ratings); {
	case n > 0:
		r.Changed = r.Value != o.Ratings[n-1].Value
	case o.HasBaseline:
		r.Changed = r.Value != o.Baseline
	}
	o.Ratings = append(o.Ratings, r)
}

// rated returns the threads of the ratings.
func (o *Outcome) rated() []*Thread {
	var out []*Thread
	for _, r := range o.Ratings {
		out = append(out, r.Entry)
	}
	return out
}

// Rated returns the rating that rules now, and whether there is one: the last, or the lower of
// those that were recorded apart, or what settled it.
func (o *Outcome) Rated() (value int, rated bool) {
	if len(o.Ratings) == 0 {
		return 0, false
	}
	value = o.Ratings[len(o.Ratings)-1].Value
	for i, it := range o.ruling {
		if n, given := it.Int("rating"); given && (i == 0 || n < value) {
			value = n
		}
	}
	return value, true
}

// reviewed reads the latest review. The next is due on the day that it names,
// and no later than policy allows.
func (c *Case) reviewed(o *Outcome) {
	if n := len(o.Reviews); n > 0 {
		last := o.Reviews[n-1]
		o.Analysis = cmp.Or(last.Str("analysis"), last.Section("Analysis"))
		if last.Str("next_review") == "none" {
			return
		}
		o.NextReview = c.dayOrNone(c.nextReview(last).due)
	} else {
		o.NextReview = c.in.Policy.PlanReview.From(c.day(c.begunAt(o.Entry.First)))
	}
	o.ReviewOverdue = c.live() && c.hour.late(c.endOf(o.NextReview)) > 0
}

// nextReview returns the clock of the review after a review: the day that this one names, and no
// later than policy allows.
func (c *Case) nextReview(t *Thread) begun {
	return c.planned(t, func(v *Item) record.Date {
		latest, named := c.in.Policy.PlanReview.From(c.day(c.begunAt(v))), v.Date("next_review")
		if named.IsZero() || latest.Before(named) {
			return latest
		}
		return named
	})
}

// NextReview returns the earliest day on which an intended outcome or an open risk is to be looked
// at again; zero where there is none.
func (c *Case) NextReview() record.Date {
	var out record.Date
	next := func(d record.Date) {
		if !d.IsZero() && (out.IsZero() || d.Before(out)) {
			out = d
		}
	}
	for _, r := range c.OpenRisks() {
		next(r.ReviewOn)
	}
	for _, o := range c.Outcomes {
		next(o.NextReview)
	}
	return out
}

// gaps returns the missing parts of the thread, in words.
func (o *Outcome) gaps() []string {
	var out []string
	if len(o.Interventions) == 0 {
		out = append(out, "no intervention serves it")
	}
	for _, r := range o.Ratings {
		if r.Changed && len(r.Evidence) == 0 {
			out = append(out,
				fmt.Sprintf("the rating %d of %s changed without linked evidence", r.Value, r.When))
		}
	}
	switch {
	case o.ReviewOverdue:
		out = append(out, "its review was due on "+o.NextReview.String())
	case len(o.Reviews) == 0:
		out = append(out, "not reviewed yet")
	}
	return out
}

func (o *Outcome) series() []int {
	var out []int
	if o.HasBaseline {
		out = append(out, o.Baseline)
	}
	for _, r := range o.Ratings {
		out = append(out, r.Value)
	}
	return out
}

func (o *Outcome) evidenceCount() int {
	seen := map[record.Ref]bool{}
	for _, r := range o.Ratings {
		for _, ref := range r.Evidence {
			seen[ref] = true
		}
	}
	return len(seen)
}
