package cases

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
)

// AllHindrances returns the hindrances of the docket (held), and everything in the entries that
// stands against disposal today: a rule with a later date, a missing fact, a hold that the docket
// lacks, another case of the same child, an entry that this fold leaves out, a question of the
// subject. unread are the entries that the request names as not read.
func (c *Case) AllHindrances(held []Hindrance, unread []record.ID) []Hindrance {
	more := append(c.retainedLonger(), c.undatedOthers()...)
	for _, id := range c.LeftOut() {
		if !slices.Contains(unread, id) {
			more = append(more, Hindrance{LeftOut, "the entry " + c.Short(id) + " is left out, " +
				"and what it tells is not known", id})
		}
	}
	if slices.ContainsFunc(more, func(h Hindrance) bool { return h.Sort == FactNeeded }) {
		held = slices.DeleteFunc(held, func(h Hindrance) bool { return h.Sort == NoDate })
	}
	return slices.Concat(held, more, c.AccessHindrances())
}

// UnreadBy returns the entries that a request for disposal names as not read.
func UnreadBy(request *record.Entry) []record.ID {
	if request == nil {
		return nil
	}
	var out []record.ID
	for _, typed := range request.Strs("unread") {
		if id, err := record.ParseID(typed); err == nil {
			out = append(out, id)
		}
	}
	return out
}

// LeftOut returns the entries that this fold leaves out, as they can't be read or are refused.
func (c *Case) LeftOut() []record.ID {
	var out []record.ID
	for _, it := range c.Faults {
		if it.Entry != nil {
			out = append(out, it.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// retainedLonger returns the reasons for which the fold keeps a case longer than its docket says. A
// date that can't be told is later than any.
func (c *Case) retainedLonger() []Hindrance {
	var out []Hindrance
	for _, h := range c.unlisted() {
		out = append(out, Hindrance{Unlisted, c.Short(h.ID) + " holds the case, and its docket " +
			"does not name it", h.ID})
	}
	r := c.Retention
	latest := RuleResult{Date: c.Docket.RetainUntil}
	for _, res := range r.Considered {
		switch {
		case !res.Applies:
		case res.MissingFact != "":
			out = append(out, res.lacks())
		case res.Date.YearEnd().After(latest.Date.YearEnd()):
			latest = res
		}
	}
	if r.Unclear != "" {
		out = append(out, Hindrance{Sort: FactNeeded, Why: r.Unclear})
	}
	if latest.ID != "" && !c.Docket.RetainUntil.IsZero() {
		out = append(out, latest.later())
	}
	return out
}

// lacks says of a rule that it needs a fact.
func (r RuleResult) lacks() Hindrance {
	if r.Other != "" {
		return Hindrance{LinkedCase, r.otherOpen(), r.Other}
	}
	return Hindrance{Sort: FactNeeded, Why: fmt.Sprintf("the rule %s needs the %s, which is "+
		"not recorded", r.ID, r.MissingFact)}
}

// later says of a rule that it keeps the case longer than the docket.
func (r RuleResult) later() Hindrance {
	h := Hindrance{Sort: RetainedLonger, About: r.Other,
		Why: fmt.Sprintf("the rule %s keeps it until %s (%s)", r.ID, r.Date.YearEnd(), r.Facts)}
	if r.Other != "" {
		h.Sort = LinkedCase
	}
	return h
}

// undatedOthers returns the other cases of the same child that have ended and have no date. Two
// cases of one child are kept until the later of their dates, and such a one may be the later.
func (c *Case) undatedOthers() []Hindrance {
	var out []Hindrance
	if c.in.Docketed == nil {
		return nil
	}
	for _, id := range c.SameChild() {
		if d, there := c.in.Docketed(id); there && d != nil && Ended(d) && d.RetainUntil.IsZero() {
			out = append(out, Hindrance{LinkedCase, "the case " + id.String() +
				" of the same child has no date", id})
		}
	}
	return out
}

// Ruling returns the rule with the latest date, also of a case of which entries are left out; its
// ID is "" where no rule gives one.
func (r Retention) Ruling() RuleResult {
	latest := RuleResult{}
	for _, res := range r.Considered {
		than := latest.Date
		if res.Other != "" { // its date is rounded up: one's own rule for the same year goes first
			than = than.YearEnd()
		}
		if res.Applies && res.MissingFact == "" && res.Date.After(than) {
			latest = res
		}
	}
	return latest
}

// RetainEarly returns why a case must be kept longer than its docket says, and "" if it need not.
// Entries that I can't read give no later date. Members who can read them see it, and a disposal
// asks for them by name.
func (c *Case) RetainEarly() string {
	if !c.hasDocket() || c.Docket.RetainUntil.IsZero() || !Ended(c.Docket) {
		return ""
	}
	return c.letsGoEarly(c.retainedLonger())
}

// ReleasedEarly says why the last hold of a case must not end yet. Without the hold nothing
// would keep the case after a date that is too early. People without a key would see the case
// as due. A death, which asks for no look at the date, may have made it so.
func (c *Case) ReleasedEarly(hold record.ID) string {
	last := c.OfHold(hold) != nil && len(c.Holds) == 1
	if !last || !c.hasDocket() || c.Docket.RetainUntil.IsZero() || !Ended(c.Docket) {
		return ""
	}
	return c.letsGoEarly(slices.DeleteFunc(c.retainedLonger(), func(h Hindrance) bool {
		return h.Sort == Unlisted
	}))
}

func (c *Case) letsGoEarly(because []Hindrance) string {
	if len(because) == 0 {
		return ""
	}
	var why []string
	for _, h := range because {
		why = append(why, h.Why)
	}
	return fmt.Sprintf("the docket lets the case go after %s, too early: %s",
		c.Docket.RetainUntil, strings.Join(why, "; "))
}

// Redate returns the command that computes the date of a case again.
func Redate(id record.ID) string { return "casefile retain " + id.String() }
