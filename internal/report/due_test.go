package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/policy"
	"casefile/internal/record"
)

// aWorld returns Friday 6 March 2026, 17:45 in London, with the team of the other tests.
func aWorld(t *testing.T) duty.World {
	t.Helper()
	text, err := policy.Default("casework")
	if err != nil {
		t.Fatal(err)
	}
	p, findings := policy.Parse(text, "casefile.yaml")
	if p == nil {
		t.Fatal(findings)
	}
	return duty.World{
		Team:   testTeam(),
		Policy: p,
		Now:    time.Date(2026, 3, 6, 17, 45, 0, 0, time.UTC),
	}
}

// dueToday returns a list with one duty of each part: late by two days, due today, due in April,
// and without a deadline.
func dueToday(t *testing.T) *Due {
	t.Helper()
	ref := record.Ref{Case: "K3F927QM", Entry: "7K2M9QXH"}
	day := func(month time.Month, d int) time.Time {
		return time.Date(2026, month, d, 17, 45, 0, 0, time.UTC)
	}
	return &Due{
		Work:   &duty.Work{World: aWorld(t)},
		Within: -1,
		Tip:    strings.Repeat("a", 40),
		Width:  100,
		About:  "for Asha Rao",
		Reader: "asha",
		List: []duty.Duty{
			{
				Rule:  cases.RuleRiskReview,
				What:  "review of the risk: violence",
				Task:  "review of a risk",
				Ref:   ref,
				First: "7K2M9QXH",
				Short: "7K2M",
				Name:  "Tobi Cole",
				Due:   day(3, 4),
				Late:  48 * time.Hour,
				Role:  cases.RoleKeyWorker,
				Whose: []string{"asha"},
			},
			{
				Rule:    cases.RuleConcernWithoutTriage,
				What:    "triage of the concern",
				Task:    "triage",
				Ref:     ref,
				First:   "7K2M9QXH",
				Short:   "7K2M",
				Name:    "Tobi Cole",
				Due:     day(3, 6),
				Role:    cases.RoleLead,
				Whose:   []string{"judith"},
				Why:     "no lead is here",
				StandIn: true,
			},
			{
				Rule:  cases.RuleActionOverdue,
				What:  "action: ring the school",
				Task:  "an action",
				Ref:   ref,
				First: "7K2M9QXH",
				Short: "7K2M",
				Name:  "Tobi Cole",
				Due:   day(4, 9),
				Day:   record.Date{Year: 2026, Month: 4, Day: 9},
				Role:  cases.RoleKeyWorker,
				Whose: []string{"asha"},
			},
			{
				Rule: duty.RuleDisposal,
				What: "disposal",
				Task: "a disposal",
				Ref:  record.Ref{Case: "K3F927QM"},
				Role: cases.RoleRecords,
				Why:  "nobody is left to do it: no keeper of the records",
			},
		},
	}
}

func TestDueSheet(t *testing.T) {
	d := dueToday(t)
	var got []string
	for _, p := range d.Sheet(Text).Parts {
		for _, l := range p.Rows {
			got = append(got, p.Name+": "+strings.Join(l.Cells, " | "))
		}
	}
	want := []string{
		"overdue: Wed 4 Mar 17:45 | K3F9-27QM/7K2M | Tobi Cole | review of the risk: violence | " +
			"2 days | Asha Rao",
		"today: Fri 6 Mar 17:45 | K3F9-27QM/7K2M | Tobi Cole | triage of the concern | Judith " +
			"Pryor (no lead is here)",
		"next: Thu 9 Apr | K3F9-27QM/7K2M | Tobi Cole | action: ring the school | Asha Rao",
		"waits:  | K3F9-27QM |  | disposal | NOBODY (no keeper of the records)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	line := d.Sheet(JSON).Parts[0].Rows[0]
	if line.Class != "overdue" || line.Fields["member"] != "asha" ||
		line.Fields["late_seconds"] != int64(172800) ||
		line.Fields["day"] != nil ||
		line.Fields["overdue"] != true {
		t.Errorf("a late thing in JSON is %v", line.Fields)
	}
	csv := d.Sheet(CSV).Parts[0].Rows[0].Cells
	if csv[0] != "2026-03-04T17:45Z" || csv[1] != "K3F9-27QM" || csv[2] != "7K2M" {
		t.Errorf("a table for machines has %q", csv)
	}
}

// One case alone needs no column for the case and the name. What could not be read is reported.
func TestDueSheetOfOneCase(t *testing.T) {
	d := dueToday(t)
	d.Single, d.Within = true, 7
	d.Work.Unread = []record.ID{"P4W83XKM"}
	s := d.Sheet(Text)
	if s.Scope != "within 7 days" {
		t.Errorf("the scope is %q", s.Scope)
	}
	if got := s.Parts[1].Rows[0].Cells; len(got) != 4 || got[1] != "7K2M" {
		t.Errorf("a row is %q", got)
	}
	last := s.Parts[len(s.Parts)-1]
	if last.Name != "unread" || !strings.HasPrefix(last.Notices[0], "1 case could not be opened") {
		t.Errorf("what was not read: %+v", last)
	}
}

func TestDueLate(t *testing.T) {
	d := dueToday(t)
	d.Late = true
	d.Past = []duty.WasLate{
		{
			Deadline: cases.Deadline{
				What: "triage of the concern",
				Ref:  record.Ref{Case: "K3F927QM", Entry: "7K2M9QXH"},
				Rule: cases.RuleConcernWithoutTriage,
				Due:  time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC),
				Answered: time.Date(
					2026,
					3,
					2,
					0,
					0,
					0,
					0,
					time.UTC,
				),
				AnsweredBy: "judith",
			},
			Name: "Tobi Cole",
			By:   "15 h",
		},
	}
	s := d.Sheet(Text)
	got := strings.Join(s.Parts[0].Rows[0].Cells, " | ")
	// It was answered on a day, and nobody knows at what hour.
	if want := "Mon 2 Mar | K3F9-27QM | Tobi Cole | triage of the concern | 15 h | Judith Pryor"; s.Name != "due-late" ||
		got != want {
		t.Errorf("%s: %s, want %s", s.Name, got, want)
	}
}

