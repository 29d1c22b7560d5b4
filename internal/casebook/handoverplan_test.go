package casebook

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

func handingTeam() team.Team {
	return team.Team{Members: []team.Member{{ID: "asha", Name: "Asha Rao"},
		{ID: "nia", Name: "Nia Lowe"}}}
}

// What the program writes passes the checks that anybody's text must pass, and says what
// the handing says.
func TestHandingText(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)
	over := HandoverPlan{From: "asha", To: "nia"}
	cover := HandoverPlan{From: "asha", To: "nia", Until: "2026-05-01",
		Reason: `Asha Rao is "away"`}
	known := Known{OpenRisks: []string{"neglect: reduced, likely"},
		NextSteps: []string{"review: the plan, by 2026-03-09", "a visit"}}
	for _, tt := range []struct {
		name string
		h    HandoverPlan
		k    Known
		want []string
	}{
		{"handed over", over, known,
			[]string{`headline: "The case passes from Asha Rao to Nia Lowe"`,
				`reason: "allocated to Nia Lowe by Mina Hall"`,
				"open_risks:\n  - \"neglect: reduced, likely\"\n",
				"next_steps:\n  - \"review: the plan, by 2026-03-09\"\n  - \"a visit\"\n"}},
		{"covered", cover, Known{},
			[]string{`headline: "Nia Lowe covers for Asha Rao until 2026-05-01"`,
				`reason: "Asha Rao is \"away\""`,
				"cover: yes\nuntil: 2026-05-01\n", "open_risks: none\n", "next_steps: none\n"}},
	} {
		text := tt.h.Text(handingTeam(), "Mina Hall", tt.k)
		e, found := kinds.Check(text, "handover.md",
			record.Context{Now: now, Zone: time.UTC, Kind: "handover"})
		if found.Failed() {
			t.Errorf("%s: %v\n%s", tt.name, found, text)
			continue
		}
		if found := tt.h.Differs(e, "the command line"); len(found) > 0 {
			t.Errorf("%s: %v", tt.name, found)
		}
		for _, part := range tt.want {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s: without %q\n%s", tt.name, part, text)
			}
		}
	}
}

func TestDiffers(t *testing.T) {
	says := func(pairs ...string) *record.Entry {
		e := &record.Entry{Kind: "handover", Fields: map[string]any{}}
		for i := 0; i < len(pairs); i += 2 {
			e.Fields[pairs[i]] = pairs[i+1]
		}
		return e
	}
	over, cover := HandoverPlan{From: "asha", To: "nia"}, HandoverPlan{From: "asha", To: "nia",
		Until: "2026-05-01"}
	for _, tt := range []struct {
		name string
		h    HandoverPlan
		e    *record.Entry
		want string // what is found; "" for nothing
	}{
		{"the same", over, says("from", "asha", "to", "nia"), ""},
		{"to another", over, says("from", "asha", "to", "mina"),
			"the text says to: mina, the command line nia"},
		{"cover that was not asked for", over, says("from", "asha", "to", "nia", "cover", "yes"),
			"the text says that it is cover"},
		{"cover", cover, says("from", "asha", "to", "nia", "cover", "yes", "until", "2026-05-01"),
			""},
		{"cover to another day", cover, says("from", "asha", "to", "nia", "cover", "yes", "until",
			"2026-06-01"),
			"the text says until: 2026-06-01, the command line 2026-05-01"},
	} {
		found := tt.h.Differs(tt.e, "the command line")
		if (len(found) > 0) != (tt.want != "") || len(found) > 0 &&
			(!strings.HasPrefix(found[0].Found, tt.want) ||
				found[0].Rule != cases.RuleHandoverOther) {
			t.Errorf("%s: %v, want %q", tt.name, found, tt.want)
		}
	}
}

// Settled fields go into a text that lacks them, and the case's own lines into a template
// that leaves them empty.
func TestSettleAndComplete(t *testing.T) {
	got := string(record.SetFields([]byte("---\nheadline: Asha goes\n---\n"),
		HandoverPlan{From: "asha", To: "nia"}.Fields()))
	for _, line := range []string{"from: asha\n", "to: nia\n", "headline: Asha goes\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("settled without %q:\n%s", line, got)
		}
	}
	template := "---\nopen_risks:\nnext_steps:\ncover: no\n---\n"
	if got := string(Known{NextSteps: []string{"a visit"}}.Complete([]byte(template))); got !=
		"---\nopen_risks: none\nnext_steps:\n  - \"a visit\"\ncover: no\n---\n" {
		t.Errorf("completed:\n%s", got)
	}
}
