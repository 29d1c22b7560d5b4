package cases

import (
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// retentionFacts is what the rules of retention ask of a case.
type retentionFacts struct {
	holds map[string]string // fact to why it is so
	dates map[string]record.Date
	died  bool
	adult bool // the subject is, or ever was, recorded as an adult
}

func (c *Case) retentionFacts(serviceEnded record.Date) retentionFacts {
	f := retentionFacts{holds: map[string]string{}, died: c.Death != nil, adult: c.everAdult(), dates: map[string]record.Date{
		policy.FromBirth:      c.Subject.Born,
		policy.FromServiceEnd: c.floorFrom(serviceEnded),
		policy.FromDeath:      c.Subject.Died,
	}}
	if last := c.lastOfChild(); last != nil {
		f.dates[policy.FromLastEntry] = c.day(last.Recorded)
	}
	for _, t := range c.of(record.KindOrder) {
		for _, v := range t.Newest() {
			if v.Str("type") != "adoption" {
				continue
			}
			f.holds["adopted"] = "an adoption order was made"
			if made := v.Date("made_on"); made.After(f.dates[policy.FromOrder]) {
				f.dates[policy.FromOrder] = made
			}
		}
	}
	if len(c.Subject.births) > 0 { // profiles that stand apart: the later birthday keeps longer
		f.dates[policy.FromBirth] = latestBirth(c.Subject.births)
	}
	c.flagFacts(f)
	if len(c.Concerns) > 0 || c.cameWith(record.KindConcern) {
		f.holds["concern"] = "the case holds a concern"
	}
	if slices.ContainsFunc(c.Referrals, func(r *Referral) bool { return r.Out }) {
		f.holds["referral_out"] = "the case holds a referral out"
	}
	return f
}

// everAdult says whether any text of a profile names the subject an adult.
func (c *Case) everAdult() bool {
	return slices.ContainsFunc(c.of(record.KindProfile), func(t *Thread) bool {
		return slices.ContainsFunc(t.versions(), func(v *Item) bool { return v.Str("subject_type") == policy.Adult })
	})
}

// latestBirth is the last of several days, none where one is not known.
func latestBirth(days []record.Date) record.Date {
	if slices.ContainsFunc(days, record.Date.IsZero) {
		return record.Date{}
	}
	return slices.MaxFunc(days, record.Date.Compare)
}

// flagFacts notes each flag that was ever held. An allegation counts from the
// latest; one without a day leaves the date open.
func (c *Case) flagFacts(f retentionFacts) {
	for _, flag := range c.Subject.EverFlags {
		if f.holds[flag.Name] == "" {
			f.holds[flag.Name] = "the flag " + flag.Name + " was held"
		}
		if category := policy.CategoryOfFlag(flag.Name); category != "" {
			f.holds[policy.CategoryGround(category)] = "the flag " + flag.Name + " was held"
		}
		if flag.Name == allegation && flag.From.After(f.dates[policy.FromAllegation]) {
			f.dates[policy.FromAllegation] = flag.From
		}
	}
	if c.Subject.undated {
		delete(f.dates, policy.FromAllegation)
	}
}

// aboutRecord are the kinds of entry that tell what is done with the record, and
// nothing of the child. The operations that bring them leave the docket without
// the block recheck, so that they must not move its date either: a request for
// disposal would put the disposal off by 75 years.
func aboutRecord() []string {
	return []string{record.KindEndorsement, record.KindHold, record.KindRelease,
		record.KindTransfer, record.KindTransferReceipt, record.KindDisposal, record.KindErasure}
}

// lastOfChild is the last entry that tells of the child, or nil.
func (c *Case) lastOfChild() *Item {
	for i := len(c.in.Items) - 1; i >= 0; i-- {
		it := &c.in.Items[i]
		if it.Entry != nil && it.Fault == "" && c.stood(it) && !slices.Contains(aboutRecord(), it.Kind) {
			return it
		}
	}
	return nil
}

// unread counts the entries whose text only a key that is not here would open.
func (c *Case) unread() int {
	n := 0
	for _, it := range c.Faults {
		if it.Fault != "" && it.Rule == "" {
			n++
		}
	}
	return n
}

// cameWith says whether an entry was of a kind where it came from: as a note it
// binds as it did there.
func (c *Case) cameWith(kind string) bool {
	return slices.ContainsFunc(c.threads, func(t *Thread) bool {
		return slices.ContainsFunc(t.Origin, func(o record.Origin) bool { return o.Kind == kind })
	})
}
