package casebook

import (
	"context"
	"slices"

	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/search"
)

// Searchable says where the texts of cases are found.
type Searchable struct {
	DB        *index.DB          // nil to search without the index; it may have other cases too
	Unindexed []*record.Docket   // readable cases that the index lacks
	Excluded  map[record.ID]bool // cases whose texts in the index must not be used
	// Refused counts entries in indexed cases that break a rule of the history.
	Refused int
}

// Searchable updates in my index the texts of the cases that I can read and that a filter wants.
func (b *Book) Searchable(ctx context.Context, f search.Filter) (Searchable, error) {
	if l := b.listsOpened(ctx, false); l != nil && !l.whole {
		if s, ok, err := b.searchableSince(ctx, l, f); ok || err != nil {
			return s, err
		}
	}
	dockets, _, err := b.DocketsListed(ctx)
	if err != nil {
		return Searchable{}, err
	}
	return b.searchableOf(ctx, b.listsHere, dockets, f)
}

// searchableOf updates some cases.
func (b *Book) searchableOf(ctx context.Context, lists func(context.Context, bool) *lists,
	dockets []*record.Docket, f search.Filter) (Searchable, error) {
	wanted, err := b.readOf(ctx, dockets, f.WantsCase)
	if err != nil {
		return Searchable{}, err
	}
	lacks := map[record.ID]bool{}
	l := lists(ctx, len(wanted) > 0)
	if l != nil {
		err = b.renew(ctx, l, wanted, rowFor{keeps: true}, func(id record.ID, r readRow) error {
			lacks[id] = !r.keeps
			return nil
		})
	}
	if err != nil {
		return Searchable{}, err
	}
	return l.searched(dockets, wanted, lacks), nil
}

// searched splits the wanted cases into those that the index has, and the others.
func (l *lists) searched(dockets []*record.Docket, wanted []record.ID, lacks map[record.ID]bool) (
	s Searchable,
) {
	if l != nil && l.stands() {
		s.DB = l.db
	}
	s.Excluded = map[record.ID]bool{}
	for _, d := range dockets {
		_, isWanted := slices.BinarySearch(wanted, d.Case)
		switch {
		case !isWanted:
			s.Excluded[d.Case] = true
		case s.DB == nil || lacks[d.Case]:
			s.Unindexed = append(s.Unindexed, d)
			s.Excluded[d.Case] = true
		default:
			s.Refused += int(l.cases[d.Case].head.refused)
		}
	}
	return s
}

// stands reports whether the database is at the book's tip, and has everything that was read.
func (l *lists) stands() bool { return !l.moved && len(l.dirty) == 0 && !l.lacks }

// searchableSince does what Searchable does, for an index with few outdated cases: it reads only
// those. ok is false for another index, or if the filter needs the dockets of all cases.
func (b *Book) searchableSince(ctx context.Context, l *lists, f search.Filter) (
	s Searchable, ok bool, err error,
) {
	since, err := b.listsSince(ctx, l)
	if err != nil {
		b.leaveIndex(ctx, err)
	}
	if err != nil || since.begin || !since.same || !l.keeps && l.moved || f.OfDockets() {
		return s, false, nil
	}
	dockets, refused, err := b.readStale(ctx, l, since)
	if err != nil {
		b.leaveIndex(ctx, err)
	}
	if err != nil || len(refused) > 0 && f.Narrow() {
		return s, false, nil
	}
	s, err = b.searchableOf(ctx, func(context.Context, bool) *lists { return l }, dockets, f)
	for _, n := range refused {
		s.Refused += n
	}
	return s, s.DB != nil, err
}

// readStale reads only the cases whose rows in the index no longer hold. refused counts, by case,
// the entries of other cases that break a rule.
func (b *Book) readStale(ctx context.Context, l *lists, s since) (dockets []*record.Docket,
	refused map[record.ID]int, err error) {
	stands, err := l.db.Stands(ctx, b.clock.Now)
	if err != nil {
		return nil, nil, err
	}
	var linking []record.ID
	if len(s.touched) > 0 {
		linking, err = l.db.Linking(ctx, s.touched)
	}
	if err != nil {
		return nil, nil, err
	}
	refused = map[record.ID]int{}
	stale := linking
	for _, one := range stands {
		if one.Stands {
			refused[one.Case] = one.Refused
			continue
		}
		stale = append(stale, one.Case)
	}
	err = b.readCases(ctx, l, s, stale)
	for id := range l.cases {
		delete(refused, id)
	}
	return l.dockets(), refused, err
}

// readCases takes some cases from the index. It reads those that were touched from the record.
func (b *Book) readCases(ctx context.Context, l *lists, s since, stale []record.ID) error {
	for _, id := range stale {
		row, ok, err := l.db.Row(ctx, id)
		if err == nil && !ok {
			err = errStored
		}
		var c *listed
		if err == nil {
			c, err = restore(row)
		}
		if err != nil {
			return err
		}
		l.take(c, s)
	}
	for id := range s.touched {
		l.dirty[id] = true
	}
	return b.readTouched(ctx, l, s.touched)
}
