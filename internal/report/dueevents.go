package report

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// Events returns the list for a calendar. The words contain nothing of the record and no name. A
// duty without a deadline is on the day since when it waits. The UID stays the same in later
// calendars, even where the entry was amended. It names the case, the entry and the rule, and the
// day or the level if the rule can ask several things of one entry.
func (d *Due) Events() []Event {
	var out []Event
	seen := map[string]int{}
	for _, t := range d.List {
		parts := []string{string(t.Ref.Case), string(t.First), t.Rule}
		switch t.Rule {
		case cases.RuleUntested, duty.RulePolicy, duty.RuleCoverEnded:
			parts = append(parts, t.Day.String())
		case cases.RuleNotEndorsedInTime:
			parts = append(parts, t.Role)
		}
		uid := strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "-")
		if seen[uid]++; seen[uid] > 1 {
			uid = fmt.Sprintf("%s-%d", uid, seen[uid])
		}
		what := strings.TrimSpace(shownCase(t.Ref) + " " + t.Task)
		e := Event{
			UID:  uid + "@casefile.invalid",
			What: what,
			Why:  calendarWhy(t, d.Reader),
			Day:  t.Day,
			At:   t.Due,
		}
		switch {
		case t.Due.IsZero():
			e.What, e.Day = what+" (waiting)", d.today()
			if !t.Since.IsZero() {
				e.Day = d.Work.World.Policy.Today(t.Since)
			}
		case t.Late > 0:
			e.What = what + " (overdue)"
		}
		out = append(out, e)
	}
	return append(out, d.gapEvents()...)
}

// gapEvents returns an event today for each case that was not read completely: what is due there
// may be missing in the calendar.
func (d *Due) gapEvents() (out []Event) {
	for _, id := range slices.Compact(slices.Sorted(slices.Values(
		slices.Concat(d.Work.Unread, casesOf(d.NotRead))))) {
		what := shownCase(record.Ref{Case: id})
		if id == "" {
			what = "A folder of cases"
		}
		out = append(out, Event{
			UID:  strings.TrimPrefix(string(id)+"-not-read@casefile.invalid", "-"),
			What: what + " was not read whole",
			Why:  "what is due there may be missing here",
			Day:  d.today(),
		})
	}
	return out
}

// calendarWhy says in which role a person has a duty. Reasons name people, and stay inside the
// agency.
func calendarWhy(t duty.Duty, reader string) string {
	as := map[string]string{
		cases.RoleKeyWorker: "key worker",
		cases.RoleLead:      "safeguarding lead",
		cases.RoleRecords:   "keeper of the records",
		record.LevelLine:    "line manager",
		record.LevelSenior:  "senior manager",
	}[t.Role]
	switch {
	case t.Nobody():
		return "nobody is left to do it; policy names the " + as
	case !slices.Contains(t.Whose, reader):
		return "for the " + as + " to do"
	case t.StandIn:
		return "in the place of the " + as
	}
	return "as " + as
}
