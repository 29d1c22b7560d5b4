package cases

import "casefile/internal/record"

// allocation follows the key worker through the handovers. The docket names the key worker. The
// handovers say since when, and who acts meanwhile. A member who was taken off the case again
// covers nobody.
func (c *Case) allocation() {
	a := &c.Allocation
	var since record.Date
	if c.Docket != nil {
		a.KeyWorker, since = c.Docket.KeyWorker, c.Docket.Opened
		a.Given = since.At(c.zone)
	}
	for _, t := range c.of(record.KindHandover) {
		day := c.day(c.occurred(t.Entry))
		if t.Str("cover") == "yes" {
			a.Covers = append(
				a.Covers,
				Cover{Member: t.Str("to"), For: t.Str("from"), From: day, Until: t.Date("until"),
					Ref: t.Ref(), First: t.First.ID, Short: c.Short(t.ID)},
			)
			continue
		}
		a.Past = append(a.Past, Tenure{Member: t.Str("from"), From: since, To: day})
		since = day
		a.Given, a.GivenBy = t.First.since(), t.author()
		if c.Docket == nil {
			a.KeyWorker = t.Str("to")
		}
	}
	a.Since = since
	cover, ok := c.hour.covering(a.Covers, a.KeyWorker)
	if ok && (c.Docket == nil || c.Docket.Reads(cover.Member)) {
		a.Cover, a.CoverTo = cover.Member, cover.Until
	}
}

// seen finds when the child was last seen, and last seen alone.
func (c *Case) seen() {
	for _, t := range c.of(record.KindContact) {
		if t.Str("child_seen") != "yes" {
			continue
		}
		c.Seen.Last = t
		if t.Str("seen_alone") == "yes" {
			c.Seen.Alone = t
		}
	}
}