// A calendar leaves the agency: no name, no word of the record, no reason.
func TestDueEvents(t *testing.T) {
	d := dueToday(t)
	d.List = append(d.List, d.List[0]) // the same thing of the same entry again
	var got []string
	for _, e := range d.Events() {
		got = append(got, e.UID+" | "+e.What+" | "+e.Why+" | "+e.Day.String())
	}
	want := []string{
		"K3F927QM-7K2M9QXH-" + cases.RuleRiskReview + "@casefile.invalid | K3F9-27QM review of a " +
			"risk (overdue) | as key worker | ",
		"K3F927QM-7K2M9QXH-" + cases.RuleConcernWithoutTriage + "@casefile.invalid | K3F9-27QM " +
			"triage | for the safeguarding lead to do | ",
		"K3F927QM-7K2M9QXH-" + cases.RuleActionOverdue + "@casefile.invalid | K3F9-27QM an " +
			"action | as key worker | 2026-04-09",
		"K3F927QM-" + duty.RuleDisposal + "@casefile.invalid | K3F9-27QM a disposal (waiting) | " +
			"nobody is left to do it; policy names the keeper of the records | 2026-03-06",
		"K3F927QM-7K2M9QXH-" + cases.RuleRiskReview + "-2@casefile.invalid | K3F9-27QM review of " +
			"a risk (overdue) | as key worker | ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the events are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, e := range d.Events() {
		for _, word := range []string{"Tobi", "Asha", "violence", "school", "no lead"} {
			if strings.Contains(e.What+e.Why+e.UID, word) {
				t.Errorf("%q has %q of the record", e, word)
			}
		}
	}
}

// Take selects some people's duties or all, and looks no further ahead than asked.
func TestDueTake(t *testing.T) {
	d := dueToday(t)
	d.Work.List, d.List, d.Within = d.List, nil, 7
	d.Take(func(x duty.Duty) bool { return x.IsFor("asha") }, nil)
	if len(d.List) != 1 || d.List[0].Rule != cases.RuleRiskReview {
		t.Errorf("Asha's next week: %v", d.List)
	}
	d.List, d.Within = nil, -1
	d.Take(nil, nil)
	if len(d.List) != 4 || !d.List[3].Due.IsZero() {
		t.Errorf("everybody's, what has no clock last: %v", d.List)
	}
}

func TestDutyWords(t *testing.T) {
	d := dueToday(t)
	docket := &record.Docket{Case: "K3F927QM", Status: record.Intake}
	d.Work.Facts = []duty.Facts{{Docket: docket}}
	v := DutyWords{Work: d.Work, Reader: "asha"}
	for i, want := range []struct{ label, line, command string }{
		{"case", "review of the risk: violence, 2 days late [7K2M]", ""},
		{"intake", "triage of the concern (for Judith Pryor: no lead is here)", ""},
		{"case", "action: ring the school [7K2M]", ""},
		{"disposal", "disposal (nobody is left to do it: no keeper of the records)", ""},
	} {
		x := d.List[i]
		x.Command = "casefile show"
		if i == 0 || i == 2 {
			want.command = "casefile show" // hers to give
		}
		if got := v.InboxLine(x).What; got != want.label {
			t.Errorf("%s is labelled %q, want %q", x.Rule, got, want.label)
		}
		if got := v.Line(x); got != want.line {
			t.Errorf("%s reads %q, want %q", x.Rule, got, want.line)
		}
		if got := v.Command(x); got != want.command {
			t.Errorf("%s: the command %q, want %q", x.Rule, got, want.command)
		}
	}
	// BST
	if got := v.Day(time.Date(2026, 4, 9, 23, 30, 0, 0, time.UTC)); got != "Fri 10 Apr 2026" {
		t.Errorf("the day is %q", got)
	}
	if got := v.Day(time.Time{}); got != "" {
		t.Errorf("no clock: %q", got)
	}
	over := duty.Duty{
		Rule:  duty.RuleCoverEnded,
		About: "ben",
		Day:   record.Date{Year: 2026, Month: 3, Day: 1},
	}
	if got := CoverOver(over); got != "the cover by ben is over, and they can read it still" {
		t.Errorf("of the roster: %q", got)
	}
	over.Ref.Entry = "7K2M9QXH"
	if got := CoverOver(over); got != "the cover by ben ended on 2026-03-01, and they can read it "+
		"still" {
		t.Errorf("of an entry: %q", got)
	}
}
