package duty

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// What was done late is listed in the order in which it was done, in the words of every
// page. Who did it sees it, and who looks after the case.
func TestDoneLate(t *testing.T) {
	r := parseRow(t, "big asha<nia | referral elsewhere=nia | - | | -/-")
	answered := func(id record.ID, rule, due, at, by string) cases.Deadline {
		return cases.Deadline{What: rule, Ref: record.Ref{Case: id}, Rule: rule,
			Due: instant(t, due), Answered: instant(t, at), AnsweredBy: by}
	}
	r.all[0].Late = []cases.Deadline{
		answered(theCase, "action-overdue", "2026-03-02T23:59:59Z", "2026-03-05T09:00:00Z", "owen"),
		answered(theCase, "referral-confirmed-late", "2026-03-02T16:10:00Z", "2026-03-02T17:50:00Z",
			"asha"),
		answered(theCase, "concern-without-triage", "2026-03-05T08:00:00Z", "2026-03-05T09:00:00Z",
			"lena"),
	}
	r.all[1].Name = "Elsie Byrne"
	r.all[1].Late = []cases.Deadline{
		answered(theOther, "late-recording", "2026-02-25T23:59:59Z", "2026-03-02T10:00:00Z", "nia"),
		answered(theOther, "review-overdue", "2026-02-28T23:59:59Z", "2026-03-05T09:00:00Z", "tom"),
	}
	var got []string
	list := DoneLate(r.all, r.world)
	for _, l := range list {
		got = append(got, fmt.Sprintf("%s %s of %s by %s, %s late", l.Answered.Format("02T15"),
			l.Rule, l.Name, l.AnsweredBy, l.By))
	}
	want := []string{
		// Thursday, Friday, Monday
		"02T10 late-recording of Elsie Byrne by nia, 3 working days late",
		"02T17 referral-confirmed-late of Tobi Adeyemi by asha, 1 h 40 min late",
		"05T09 review-overdue of Elsie Byrne by tom, 5 days late", // by case, then by rule
		"05T09 action-overdue of Tobi Adeyemi by owen, 3 days late",
		"05T09 concern-without-triage of Tobi Adeyemi by lena, 1 h 0 min late",
	}
	if theOther > theCase {
		t.Fatal("the rows count on the order of the cases")
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, who := range []string{"asha", "mina", "nia", "owen", "lena", "tom", "judith", "rita"} {
		var seen []string
		for _, l := range list {
			if l.IsFor(who) {
				seen = append(seen, l.AnsweredBy)
			}
		}
		want := map[string]string{"owen": "owen", "lena": "lena", "tom": "tom", "judith": "",
			"rita": ""}
		all, looksAfter := want[who]
		if !looksAfter {
			all = "nia asha tom owen lena"
		}
		equal(t, who, strings.Join(seen, " "), all)
	}
}

// In an intake nobody looks after the case: who did a thing late sees it, and nobody else.
func TestDoneLateInAnIntake(t *testing.T) {
	r := parseRow(t, "big | intake | - | | -/-")
	r.all[0].Late = []cases.Deadline{{Rule: "late-recording", AnsweredBy: "ben",
		Due: instant(t, "2026-03-02T23:59:59Z"), Answered: instant(t, "2026-03-05T09:00:00Z")}}
	list := DoneLate(r.all, r.world)
	if len(list) != 1 || !list[0].IsFor("ben") || list[0].IsFor("lena") || list[0].IsFor("") {
		t.Errorf("%+v", list)
	}
}

// What a handover says is to be done next. It is written by hand: a risk whose review day
// has passed, one to come, one that is resolved; an action that is late. Supervision is
// asked for every four weeks, here from the opening on 12 January.
func TestNextSteps(t *testing.T) {
	b := newBook(t, "big")
	b.add("risk", "2026-02-03T10:00:00Z",
		fields{"state": "open", "harm": "neglect\nat home", "level": "high",
			"review_on": "2026-03-01"})
	b.add("risk", "2026-02-04T10:00:00Z",
		fields{"state": "open", "harm": "missing meals", "level": "low", "review_on": "2026-04-01"})
	b.add("risk", "2026-02-05T10:00:00Z",
		fields{"state": "resolved", "harm": "no bed", "level": "low"})
	b.add("action", "2026-02-06T10:00:00Z",
		fields{"what": "ask the school", "who": "asha", "due": "2026-03-02"})
	want := []string{"supervision of the case, overdue since 2026-02-09",
		"review of the risk, overdue since 2026-03-01",
		"action: ask the school, overdue since 2026-03-02", "review of the risk, by 2026-04-01"}
	if got := NextSteps(b.duties(), theCase, b.w); !slices.Equal(got, want) {
		t.Errorf("steps %q, want %q", got, want)
	}
	if got := NextSteps(b.duties(), theOther, b.w); len(got) != 0 {
		t.Errorf("steps in another case: %q", got)
	}
}

// What has no clock is no step, nor is the next entry of the case, which any step makes.
func TestNextStepsLeavesOut(t *testing.T) {
	r := parseRow(t, "big | dormant late given=mina here reads=asha | - | | -/-")
	if list := In(r.all[0], r.world); len(list) != 3 {
		t.Fatalf("%d duties, want a dormant case, too few readers, a case not opened", len(list))
	}
	if got := NextSteps(In(r.all[0], r.world), theCase, r.world); len(got) != 0 {
		t.Errorf("steps %q", got)
	}
	r = parseRow(t, "big | referral | - | | -/-")
	want := []string{"written confirmation of the referral, by 2026-03-10"}
	if got := NextSteps(In(r.all[0], r.world), theCase, r.world); !slices.Equal(got, want) {
		t.Errorf("steps %q, want %q", got, want)
	}
}

// A handover names so many steps as people read, and counts the rest.
func TestNextStepsBounded(t *testing.T) {
	b := newBook(t, "big")
	for range 23 {
		b.add("risk", "2026-02-03T10:00:00Z",
			fields{"state": "open", "harm": "neglect", "level": "high", "review_on": "2026-05-01"})
	}
	got := NextSteps(b.duties(), theCase, b.w) // with the supervision they are 24
	if len(got) != 21 || !strings.HasPrefix(got[20], "and 4 more") ||
		!strings.HasPrefix(got[0], "supervision") {
		t.Errorf("%d lines, the last %q", len(got), got[len(got)-1])
	}
}
