package cases

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
)

// forkFindings reports texts that were recorded apart, and protections that a newer profile leaves
// out.
func (c *Case) forkFindings() {
	for _, f := range c.Forks {
		last := f.Last()
		c.find(last.Entry, RuleApart, c.ForkText(f),
			"read all of them, and settle it with `casefile amend "+last.Ref().String()+"`")
	}
	for _, k := range c.CarriedOver() {
		p := c.profiles[len(c.profiles)-1]
		c.find(p.Entry, RuleKept, k.What+" is "+c.CarriedOverText(k.From),
			"name it in the profile, with `"+k.Ends+"` where it has ended")
	}
}

// Settling names the texts standing apart that a new entry settles. Its author may have seen only
// one of them. It returns nil where the entry settles none.
func (c *Case) Settling(e *record.Entry) record.Findings {
	var out record.Findings
	for _, threads := range c.linesOf(e) {
		l := c.lineageOf(threads)
		var on []*Item
		for _, id := range e.Follows {
			if it := c.texts[id]; it != nil && slices.Contains(l.texts, it) {
				on = append(on, it)
			}
		}
		if ends := l.ends(on); len(ends) > 1 {
			out = append(out, record.Finding{Entry: e.ID, Rule: RuleApart, Severity: record.Warning,
				Found: "it settles what was recorded apart: " + c.writtenBy(ends),
				Do:    "see that it says what all of them said"})
		}
	}
	return out
}

// ForkText says that something was recorded apart: what, and by whom.
func (c *Case) ForkText(f *Fork) string {
	return "the " + f.What + " was recorded apart: " + c.ForkWho(f)
}

// ForkWho names the texts that stand side by side, their authors, the fields in which they differ,
// and the values that count meanwhile.
func (c *Case) ForkWho(f *Fork) string {
	return c.writtenBy(f.Texts) + f.differences()
}

// differences says where the texts differ. Fields that rule something come first, with the value
// that counts, because people act on it.
func (f *Fork) differences() string {
	all := slices.Concat(f.Ruled, f.Open)
	if len(all) == 0 {
		return ""
	}
	return "; they differ in " + strings.ReplaceAll(record.Enumerated(all), "_", " ")
}

// writtenBy names texts, with who recorded each and when.
func (c *Case) writtenBy(texts []*Item) string {
	var all []string
	for _, it := range texts {
		all = append(all,
			fmt.Sprintf("%s by %s on %s", c.Short(it.ID), c.name(it.author()), c.day(it.Recorded)))
	}
	return record.Enumerated(all)
}

// CarriedOver is a protection that holds although the newest profile does not name it.
type CarriedOver struct {
	What string // the protection or the status, in words
	From *Item  // the text that named it last
	Ends string // the field that would end it
}

// CarriedOver returns the protections and statuses that the newest profile leaves out.
func (c *Case) CarriedOver() []CarriedOver {
	var out []CarriedOver
	for _, p := range c.Subject.ProtectedFrom {
		if p.CarriedFrom != nil {
			out = append(out,
				CarriedOver{"the address protected from " + p.From, p.CarriedFrom, "until"})
		}
	}
	for _, f := range c.Subject.Flags {
		if f.CarriedFrom != nil {
			out = append(out,
				CarriedOver{"the status " + strings.ReplaceAll(f.Name, "_", " "), f.CarriedFrom,
					"to"})
		}
	}
	return append(out, c.Subject.carriedAddresses...)
}

// CarriedAddresses returns the protected addresses of people that the newest profile leaves out.
func (c *Case) CarriedAddresses() []CarriedOver { return c.Subject.carriedAddresses }

// CarriedOverText says from which text something is kept, and why.
func (c *Case) CarriedOverText(from *Item) string {
	return fmt.Sprintf("kept from the profile of %s by %s: the newer one does not say that it "+
		"ended",
		c.day(from.Recorded), c.name(from.author()))
}

// cameIn returns the time at which a text came into the shared record. If that lies in the future,
// a clock was ahead. Then it returns the time of recording, the latest possible one.
func (c *Case) cameIn(it *Item) time.Time {
	if at := it.reached(); c.hour.has(at) {
		return at
	}
	return it.since()
}

// forkDeadlines: what was recorded apart is settled by the end of the next working day after
// the last of the texts came in, whatever the status of the case. No source names a time.
func (c *Case) forkDeadlines() {
	cal := c.in.Policy.Calendar()
	for _, f := range c.Forks {
		last := f.Texts[0]
		for _, it := range f.Texts {
			if c.cameIn(it).After(c.cameIn(last)) {
				last = it
			}
		}
		from := c.cameIn(last)
		due := c.endOf(c.day(cal.AddWorkingDays(from, 1)))
		t := c.byID[f.Last().ID]
		d := c.deadline(RuleApart, "settle the "+f.What+" that was recorded apart", t, due,
			RoleKeyWorker)
		d.Ref, d.Since = f.Last().Ref(), from
	}
}
