package search

import (
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// Filter says which rows are looked at. Its zero value looks at all.
type Filter struct {
	Cases, Kinds, By []string  // any of them; none = all
	From, To         time.Time // recorded not before, and before; zero = no bound
	Open, Closed     bool      // cases in which work goes on, or does not
}

// Narrow reports whether it leaves anything out.
func (f Filter) Narrow() bool {
	return len(f.Cases)+len(f.Kinds)+len(f.By) > 0 || !f.From.IsZero() || !f.To.IsZero() ||
		f.Open || f.Closed
}

// OfDockets reports whether it asks more of a case than its ID.
func (f Filter) OfDockets() bool { return f.Open || f.Closed }

// WantsCase reports whether a case may have rows that are looked at.
func (f Filter) WantsCase(d *record.Docket) bool {
	live := cases.Live(d)
	return listed(f.Cases, string(d.Case)) && !(f.Open && !live) && !(f.Closed && live)
}

// Wants reports whether a row of such a case is looked at.
func (f Filter) Wants(r Row) bool {
	return listed(f.Cases, string(r.Case)) && listed(f.Kinds, r.Kind) && listed(f.By, r.By) &&
		!r.Recorded.Before(f.From) && (f.To.IsZero() || r.Recorded.Before(f.To))
}

func listed(list []string, one string) bool { return len(list) == 0 || slices.Contains(list, one) }

// Naming adds to a query that a text names somebody, in any of the ways in which it may.
func (q *Query) Naming(typed string) (*Query, error) {
	n, ok := match.NameOf(typed)
	if !ok {
		return nil, ErrNoName
	}
	root := both{name{n}}
	if q.root != nil {
		root = append(root, q.root)
	}
	return queryOf(root), nil
}
