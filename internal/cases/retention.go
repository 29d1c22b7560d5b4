package cases

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Retain computes until when a case must be kept if service ends on a day,
// for `close`, which sets the docket's date before any fold can read it.
func Retain(in Input, serviceEnded record.Date) Retention {
	return Fold(in).retain(serviceEnded)
}

// RetainFrom is Retain for a case that is folded already.
func (c *Case) RetainFrom(serviceEnded record.Date) Retention { return c.retain(serviceEnded) }

// retain returns the one place where retention is computed. The latest date of all rules that apply
// wins, rounded up to 31 December, so that the docket's date gives no birthday away. A rule that
// applies and lacks a fact keeps the case.
func (c *Case) retain(serviceEnded record.Date) Retention {
	r := Retention{Held: len(c.Holds) > 0}
	facts := c.retentionFacts(serviceEnded)
	for _, rule := range c.in.Policy.Retention {
		r.Considered = append(r.Considered, facts.consider(rule, c.in.Policy))
	}
	replace(r.Considered, c.in.Policy.Retention)
	r.Unread, r.Unclear = c.unread(), facts.holds[toldUnclear]
	for i, res := range r.Considered {
		if res.Applies && c.in.Policy.Retention[i].Then == "review" {
			r.Review = true
		}
	}
	if !serviceEnded.IsZero() {
		r.Considered = append(r.Considered, c.sameChild()...)
	}
	r.decide()
	if why := c.unlistedWhy(); why != "" {
		r.Until, r.Rule, r.Why = record.Date{}, "", why
	}
	return r
}

// RetentionIf returns the fold's retention as if other cases of the same child had these dates. A
// zero date stands for a case that rests on this one alone.
func (c *Case) RetentionIf(dates map[record.ID]record.Date) Retention {
	with := *c
	if c.in.Docketed != nil {
		with.in.Docketed = func(id record.ID) (*record.Docket, bool) {
			d, there := c.in.Docketed(id)
			if until, told := dates[id]; told && d != nil {
				changed := *d
				changed.RetainUntil, d = until, &changed
			}
			return d, there
		}
	}
	return with.retain(c.serviceEnded())
}

