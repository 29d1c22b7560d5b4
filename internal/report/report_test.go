package report

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/policy"
	"casefile/internal/record"
)

func TestUnknownKindAndFormat(t *testing.T) {
	for _, tt := range []struct {
		kind string
		f    Format
		want error
		says string
	}{
		{"gossip", HTML, ErrKind, "chronology, summary, plan, decisions"},
		{"plan", "pdf", ErrFormat, "text, md, html, json, csv"},
	} {
		var out bytes.Buffer
		err := Write(&out, tt.kind, tt.f, tobi(t, nil))
		if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) || out.Len() > 0 {
			t.Errorf("%s as %s gives %v and %d bytes", tt.kind, tt.f, err, out.Len())
		}
	}
}

// Every report in every format names the case, the instant and the commit.
func TestEveryReportNamesCaseAndCommit(t *testing.T) {
	for _, k := range Kinds() {
		for f, want := range map[Format][]string{
			Text:     {"K3F9-27QM", "Tobi Adeyemi", "6 Mar 2026 17:45", testTip[:12]},
			Markdown: {"K3F9-27QM", "Tobi Adeyemi", "6 Mar 2026 17:45", testTip, confidential},
			HTML:     {"K3F9-27QM", "Tobi Adeyemi", "6 Mar 2026 17:45", testTip, confidential},
			JSON: {`"case": "K3F927QM"`, `"subject": "Tobi Adeyemi"`,
				`"as_at": "2026-03-06T17:45:00Z"`, testTip},
		} {
			out := write(t, k, f, tobi(t, nil))
			for _, w := range want {
				if !strings.Contains(out, w) {
					t.Errorf("%s as %s lacks %q", k, f, w)
				}
			}
		}
	}
}

func TestReportOfPastDaySaysWhenItWasMade(t *testing.T) {
	p := tobi(t, nil)
	p.Made = p.Case.Now.AddDate(0, 0, 10)
	for _, f := range []Format{Text, Markdown, HTML} {
		if out := write(t, "plan", f, p); !strings.Contains(out, "16 Mar 2026 17:45") ||
			!strings.Contains(out, "6 Mar 2026 17:45") {
			t.Errorf("%s does not tell both times", f)
		}
	}
}

// Copies leave the agency: the anonymous neighbour is named only on the screen, and the protected
// address nowhere.
func TestWithheldInCopies(t *testing.T) {
	for _, k := range Kinds() {
		for _, f := range []Format{Text, Markdown, HTML, JSON, CSV} {
			out := write(t, k, f, tobi(t, nil))
			if shown, may := strings.Contains(out, "neighbour at"), f == Text &&
				k == "chronology"; shown != may {
				t.Errorf("%s as %s: the anonymous source is shown: %v", k, f, shown)
			}
			if strings.Contains(out, "Mill Lane") {
				t.Errorf("%s as %s shows the protected address", k, f)
			}
		}
	}
	file := tobi(t, nil)
	file.Copy = true
	if strings.Contains(write(t, "chronology", Text, file), "neighbour at") {
		t.Error("text in a file shows the anonymous source")
	}
	free := tobi(t, changed{"01-profile.md": {"until: 2026-09-01", "until: 2026-03-05"}})
	if !strings.Contains(write(t, "summary", HTML, free), "Mill Lane") {
		t.Error("the address is hidden though the protection has ended")
	}
}

func TestAnonymousReferrerIsWithheld(t *testing.T) {
	edits := changed{"02-referral.md": {"parents_told: yes", "parents_told: yes\nanonymous: yes"}}
	for f, may := range map[Format]bool{Text: true, Markdown: false, HTML: false, JSON: false} {
		out := write(t, "plan", f, tobi(t, edits))
		shown := strings.Contains(out, "from J. Pryce") ||
			strings.Contains(out, `"other": "J. Pryce`)
		if shown != may {
			t.Errorf("%s: the anonymous referrer is shown: %v", f, !may)
		}
	}
}

