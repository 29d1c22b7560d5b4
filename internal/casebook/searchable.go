package casebook

import (
	"context"
	"slices"

	"casefile/internal/index"
	"casefile/internal/record"
)

// Searchable is where the texts of cases are found.
type Searchable struct {
	DB      *index.DB        // nil where it goes without the index; it may have other cases too
	In      []record.ID      // the cases that were wanted and that the index has, in their order
	Beside  []*record.Docket // of cases that the index does not have, for whoever reads them
	Refused int              // entries, in the cases that it has, which break a rule of the history
}

// Searchable brings the texts of the cases that I can read and that want says yes to up to date
// in my index.
func (b *Book) Searchable(ctx context.Context, want func(*record.Docket) bool) (Searchable, error) {
	dockets, _, err := b.DocketsListed(ctx)
	if err != nil {
		return Searchable{}, err
	}
	wanted, err := b.readOf(ctx, dockets, want)
	if err != nil {
		return Searchable{}, err
	}
	lacks := map[record.ID]bool{}
	l := b.listsHere(ctx, len(wanted) > 0)
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

// searched is what the index has of the wanted cases, but for those that it lacks.
func (l *lists) searched(dockets []*record.Docket, wanted []record.ID, lacks map[record.ID]bool) (s Searchable) {
	if l != nil && l.stands() {
		s.DB = l.db
	}
	for _, d := range dockets {
		_, isWanted := slices.BinarySearch(wanted, d.Case)
		switch {
		case !isWanted:
		case s.DB == nil || lacks[d.Case]:
			s.Beside = append(s.Beside, d)
		default:
			s.In = append(s.In, d.Case)
			s.Refused += int(l.cases[d.Case].head.refused)
		}
	}
	return s
}

// stands reports whether the database itself is at the tip of the book, with all that was read.
func (l *lists) stands() bool { return !l.moved && len(l.dirty) == 0 && !l.lacks }
