package cases

import (
	"slices"

	"casefile/internal/record"
)

// allocation follows the key worker through the handovers. The docket says
// who it is; the handovers say since when, and who acts meanwhile.
func (c *Case) allocation() {
	a := &c.Allocation
	var since record.Date
	if c.Docket != nil {
		a.KeyWorker, since = c.Docket.KeyWorker, c.Docket.Opened
	}
	for _, t := range c.of("handover") {
		day := c.day(c.occurred(t.Entry))
		if t.Str("cover") == "yes" {
			c.cover(t, day)
			continue
		}
		a.Past = append(a.Past, Tenure{Member: t.Str("from"), From: since, To: day})
		since = day
		if c.Docket == nil {
			a.KeyWorker = t.Str("to")
		}
	}
	a.Since = since
	a.Ended = slices.DeleteFunc(a.Ended, func(e Ended) bool {
		return e.Member == a.Cover || e.Member == a.KeyWorker || c.Docket == nil || !c.Docket.Reads(e.Member)
	})
}

// cover stands until its day ends; the latest that has begun counts.
func (c *Case) cover(t *Thread, from record.Date) {
	until := t.Date("until")
	if from.After(c.Today) {
		return
	}
	if until.Before(c.Today) {
		c.coverEnded(t.Str("to"), until)
		return
	}
	c.Allocation.Cover, c.Allocation.CoverTo = t.Str("to"), until
}

// coverEnded keeps each member's latest.
func (c *Case) coverEnded(member string, on record.Date) {
	list := c.Allocation.Ended
	if i := slices.IndexFunc(list, func(e Ended) bool { return e.Member == member }); i < 0 {
		c.Allocation.Ended = append(list, Ended{member, on})
	} else if on.After(list[i].On) {
		list[i].On = on
	}
}

// seen finds when the child was last seen, and last seen alone.
func (c *Case) seen() {
	for _, t := range c.of("contact") {
		if t.Str("child_seen") != "yes" {
			continue
		}
		c.Seen.Last = t
		if t.Str("seen_alone") == "yes" {
			c.Seen.Alone = t
		}
	}
}