// SameChild returns the other cases of the same child that any text of ours ever named, sorted. A
// newer profile that leaves one out does not end that, just as it does not end a status. The cases
// that a quoted profile names are another agency's.
func (c *Case) SameChild() []record.ID {
	var out []record.ID
	for _, d := range c.ever {
		if d.other != "" && d.other != c.ID && !d.quoted() {
			out = append(out, d.other)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sameChildRule is no rule of policy: two cases of one child are kept until the
// later of their dates, and while one is open, so is the question of the other.
const sameChildRule = record.SameChild

func (c *Case) sameChild() (out []RuleResult) {
	if c.in.Docketed == nil {
		return nil
	}
	for _, id := range c.SameChild() {
		d, there := c.in.Docketed(id)
		res := RuleResult{ID: sameChildRule, Applies: true, Other: id}
		switch {
		case !there || d != nil && d.Status == record.Destroyed:
			continue
		case d == nil || d.Status == record.Intake || d.Status == record.Open:
			res.MissingFact = fmt.Sprintf("end of the case %s of the same child", id)
		case d.RetainUntil.IsZero():
			continue // it is kept for a reason of its own, or for this case
		default:
			res.Date, res.Facts = d.RetainUntil,
				fmt.Sprintf("the case %s of the same child is kept until then", id)
		}
		out = append(out, res)
	}
	return out
}

// decide says until when the case is kept, and that it is held, whatever keeps it besides.
func (r *Retention) decide() {
	r.latest()
	if r.Held {
		r.Why = "held: not to be destroyed whatever the date; " + r.Why
	}
}

// latest picks the latest date, unless something keeps the case.
func (r *Retention) latest() {
	if res := r.lacking(); res != nil {
		r.Rule, r.Why = res.ID, fmt.Sprintf("the rule %s needs the %s, which is not recorded: "+
			"the case is kept", res.ID, res.MissingFact)
		switch {
		case res.notYet():
			r.Why = "service has not ended: there is no date yet, and the case is kept"
		case res.Other != "":
			r.Why = res.otherOpen() + ": there is no date yet, and this one is kept with it"
		}
		return
	}
	if res := r.Ruling(); res.ID != "" {
		r.Until, r.Rule = res.Date, res.ID
		r.Why = fmt.Sprintf("the rule %s applies (%s)", res.ID, res.Facts)
	}
	switch {
	case r.Unread > 0:
		r.Until, r.Rule = record.Date{}, ""
		r.Why = fmt.Sprintf("%d of its entries are sealed with a key that you do not have: what "+
			"they hold is not known, and the case is kept", r.Unread)
	case r.Unclear != "":
		r.Until, r.Rule = record.Date{}, ""
		r.Why = r.Unclear + ": what it told is not known, and the case is kept"
	case !r.Until.IsZero():
		r.Until = r.Until.YearEnd()
	}
}

// lacking returns the first rule that lacks a fact: one that somebody can find out, before the end
// of service, which an open case does not have yet. Nil where nothing is missing.
func (r *Retention) lacking() *RuleResult {
	var out *RuleResult
	for i := range r.Considered {
		res := &r.Considered[i]
		if res.Applies && res.MissingFact != "" && (out == nil || out.notYet() && !res.notYet()) {
			out = res
		}
	}
	return out
}

// notYet reports whether a rule waits for the end of service.
func (r RuleResult) notYet() bool { return r.MissingFact == dateName(policy.FromServiceEnd) }

// otherOpen says of another case of the same child that its end is not known.
func (r RuleResult) otherOpen() string {
	return fmt.Sprintf("the case %s of the same child has not ended", r.Other)
}

// Lacks says in words which fact a rule needs; "" for none.
func (r RuleResult) Lacks() string {
	switch {
	case r.MissingFact == "":
		return ""
	case r.notYet():
		return "service has not ended: there is no date yet"
	case r.Other != "":
		return r.otherOpen() + ": there is no date yet"
	}
	return "needs the " + r.MissingFact + ", which nobody recorded: keeps the case"
}

// replace drops the rules whose place another one that applies takes. One that
// is to be dropped itself drops none, in whatever order they stand: where rules
// replace each other, more of them stay, and nothing goes too early.
func replace(results []RuleResult, rules []policy.Rule) {
	replacing := map[string][]string{} // a rule, and those that apply and replace it
	for i, rule := range rules {
		if rule.Replaces != "" && results[i].Applies && !results[i].alone {
			replacing[rule.Replaces] = append(replacing[rule.Replaces], rule.ID)
		}
	}
	for i := range results {
		for _, by := range replacing[results[i].ID] {
			if results[i].Applies && len(replacing[by]) == 0 {
				results[i].Applies, results[i].MissingFact = false, ""
				results[i].Facts = "replaced by the rule " + by
			}
		}
	}
}

// consider applies one rule of policy.
func (f retentionFacts) consider(rule policy.Rule, p *policy.Policy) RuleResult {
	res := RuleResult{ID: rule.ID}
	why, ok := f.when(rule)
	switch {
	case !ok:
		res.Facts = why
		return res
	case !p.IsAny(rule.OnlyIf):
		res.Facts = "the agency is no " + strings.Join(rule.OnlyIf, " and no ")
		return res
	case rule.Subject == policy.Adult && !f.adult:
		res.Facts = "the subject was never recorded as an adult"
		return res
	}
	if rule.Died {
		var applies bool
		res.alone = !f.died
		if applies, res.MissingFact = f.diedUnder18(); !applies {
			res.Facts = "the subject did not die before 18"
			return res
		}
		why += "; the subject died before 18"
	}
	res.Applies, res.Facts = true, why
	for _, term := range rule.Terms {
		end, missing := f.end(term, p)
		res.MissingFact = cmp.Or(missing, res.MissingFact)
		if end.After(res.Date) {
			res.Date = end
		}
	}
	if res.MissingFact != "" {
		res.Date = record.Date{}
	}
	return res
}

// end returns the day on which a term ends, or the name of the date that it lacks.
func (f retentionFacts) end(term policy.Term, p *policy.Policy) (end record.Date, missing string) {
	from := term.From
	if term.PensionAge {
		from = policy.FromBirth
	}
	switch day := f.dates[from]; {
	case day.IsZero():
		return day, dateName(from)
	case term.PensionAge:
		return p.PensionDay(day), ""
	default:
		return day.AddYears(term.Years), ""
	}
}

// when tells whether any of the rule's facts holds.
func (f retentionFacts) when(rule policy.Rule) (why string, ok bool) {
	if len(rule.When) == 0 {
		return "it applies to every case", true
	}
	for _, fact := range rule.When {
		if why, held := f.holds[fact]; held {
			return why, true
		}
	}
	return "nothing of this was ever recorded", false
}

// diedUnder18 reports whether the subject died before the 18th birthday, and which date is missing
// where that cannot be told.
func (f retentionFacts) diedUnder18() (applies bool, missing string) {
	born, died := f.dates[policy.FromBirth], f.dates[policy.FromDeath]
	switch {
	case !f.died && !f.mayHaveDied:
		return false, ""
	case died.IsZero():
		return true, dateName(policy.FromDeath)
	case born.IsZero():
		return true, dateName(policy.FromBirth)
	}
	return died.Before(born.AddYears(18)), ""
}

func dateName(from string) string {
	return map[string]string{
		policy.FromBirth:      "date of birth",
		policy.FromServiceEnd: "end of service",
		policy.FromDeath:      "date of death",
		policy.FromLastEntry:  "date of the last entry",
		policy.FromOrder:      "date of the adoption order",
		policy.FromAllegation: "date of the allegation",
	}[from]
}
