package policy

import (
	"fmt"
	"time"

	"gopkg.in/yaml.v3"

	"casefile/internal/record"
)

// PensionRow says when people born from a day on reach normal pension age: at a number of years, or
// on a day. It counts up to the day before the next row's BornFrom. The first row counts for
// everybody born earlier too.
type PensionRow struct {
	BornFrom  record.Date
	Years     int         // 0 where ReachedOn counts
	ReachedOn record.Date // zero where Years counts
}

// pensionTable returns the table in law: Pensions Act 2007 and Pensions Act 2014. People born
// before 6 April 1960 reached that age before 67. The table has 67 for them too, the later day, so
// that nothing goes too early.
func pensionTable() []PensionRow {
	rows := []PensionRow{{Years: 67}}
	born, reached := date(1977, time.April, 6), date(2044, time.May, 6)
	for range 12 { // each month of birth, from the 6th to the 5th, is two months later
		rows = append(rows, PensionRow{BornFrom: born, ReachedOn: reached})
		born, reached = born.AddMonths(1), reached.AddMonths(2)
	}
	return append(rows, PensionRow{BornFrom: born, Years: 68})
}

func date(year int, month time.Month, day int) record.Date {
	return record.Date{Year: year, Month: month, Day: day}
}

// PensionDay returns the day on which somebody born on a day reaches normal pension age, by the
// policy's table or else by the law's. It is zero for a zero day. A birthday on 29 February counts
// as 1 March in other years, as for every birthday.
func (p *Policy) PensionDay(born record.Date) record.Date {
	if born.IsZero() {
		return born
	}
	rows := p.PensionAge
	if len(rows) == 0 {
		rows = pensionTable()
	}
	return pensionDay(rows, born)
}

// pensionDay returns the latest day of the rows that apply to a day of birth: somebody born later
// reaches that age no earlier.
func pensionDay(rows []PensionRow, born record.Date) record.Date {
	var day record.Date
	for i, row := range rows {
		if i > 0 && row.BornFrom.After(born) {
			break
		}
		day = later(day, row.ReachedOn)
		if row.Years > 0 {
			day = later(day, born.AddYears(row.Years))
		}
	}
	return day
}

// pensionTable takes the rows of an agency's own table, in rising order.
func (d *decoder) pensionTable(to *[]PensionRow) take {
	return func(n *yaml.Node) {
		d.list(func(_ int, n *yaml.Node) { d.pensionRow(n, to) })(n)
		if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
			d.at(n, RuleWrongValue, "pension_age is empty",
				"give at least one row, or leave pension_age out for the table of the law")
		}
	}
}

// leastPension is the lowest pension age in law so far: that of women, from 1940 to 2010. A lower
// figure is a mistake, and would let a case go too early.
const leastPension = 60

func (d *decoder) pensionRow(n *yaml.Node, to *[]PensionRow) {
	var row PensionRow
	d.fields(n,
		field{"born_from", false, d.date(&row.BornFrom)},
		field{"years", true, d.number(&row.Years, leastPension, longestYears)},
		field{"reached_on", true, d.date(&row.ReachedOn)})
	if n.Kind != yaml.MappingNode {
		return
	}
	if hasKey(n, "years") == hasKey(n, "reached_on") {
		d.at(n, RuleWrongValue, d.name()+" says not clearly when that age is reached",
			"give `years` or `reached_on`: one of the two")
	}
	least := row.BornFrom.AddYears(leastPension)
	if !row.ReachedOn.IsZero() && row.ReachedOn.Before(least) {
		d.at(n, RuleOutOfRange,
			fmt.Sprintf("%s is reached before the age of %d", d.name(), leastPension),
			"use a day from "+least.String()+" on")
	}
	if !row.rises(*to) {
		d.at(n, RuleWrongValue, d.name()+" is lower than a row before it",
			"sort the rows by born_from; neither years nor reached_on falls")
	}
	*to = append(*to, row)
}

// rises reports whether a row may follow others. A zero value was left out, or noted as wrong
// already.
func (r PensionRow) rises(before []PensionRow) bool {
	for _, o := range before {
		switch {
		case !r.BornFrom.IsZero() && !r.BornFrom.After(o.BornFrom),
			r.Years > 0 && r.Years < o.Years,
			!r.ReachedOn.IsZero() && r.ReachedOn.Before(o.ReachedOn):
			return false
		}
	}
	return true
}
