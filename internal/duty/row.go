package duty

import (
	"context"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Row holds the kept facts of one case for pages over many cases, so that not every case is opened
// for each page. It is plain data without a clock.
type Row struct {
	Facts   Facts
	Outline cases.Outline
}

// RowOf returns the row of a case that was read.
func RowOf(c *cases.Case) *Row {
	f := Of(c) // before the outline, which says how long all that was asked stays as it is
	return &Row{Facts: f, Outline: cases.OutlineOf(c)}
}

// Case returns the ID of the row's case.
func (r *Row) Case() record.ID { return r.Facts.Docket.Case }

// EachRow gives rows: the records at one copy, as far as its person can read them.
type EachRow interface {
	// EachRowOf gives the rows of the cases of those dockets that want says yes to, in their
	// order. unread are the cases whose key could not be opened.
	EachRowOf(
		ctx context.Context,
		dockets []*record.Docket,
		want func(*record.Docket) bool,
		do func(*Row) error,
	) (unread []record.ID, err error)
}

// Found returns all findings in a case with these duties: of the whole case, of lateness, and of
// each text that was checked.
func (r *Row) Found(duties []Duty, w World) record.Findings {
	return slices.Concat(r.Outline.Findings, Findings(r.Facts, duties, w), r.Outline.Texts)
}
