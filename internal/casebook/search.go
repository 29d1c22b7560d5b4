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

// searching is one search, and what it has found.
type searching struct {
	book   *Book
	query  *search.Query
	filter search.Filter
	do     func(search.Found) error
	given  int // hits that do has had
}

// Search gives the texts that say what is sought, the newest first by when they were recorded,
// out of the cases that I can read. What it could not read it tells as EachCase does; refused
// counts what was read and breaks a rule of the history. An error of do ends it.
//
// Whatever the index gives is judged by the query itself, so that the answer is the same without
// it. Where it fails on the way, the search goes on behind what was given.
func (b *Book) Search(ctx context.Context, q *search.Query, f search.Filter,
	do func(search.Found) error,
) (refused int, err error) {
	s := &searching{book: b, query: q, filter: f, do: do}
	in, err := b.Searchable(ctx, f)
	if err != nil {
		return 0, err
	}
	if in.DB == nil {
		return s.without(ctx)
	}
	beside, refused, err := s.read(ctx, in.Beside)
	if err != nil {
		return refused, err
	}
	err = s.indexed(ctx, in, beside)
	if fault := (&index.Fault{}); errors.As(err, &fault) {
		b.leaveIndex(ctx, err)
		return s.without(ctx)
	}
	return refused + in.Refused, err
}

// without searches without the index, behind what was given already.
func (s *searching) without(ctx context.Context) (refused int, err error) {
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

// read gives the hits of cases that are read for this, the newest first.
func (s *searching) read(ctx context.Context, dockets []*record.Docket) (
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

// found says whether a row is looked at and says what is sought.
func (s *searching) found(row search.Row) (search.Found, bool) {
	if !s.filter.Wants(row) {
		return search.Found{}, false
	}
	hit, ok := s.query.Find(row.Item)
	row.Text, row.People = "", nil // a page of hits has room for thousands
	return search.Found{Row: row, Hit: hit}, ok
}

// indexed gives the hits of the index, and among them those of the cases that it does not have.
func (s *searching) indexed(ctx context.Context, in Searchable, beside []search.Found) error {
	give := func(f search.Found) error {
		s.given++
		return s.do(f)
	}
	by := index.Looking[search.Found]{Entry: s.lookingIn(in), May: s.query.ByText()}
	err := index.Look(ctx, in.DB, s.query.FTS(), by, func(found search.Found) error {
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

// lookingIn says of each entry that the index shows whether it says what is sought. It is asked
// on all cores at once.
func (s *searching) lookingIn(in Searchable) func(*index.Entry) (search.Found, bool, error) {
	named := s.query.AsksPeople()
	return func(e *index.Entry) (f search.Found, ok bool, err error) {
		if in.Not[e.Case] {
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

// MayBeRead refuses a case that I can't read, as reading it would.
func (b *Book) MayBeRead(ctx context.Context, id record.ID) error {
	_, _, err := b.ItemsOf(ctx, id)
	return err
}
