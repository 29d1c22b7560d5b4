package cli

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/report"
)

// events are the same things for a calendar, in words that hold nothing of the
// record. The UID stays the same from one calendar to the next, also where the
// entry was amended: it names the case, the entry and the rule, and the day or the level where a rule can ask
// for several things of one entry.
func (d *duties) events() []report.Event {
	var out []report.Event
	for _, t := range d.list {
		parts := []string{string(t.Ref.Case), string(t.First), t.Rule}
		switch t.Rule {
		case cases.RuleUntested, policy.RuleOverdue:
			parts = append(parts, t.Day.String())
		case cases.RuleNotEndorsedInTime:
			parts = append(parts, t.Role)
		}
		parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
		what := t.Task
		if t.Ref.Case != "" {
			what = t.Ref.Case.String() + " " + what
		}
		if t.Overdue {
			what += " (overdue)"
		}
		out = append(out, report.Event{UID: strings.Join(parts, "-") + "@casefile.invalid", What: what, Day: t.Day, At: t.Due})
	}
	return out
}
