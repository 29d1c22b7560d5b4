package cases

import (
	"fmt"
	"strings"

	"casefile/internal/record"
)

// apartFindings are about what was recorded apart, and about protections that a newer
// profile leaves out.
func (c *Case) apartFindings() {
	for _, f := range c.Forks {
		last := f.Texts[len(f.Texts)-1]
		c.find(last.Entry, RuleApart, c.ForkText(f), "read all of them, and settle it with `casefile amend "+last.Ref().String()+"`")
	}
	for _, k := range c.Kept() {
		p := c.profiles[len(c.profiles)-1]
		c.find(p.Entry, RuleKept, k.What+" is "+c.KeptText(k.From), "name it in the profile, with `"+k.Ends+"` where it has ended")
	}
}

// ForkText says that something was recorded apart: what, and by whom.
func (c *Case) ForkText(f *Fork) string {
	return "the " + f.What + " was recorded apart: " + c.ForkWho(f)
}

// ForkWho says which texts stand side by side, whose they are, and what nothing rules.
func (c *Case) ForkWho(f *Fork) string {
	var all []string
	for _, it := range f.Texts {
		all = append(all, fmt.Sprintf("%s by %s on %s", c.Short(it.ID), c.name(it.author()), c.day(it.Recorded)))
	}
	out := record.Enumerated(all)
	if len(f.Open) > 0 {
		out += "; they differ in " + strings.ReplaceAll(record.Enumerated(f.Open), "_", " ")
	}
	return out
}

// KeptHere is what holds although the newest profile does not name it.
type KeptHere struct {
	What string // the protection or the status, in words
	From *Item  // the text that named it last
	Ends string // the field that would end it
}

// Kept are the protections and statuses that the newest profile leaves out.
func (c *Case) Kept() []KeptHere {
	var out []KeptHere
	for _, p := range c.Subject.ProtectedFrom {
		if p.Kept != nil {
			out = append(out, KeptHere{"the address protected from " + p.From, p.Kept, "until"})
		}
	}
	for _, f := range c.Subject.Flags {
		if f.Kept != nil {
			out = append(out, KeptHere{"the status " + strings.ReplaceAll(f.Name, "_", " "), f.Kept, "to"})
		}
	}
	return out
}

// KeptText says from where something is kept, and why.
func (c *Case) KeptText(from *Item) string {
	return fmt.Sprintf("kept from the profile of %s by %s: the newer one does not say that it ended",
		c.day(from.Recorded), c.name(from.author()))
}

// apartDeadlines: what was recorded apart is settled by the end of the next working day after
// the last of the texts came in, whatever the status of the case. No source names a time.
func (c *Case) apartDeadlines() {
	cal := c.in.Policy.Calendar()
	for _, f := range c.Forks {
		last := f.Texts[0]
		for _, it := range f.Texts {
			if it.reached().After(last.reached()) {
				last = it
			}
		}
		due := c.endOf(c.day(cal.AddWorkingDays(last.reached(), 1)))
		t := c.byID[f.Texts[len(f.Texts)-1].ID]
		d := c.deadline(RuleApart, "settle the "+f.What+" that was recorded apart", t, due, RoleKeyWorker)
		d.Ref, d.Since = f.Texts[len(f.Texts)-1].Ref(), last.reached()
	}
}
