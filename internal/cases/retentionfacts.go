package cases

import (
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// retentionFacts holds the facts of a case that the rules of retention ask for.
type retentionFacts struct {
	holds       map[string]string // fact to its reason
	dates       map[string]record.Date
	died        bool // the subject, as a text of ours says that stands
	mayHaveDied bool // or any other text ever did
	adult       bool // the subject is, or ever was, recorded as an adult
}

func (c *Case) retentionFacts(serviceEnded record.Date) retentionFacts {
	f := retentionFacts{holds: map[string]string{}, died: c.diedForCertain()}
	f.dates = map[string]record.Date{
		policy.FromBirth:      c.Subject.Born,
		policy.FromServiceEnd: c.floorFrom(serviceEnded),
	}
	if last := c.lastOfChild(); last != nil {
		f.dates[policy.FromLastEntry] = c.day(last.Recorded)
	}
	if len(c.Subject.births) > 0 { // profiles that stand apart: the later birthday keeps longer
		f.dates[policy.FromBirth] = latestBirth(c.Subject.births)
	}
	certain := map[string]bool{} // facts that a text of ours tells, which nobody calls an error
	for _, d := range c.ever {
		own := d.wrong == nil && !d.quoted()
		if f.holds[d.fact] == "" || own && !certain[d.fact] {
			f.holds[d.fact], certain[d.fact] = c.why(d), own
		}
	}
	_, f.adult = f.holds[toldAdult]
	_, f.mayHaveDied = f.holds[toldDeath]
	f.dates[policy.FromOrder] = c.latestTold(policy.FromOrder)
	f.dates[policy.FromDeath] = c.latestTold(policy.FromDeath)
	f.dates[policy.FromAllegation] = c.lastAllegation()
	f.harm(c.in.Policy)
	return f
}

// harm lets a category bring what a concern brings, unless a rule names it and applies here:
// then it brings that rule alone. abuse_records counts from the last entry, and needs no
// birthday. A rule for another kind of agency, or for adults, takes nothing away.
func (f retentionFacts) harm(p *policy.Policy) {
	for _, category := range policy.Categories() {
		ground := policy.CategoryGround(category)
		named := slices.ContainsFunc(p.Retention, func(r policy.Rule) bool {
			return slices.Contains(r.When, ground) && f.consider(r, p).Applies
		})
		if why, held := f.holds[ground]; held && !named && f.holds["concern"] == "" {
			f.holds["concern"] = why
		}
	}
}

// diedForCertain reports whether an entry of ours says that the subject died, in every text
// of it that stands: where two disagree, that shortens nothing.
func (c *Case) diedForCertain() bool {
	return slices.ContainsFunc(c.of(record.KindDeath), func(t *Thread) bool {
		return !slices.ContainsFunc(t.Newest(), func(v *Item) bool {
			return v.Str("who") != "subject"
		})
	})
}

// latestBirth returns the last of several days, none where one is not known.
func latestBirth(days []record.Date) record.Date {
	if slices.ContainsFunc(days, record.Date.IsZero) {
		return record.Date{}
	}
	return slices.MaxFunc(days, record.Date.Compare)
}

// aboutRecord returns the kinds of entry that tell what is done with the record, and nothing of the
// child. The operations that bring them leave the docket without the block recheck, so that they
// must not move its date either: a request for disposal would put the disposal off by 75 years.
func aboutRecord() []string {
	return []string{record.KindEndorsement, record.KindHold, record.KindRelease,
		record.KindTransfer, record.KindTransferReceipt, record.KindDisposal, record.KindErasure}
}

// lastOfChild returns the last entry that tells of the child, or nil.
func (c *Case) lastOfChild() *Item {
	for i := len(c.in.Items) - 1; i >= 0; i-- {
		it := &c.in.Items[i]
		if it.Entry != nil && it.Fault == "" && c.stood(it) &&
			!slices.Contains(aboutRecord(), it.Kind) {
			return it
		}
	}
	return nil
}

// unread counts the entries whose text only a key that is not here would open, or another copy
// than this one has.
func (c *Case) unread() int {
	n := 0
	for _, it := range c.Faults {
		if it.NotRead() {
			n++
		}
	}
	return n
}
