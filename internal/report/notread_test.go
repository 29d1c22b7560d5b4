package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// withoutRisks returns Tobi's case as in a copy that lost each entry of a risk, and the risk's
// entry.
func withoutRisks(t *testing.T) (Page, record.ID) {
	t.Helper()
	items, lost := testItems(t, nil), record.ID("")
	for i := range items {
		it := &items[i]
		if it.Kind != record.KindRisk {
			continue
		}
		it.Rule, it.Fault, it.Lost, lost = verify.RuleDamaged, "missing in this copy", true, it.ID
		it.Entry = &record.Entry{ID: it.ID, Case: it.Case, Recorded: it.Recorded, By: it.Author}
	}
	if lost == "" {
		t.Fatal("the case has no risk")
	}
	return folded(t, items), lost
}

// A page of a case that has lost its only risk names the entry in every format, and never says that
// there is none.
func TestPageOfDamagedCase(t *testing.T) {
	p, lost := withoutRisks(t)
	for _, k := range Kinds() {
		for _, f := range []Format{Text, HTML, JSON, CSV} {
			var out bytes.Buffer
			if err := Write(&out, k, f, p); err != nil {
				t.Fatal(err)
			}
			mark := "NOT READ: 1 entry is damaged or missing"
			if f == JSON || f == CSV {
				mark = notReadName
			}
			said := out.String()
			if !strings.Contains(said, mark) ||
				f != Text && f != HTML && !strings.Contains(said, string(lost)) {
				t.Errorf("%s as %s does not tell of it", k, f)
			}
			if strings.Contains(said, "No risk is recorded.") {
				t.Errorf("%s as %s says that there is no risk", k, f)
			}
		}
	}
	var out bytes.Buffer
	if err := FrontSheet(&out, p); err != nil {
		t.Fatal(err)
	}
	if want := "Risks      none open among what could be read"; !strings.Contains(out.String(),
		want) {
		t.Errorf("the front sheet lacks %q:\n%s", want, out.String())
	}
}

// A subject who is told what a record holds of them learns nothing of entries that could not be
// read.
func TestGivenPageOfDamagedCase(t *testing.T) {
	p, lost := withoutRisks(t)
	p.Given = true
	var out bytes.Buffer
	if err := Write(&out, "plan", JSON, p); err != nil {
		t.Fatal(err)
	}
	if s := out.String(); strings.Contains(s, notReadName) || strings.Contains(s, string(lost)) {
		t.Errorf("it tells of %s", lost)
	}
}

// Sums over cases say which cases were not read completely: beside the sum, below, and for
// machines. So does a case that could not be read at all.
func TestSheetsOfDamagedCases(t *testing.T) {
	p, lost := withoutRisks(t)
	gone := cases.NotRead{Case: "P4W83XKM", Why: "its docket is damaged in this copy"}
	for _, f := range []Format{Text, HTML, JSON, CSV} {
		load := &Caseload{Names: p.Names, Levels: []string{"low", "medium", "high"}, Zone: p.Zone}
		load.Add(duty.RowOf(p.Case))
		load.Count(p.Duties)
		for name, parts := range map[string][]Part{
			"caseload": load.Parts(f),
			"audit":    {AuditPart(p, []string{"asha", "mina"})},
			"handover": {HandoverPart(p, []string{"asha", "mina"}, 2)},
		} {
			s := Sheet{Name: name, Title: name, AsAt: p.Made, Zone: p.Zone, Tip: testTip,
				Parts:   parts,
				NotRead: append(p.Case.NotRead(), gone)}
			var out bytes.Buffer
			if err := WriteSheet(&out, f, s); err != nil {
				t.Fatal(name, f, err)
			}
			said := strings.Join(strings.Fields(out.String()), " ")
			wants := map[Format][]string{
				Text: {"NOT READ: parts of 2 cases", "P4W8-3XKM " + gone.Why},
				HTML: {"NOT READ: parts of 2 cases", gone.Why},
				JSON: {`"not_read": [`, `"case": "P4W83XKM"`, string(lost)},
				CSV: {",not_read ", "P4W8-3XKM", gone.Why,
					"1 entry is damaged or missing in this copy: " + string(lost[:4])},
			}[f]
			for _, want := range wants {
				if !strings.Contains(said, want) {
					t.Errorf("%s as %s lacks %q:\n%s", name, f, want, out.String())
				}
			}
			if name == "caseload" && f == JSON &&
				(!strings.Contains(said, `"cases_not_all_read": 1`) ||
					!strings.Contains(said, `"entries_not_read": 1`)) {
				t.Errorf("the sums of JSON say nothing:\n%s", said)
			}
			if name == "caseload" && !strings.Contains(said, " none read ") && f == Text {
				t.Errorf("the sum as %s claims to be whole:\n%s", f, out.String())
			}
		}
	}
}

// A worker has no sum either if one of their cases could not be opened at all.
func TestCaseloadOfUnreadCase(t *testing.T) {
	p := tobi(t, nil)
	p.Case.Risks = nil
	load := &Caseload{Names: p.Names, Levels: []string{"high"}, Zone: p.Zone}
	load.Add(duty.RowOf(p.Case))
	load.Count(p.Duties)
	if got := load.Parts(Text)[0].Rows[0].Cells[2]; got != "none" {
		t.Errorf("of a case that was read: %q", got)
	}
	load.Unread("asha")
	if got := load.Parts(Text)[0].Rows[0].Cells[2]; got != "none read" {
		t.Errorf("beside one that was not: %q", got)
	}
}

// Lists of duties claim nothing about cases that were not read.
func TestDutiesOfDamagedCases(t *testing.T) {
	gone := []cases.NotRead{{Case: "K3F927QM", Entries: []record.ID{"7K2M9QXH"}, Why: "damaged"}}
	in := anInbox()
	in.Lines, in.NotRead = nil, gone
	d := dueToday(t)
	d.List, d.NotRead, d.Work.List = nil, gone, []duty.Duty{}
	for _, f := range []Format{Text, JSON} {
		var inbox, due bytes.Buffer
		if err := WriteInbox(&inbox, f, in); err != nil {
			t.Fatal(err)
		}
		if err := WriteSheet(&due, f, d.Sheet(f)); err != nil {
			t.Fatal(err)
		}
		for _, said := range []string{inbox.String(), due.String()} {
			want := map[Format]string{Text: "among what could be read", JSON: `"not_read": [`}[f]
			if !strings.Contains(said, want) || !strings.Contains(said, "7K2M") {
				t.Errorf("as %s it says\n%s", f, said)
			}
		}
	}
}

// A calendar has each such case once, by its ID alone.
func TestCalendarOfDamagedCases(t *testing.T) {
	d := dueToday(t)
	d.List, d.Work.Unread = nil, []record.ID{"P4W83XKM"}
	d.NotRead = []cases.NotRead{{Case: "K3F927QM", Why: "damaged"},
		{Case: "K3F927QM", Why: "sealed"},
		{Why: "the cases in cases/M2 are damaged"}}
	var got []string
	for _, e := range d.Events() {
		got = append(got, e.UID+": "+e.What)
	}
	want := []string{
		"not-read@casefile.invalid: A folder of cases was not read whole",
		"K3F927QM-not-read@casefile.invalid: K3F9-27QM was not read whole",
		"P4W83XKM-not-read@casefile.invalid: P4W8-3XKM was not read whole",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the calendar has %q", got)
	}
}
