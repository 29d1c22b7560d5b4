package search

import (
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// Filter selects the rows to search. Its zero value selects all.
type Filter struct {
	Cases, Kinds, By []string  // any of these; none means all
	From, To         time.Time // recorded at From or later, and before To; zero means no bound
	Open, Closed     bool      // cases that are open, or that are not
}

// Narrow reports whether the filter leaves anything out.
func (f Filter) Narrow() bool {
	return len(f.Cases)+len(f.Kinds)+len(f.By) > 0 || !f.From.IsZero() || !f.To.IsZero() ||
		f.Open || f.Closed
}

// OfDockets reports whether the filter needs the dockets of cases.
func (f Filter) OfDockets() bool { return f.Open || f.Closed }

// WantsCase reports whether the filter may select rows of a case.
func (f Filter) WantsCase(d *record.Docket) bool {
	live := cases.Live(d)
	return listed(f.Cases, string(d.Case)) && !(f.Open && !live) && !(f.Closed && live)
}

// Wants reports whether the filter selects a row of such a case.
func (f Filter) Wants(r Row) bool {
	return listed(f.Cases, string(r.Case)) && listed(f.Kinds, r.Kind) && listed(f.By, r.By) &&
		!r.Recorded.Before(f.From) && (f.To.IsZero() || r.Recorded.Before(f.To))
}

func listed(list []string, one string) bool { return len(list) == 0 || slices.Contains(list, one) }

// Naming returns the query with a further term: a text must name a person, in any of the forms of
// the name.
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