// A decision always says whether it is sole or joint, and its state of endorsement.
func TestDecisionsSayWhoStandsBehindThem(t *testing.T) {
	out := write(t, "decisions", Text, tobi(t, nil))
	for _, w := range []string{"SOLE: ours alone", "JOINT with Northshire CSC, Hill School",
		"J. Pryce would have asked the mother first.",
		"endorsed (line)", "none; line waits since 3 Mar 2026", "of an earlier version",
		"3: 2 endorsed, 1 waiting 3 days"} {
		if !strings.Contains(out, w) {
			t.Errorf("the decisions do not say %q", w)
		}
	}
	unanswered := changed{
		"18-decision.md": {"links: {amends: 9DCS35GS}", "links: {related: 9DCS35GS}"}}
	out = write(t, "decisions", Text, tobi(t, unanswered))
	for _, w := range []string{"returned: to be answered by the author",
		"4: 2 endorsed, 1 returned, 1 waiting 3 days"} {
		if !strings.Contains(out, w) {
			t.Errorf("with an unanswered return the decisions do not say %q", w)
		}
	}
}

func TestEndorsementWords(t *testing.T) {
	p := tobi(t, nil)
	for state, want := range map[cases.EndorsementState]string{
		cases.EndorsedEarlier: "an earlier version was endorsed, this text was not",
		cases.NoSecondPerson:  "none: there is no second person who could",
		cases.Declined:        "declined",
		cases.EndorsedNone:    "none asked for",
	} {
		if got := p.endorsementWords(cases.Endorsement{State: state}); got != want {
			t.Errorf("%s is told as %q, want %q", state, got, want)
		}
	}
}

// Without a profile, an entry or a docket there is still a report.
func TestEmptyCase(t *testing.T) {
	text, err := policy.Default("small")
	if err != nil {
		t.Fatal(err)
	}
	pol, _ := policy.Parse(text, "casefile.yaml")
	for _, docket := range []*record.Docket{nil,
		{Case: testCase, Status: record.Intake,
			Opened: record.Date{Year: 2026, Month: 3, Day: 5}}} {
		p := Page{Case: cases.Fold(
			cases.Input{Docket: docket, Policy: pol, Now: tobi(t, nil).Case.Now}), Tip: testTip}
		for _, k := range Kinds() {
			for _, f := range []Format{Text, Markdown, HTML, JSON} {
				if out := write(t, k, f, p); !strings.Contains(out, testTip[:12]) {
					t.Errorf("%s as %s is empty", k, f)
				}
			}
		}
		var sheet bytes.Buffer
		if err := FrontSheet(&sheet, p); err != nil ||
			!strings.Contains(sheet.String(), "NO PROFILE YET") ||
			!strings.Contains(sheet.String(), "Key worker NONE") {
			t.Errorf("the front sheet: %v\n%s", err, sheet.String())
		}
	}
}

// Age ends with death: the front sheet and the headings give the day.
func TestFrontSheetOfOneWhoDied(t *testing.T) {
	p := tobi(t, nil)
	p.Case.Subject.Died = record.Date{Year: 2026, Month: 3, Day: 1}
	var out bytes.Buffer
	if err := FrontSheet(&out, p); err != nil {
		t.Fatal(err)
	}
	title, _, _ := strings.Cut(out.String(), "\n")
	if !strings.Contains(title, "TOBI ADEYEMI  died 1 Mar 2026") || strings.Contains(title, "9y") {
		t.Errorf("the title is %q", title)
	}
}

func TestFrontSheetCountsFurtherOverdue(t *testing.T) {
	p := tobi(t, nil)
	d := p.overdue()[0]
	p.Duties = slices.Repeat([]duty.Duty{d}, mostOverdue+2)
	var out bytes.Buffer
	if err := FrontSheet(&out, p); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "!! OVERDUE supervision"); n != mostOverdue ||
		!strings.Contains(out.String(), "!! OVERDUE 2 things more") {
		t.Errorf("%d are named:\n%s", n, out.String())
	}
}
