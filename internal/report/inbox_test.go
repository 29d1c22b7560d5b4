package report

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

func anInbox() Inbox {
	at := time.Date(2026, 3, 6, 17, 45, 0, 0, time.UTC)
	return Inbox{Member: "judith", Name: "Judith Pryce", AsAt: at, Width: 80,
		Tip:     strings.Repeat("a", 40),
		AlsoFor: []StandIn{{"mina", "Mina Hall", record.Date{Year: 2026, Month: 3, Day: 21}}},
		Unread:  []record.ID{"B8Q12345"},
		Lines: []InboxLine{
			{Mark: duty.Now, What: "concern", Ref: record.Ref{Case: "P4W83XKM", Entry: "7K2M9QXH"},
				Facts: "danger: no, unread 2 h 25 min", Who: "Ben \x1b[31mIto", Since: at},
			{Mark: duty.Sign, What: "decision",
				Ref:   record.Ref{Case: "K3F927QM", Entry: "6DCS0000"},
				Facts: "joint, line, waits 3 days", Who: "Asha Rao"},
			{Mark: duty.Sign, What: "closure", Ref: record.Ref{Case: "M2T67WKP"},
				Facts: "senior, waits 6 days", Who: "Asha Rao"},
		}}
}

func TestInbox(t *testing.T) {
	for f, want := range map[Format]string{
		Text: `INBOX  Judith Pryce (also for Mina Hall to 21 Mar 2026)
NOW    1  CONCERN   P4W8-3XKM  danger: no, unread 2 h 25 min   Ben \u001b[31mIto
SIGN   2  decision  K3F9-27QM  joint, line, waits 3 days       Asha Rao
       3  closure   M2T6-7WKP  senior, waits 6 days            Asha Rao
`,
		JSON: `"entry": "7K2M9QXH"`,
	} {
		var b strings.Builder
		if err := WriteInbox(&b, f, anInbox()); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s gives (%v)\n%s\nwant\n%s", f, err, b.String(), want)
		}
		if i := steering(b.String()); i >= 0 {
			t.Errorf("%s steers the terminal at %d", f, i)
		}
	}
	small := anInbox()
	small.Width = 50
	var b strings.Builder
	if err := WriteInbox(&b, Text, small); err != nil || !strings.Contains(b.String(), "\n"+
		"SIGN   2  decision  K3F9-27QM\n"+
		"          joint, line, waits 3 days, Asha Rao\n"+
		"       3  closure   M2T6-7WKP\n") {
		t.Errorf("in 50 columns (%v):\n%s", err, b.String())
	}
	if err := WriteInbox(&strings.Builder{}, HTML, anInbox()); !errors.Is(err, ErrFormat) {
		t.Errorf("as HTML: %v", err)
	}
}

// A concern's duty says who read it without the right to triage, and who amended it.
func TestConcernWords(t *testing.T) {
	work := &duty.Work{World: aWorld(t)}
	since := work.World.Now.Add(-10 * time.Minute)
	for _, tc := range []struct {
		d    duty.Duty
		want string
	}{
		{duty.Duty{Danger: "yes"}, "danger: yes, unread 10 min"},
		{duty.Duty{Danger: "no", Seen: []string{"asha", "ben"}},
			"danger: no, seen by Asha Rao and Ben Ito, not triaged for 10 min"},
		{duty.Duty{Danger: "no", AmendedBy: "ben",
			AmendedAt: time.Date(2025, 7, 1, 23, 30, 0, 0, time.UTC)},
			"danger: no, unread 10 min, amended 2 Jul 2025 by Ben Ito"}, // in the policy's zone
	} {
		tc.d.Rule, tc.d.Since = cases.RuleConcernWithoutTriage, since
		if got := (DutyWords{Work: work}).what(tc.d); got != tc.want {
			t.Errorf("%+v: %q, want %q", tc.d, got, tc.want)
		}
	}
}
