package cases

import (
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// allegation is the flag whose day a rule of retention counts from.
const allegation = "allegation"

// latestTold returns the last of the days that texts give for a date of the rules, none where one
// of them leaves its day open.
func (c *Case) latestTold(date string) record.Date {
	var last record.Date
	for _, d := range c.ever {
		switch {
		case d.dates != date:
		case d.day.IsZero() && !c.learned(d):
			return record.Date{}
		case d.day.After(last):
			last = d.day
		}
	}
	return last
}

// learned reports whether the versions that stand give the day that an earlier one of the
// same text left open.
func (c *Case) learned(d evidence) bool {
	t := c.byID[d.by.ID]
	return t != nil && !d.quoted() && !slices.ContainsFunc(t.Newest(), func(v *Item) bool {
		return v == d.by || !slices.ContainsFunc(c.ever, func(o evidence) bool {
			return o.in == v.Entry && o.fact == d.fact && !o.day.IsZero()
		})
	})
}

// lastAllegation returns the day of the latest allegation, none where that of any is still open. A
// profile that stands settles what another text left open, where it gives a day for as many
// allegations as that one named.
func (c *Case) lastAllegation() record.Date {
	var last record.Date
	dated, open := map[*record.Entry]int{}, map[*record.Entry]int{}
	for _, d := range c.ever {
		switch {
		case d.dates != policy.FromAllegation:
		case d.day.IsZero():
			open[d.in]++
		default:
			dated[d.in]++
			if d.day.After(last) {
				last = d.day
			}
		}
	}
	settled := 0
	for i, p := range c.profiles {
		if n := dated[p.Entry]; i == 0 || n < settled {
			settled = n
		}
	}
	for in, n := range open {
		if n+dated[in] > settled {
			return record.Date{}
		}
	}
	return last
}
