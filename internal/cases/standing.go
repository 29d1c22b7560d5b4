package cases

import "casefile/internal/record"

// NextReview is the earliest day on which a risk or an intended outcome is to be
// looked at again; zero where there is none.
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

// LevelsOpen counts the open risks by level.
func (c *Case) LevelsOpen() map[string]int {
	out := map[string]int{}
	for _, r := range c.OpenRisks() {
		out[r.Level]++
	}
	return out
}
