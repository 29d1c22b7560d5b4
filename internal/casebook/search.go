package casebook

import (
	"context"
	"errors"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/search"
)

// searchRun is one search, and how far it has come.
type searchRun struct {
	book   *Book
	query  *search.Query
	filter search.Filter
	do     func(search.Found) error
	given  int // how many hits do was called with
}

// Search calls do for the texts that match a query, in the cases that I can read, the newest
// recording time first. It reports unread cases as EachCase does. refused counts entries that break
// a rule of the history. An error of do ends the search.
//
// The query itself judges each text of the index, so the answer is the same without an index. If
// the index fails halfway, the search goes on without it after the last hit.
func (b *Book) Search(ctx context.Context, q *search.Query, f search.Filter,
	do func(search.Found) error,
) (refused int, err error) {
	s := &searchRun{book: b, query: q, filter: f, do: do}
	in, err := b.Searchable(ctx, f)
	if err != nil {
		return 0, err
	}
	if in.DB == nil {
		return s.withoutIndex(ctx)
	}
	beside, refused, err := s.read(ctx, in.Unindexed)
	if err != nil {
		return refused, err
	}
	err = s.indexed(ctx, in, beside)
	if fault := (&index.Fault{}); errors.As(err, &fault) {
		b.leaveIndex(ctx, err)
		return s.withoutIndex(ctx)
	}
	return refused + in.Refused, err
}

// withoutIndex searches without the index, after the hits that were given already.
func (s *searchRun) withoutIndex(ctx context.Context) (refused int, err error) {
	dockets, _, err := s.book.DocketsHere(ctx)
	if err != nil {
		return 0, err
	}
	all, refused, err := s.read(ctx, dockets)
	if err != nil {
		return refused, err
	}
	for _, found := range all[min(s.given, len(all)):] {
		if err := s.do(found); err != nil {
			return refused, err
		}
	}
	return refused, nil
}

// read reads cases, and returns their hits, the newest first.
func (s *searchRun) read(ctx context.Context, dockets []*record.Docket) (
	all []search.Found, refused int, err error,
) {
	_, err = s.book.EachCaseOf(ctx, dockets, s.filter.WantsCase, func(c *cases.Case) error {
		refused += c.Refused()
		for _, row := range search.RowsOf(c) {
			if found, ok := s.found(row); ok {
				all = append(all, found)
			}
		}
		return nil
	})
	slices.SortFunc(all, func(x, y search.Found) int { return search.Newest(x.Row, y.Row) })
	return all, refused, err
}

// found returns the hit of a row, if the filter takes the row and the query matches.
func (s *searchRun) found(row search.Row) (search.Found, bool) {
	if !s.filter.Wants(row) {
		return search.Found{}, false
	}
	hit, ok := s.query.Find(row.Item)
	row.Text, row.People = "", nil // so that a page of thousands of hits fits into memory
	return search.Found{Row: row, Hit: hit}, ok
}

// indexed gives the hits of the index, merged with beside: the hits of cases that the index lacks.
func (s *searchRun) indexed(ctx context.Context, in Searchable, beside []search.Found) error {
	give := func(f search.Found) error {
		s.given++
		return s.do(f)
	}
	by := index.Filter[search.Found]{Entry: s.lookingIn(in), May: s.query.ByText()}
	err := index.Search(ctx, in.DB, s.query.FTS(), by, func(found search.Found) error {
		for len(beside) > 0 && search.Newest(beside[0].Row, found.Row) < 0 {
			if err := give(beside[0]); err != nil {
				return err
			}
			beside = beside[1:]
		}
		return give(found)
	})
	for _, f := range beside {
		if err == nil {
			err = give(f)
		}
	}
	return err
}

// lookingIn returns a function that matches one entry of the index. The function is called on all
// cores at once.
func (s *searchRun) lookingIn(in Searchable) func(*index.Entry) (search.Found, bool, error) {
	named := s.query.AsksPeople()
	return func(e *index.Entry) (f search.Found, ok bool, err error) {
		if in.Excluded[e.Case] {
			return f, false, nil
		}
		row := bareRow(*e)
		if named {
			if err := row.TakeData(e.Data); err != nil {
				return f, false, err
			}
		}
		if f, ok = s.found(row); !ok || named {
			return f, ok, nil
		}
		err = f.TakeData(e.Data)
		f.People = nil
		return f, ok, err
	}
}

// MayBeRead returns the error of reading a case, if I can't read it.
func (b *Book) MayBeRead(ctx context.Context, id record.ID) error {
	_, _, err := b.ItemsOf(ctx, id)
	return err
}
