package record

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// now is after everything in the examples but their plans.
var now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func builtin(t testing.TB) *Kinds {
	t.Helper()
	k, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func example(t testing.TB, kind string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/examples/" + kind + ".md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestExamples has one good text of every kind.
func TestExamples(t *testing.T) {
	k := builtin(t)
	for _, name := range k.Names() {
		e, found := k.Check([]byte(example(t, name)), name+".md",
			Context{Now: now, Kind: name, MaxSentence: 30})
		if len(found) > 0 || e == nil {
			for _, f := range found {
				if f.Severity == Error || f.Rule != "unexplained-abbreviation" {
					t.Errorf("%v -> %s", f, f.Do)
				}
			}
		}
	}
	if len(k.Names()) != 42 {
		t.Errorf("%d kinds, want the 42 of the design", len(k.Names()))
	}
}

// TestRefusals spoils each good text in one way (a line is replaced, "" takes
// it away) and names the rule that must object, at which place.
func TestRefusals(t *testing.T) {
	tests := []struct{ kind, line, by, rule, at string }{
		{"profile", "name: Tobi Ansah", "", "missing-field", "1:1"},
		{"profile", "subject_type: child", "subject_type: kid", "wrong-value", "3:15"},
		{"profile", "date_of_birth: 2016-11-20", "date_of_birth: 2016-11-31", "bad-date", "6:16"},
		{"profile", "date_of_birth: 2016-11-20", "date_of_birth: 2036-11-20", "future-date",
			"6:16"},
		{"profile", "languages: [English, Twi]", "languages: {first: English}", "wrong-type",
			"14:12"},
		{"profile", "other_cases: [{case: P4W86T2H, relation: sibling}]",
			"other_cases: [{case: P4W86T2H}]", "missing-field", "18:15"},
		{"referral", "receiver: {name: A. Lind, agency: Northshire CSC, role: duty worker}", "",
			"missing-field", "1:1"},
		{"referral", "direction: out", "direction: in", "missing-field", "1:1"},
		{"referral", "reason_not_told: The mother could not be reached.", "", "missing-field",
			"1:1"},
		{"referral-confirmation", "links: {referral: 7K2M}", "links: {concern: 7K2M}",
			"missing-field", "7:8"},
		{"referral-confirmation", "links: {referral: 7K2M}", "", "missing-field", "1:1"},
		{"referral-response", "decision: strategy_discussion", "decision: strategy discussion",
			"wrong-value", "4:11"},
		{"escalation", "to: {name: R. Hale, agency: Northshire CSC, role: service manager}",
			"to: R. Hale", "wrong-type", "5:5"},
		{"contact", "child_seen: yes", "", "missing-field", "1:1"},
		{"contact", "seen_alone: yes", "", "missing-field", "1:1"},
		{"contact", "minutes: 50", "minutes: -5", "wrong-type", "14:10"},
		{"contact", "minutes: 50", `minutes: "50"`, "wrong-type", "14:10"},
		{"contact", "significant: true", "significant: yes", "wrong-type", "5:14"},
		{"contact", "significant: true", `significant: "true"`, "wrong-type", "5:14"},
		{"contact", "occurred: 2026-03-06T14:30+00:00", "occurred: 2026-03-06T14:30", "bad-date",
			"3:11"},
		{"contact", "occurred: 2026-03-06T14:30+00:00", "occurred: 2026-03-10T12:01Z",
			"future-date", "3:11"},
		{"contact", "occurred: 2026-03-06T14:30+00:00", "occurred: 2026-03-11", "future-date",
			"3:11"},
		{"contact", "occurred: 2026-03-06T14:30+00:00", "occurred: unknown", "bad-date", "3:11"},
		{"contact", "headline: Home visit, Tobi seen alone", "", "headline-missing", "1:1"},
		{"contact", "headline: Home visit, Tobi seen alone", "headline:", "headline-missing",
			"4:1"},
		{"contact", "headline: Home visit, Tobi seen alone",
			"headline: " + strings.Repeat("é", 121), "headline-long", "4:11"},
		{"contact", "method: visit", "methd: visit", "unknown-field", "8:1"},
		{"contact", "F1: The kitchen had bread, milk and fruit.", "", "empty-section", "21:1"},
		{"contact", "## Facts", "## Child's words", "duplicate-section", "21:1"},
		{"contact", "## Facts", "## Fact", "unknown-section", "21:1"},
		{"contact", "Breakfast is now regular. Based on: F1", "Breakfast is now regular.",
			"judgement-without-basis", "25:1"},
		{"contact", "The early shift has ended. Test: ask the mother by 2026-03-20.",
			"The early shift has ended.", "hypothesis-without-test", "28:1"},
		{"contact", "sources: [{who: mother, how: in person}, {who: me, how: seen myself}]", "",
			"facts-without-source", "21:1"},
		{"contact", "sources: [{who: mother, how: in person}, {who: me, how: seen myself}]",
			"sources: [{how: in person}]", "missing-field", "7:11"},
		{"contact", "F1: The kitchen had bread, milk and fruit.",
			"F1: [Mrs Jones]{.third party} said so.", "third-party-span", "22:16"},
		{"contact", "F1: The kitchen had bread, milk and fruit.", "F1: {.third-party} said so.",
			"third-party-span", "22:5"},
		{"contact", "F1: The kitchen had bread, milk and fruit.", "```\nF1", "unclosed-code-fence",
			"22:1"},
		{"contact", "F1: The kitchen had bread, milk and fruit.",
			"<!-- What somebody thinks, and who it is. -->", "template-left", "22:1"},
		{"contact", "F1: The kitchen had bread, milk and fruit.", "F1: \x1b[31mred",
			"control-character", "22:5"},
		{"contact", "F1: The kitchen had bread, milk and fruit.", "F1: a\u202eb",
			"control-character", "22:6"},
		{"contact", "F1: The kitchen had bread, milk and fruit.", "F1: a\rb", "control-character",
			"22:6"},
		{"contact", "F1: The kitchen had bread, milk and fruit.", "F1: a\xffb", "not-utf8", "22:6"},
		{"contact", "F1: The kitchen had bread, milk and fruit.", strings.Repeat("word ", 13200),
			"too-large", "0:0"},
		{"contact", "purpose: See how the mornings go", `purpose: "\e[31m"`, "control-character",
			"9:10"},
		{"contact", "purpose: See how the mornings go", "purpose: &a x", "yaml-alias", "9:10"},
		{"contact", "purpose: See how the mornings go", "purpose: !!str x", "yaml-tag", "9:10"},
		{"contact", "purpose: See how the mornings go", "purpose: ! x", "yaml-tag", "9:10"},
		{"contact", "purpose: See how the mornings go", "purpose: ! {a: b}", "yaml-tag", "9:10"},
		{"contact", "purpose: See how the mornings go", "! purpose: x", "yaml-tag", "9:1"},
		{"contact", "purpose: See how the mornings go", "purpose: a: b", "yaml-syntax", "9:1"},
		{"contact", "purpose: See how the mornings go", "purpose: x\nmethod: visit",
			"yaml-duplicate-key", "10:1"},
		{"contact", "purpose: See how the mornings go", "purpose: {a: [[[[[[[[1]]]]]]]]}",
			"yaml-depth", "9:21"},
		{"contact", "purpose: See how the mornings go", "...\npurpose: x", "yaml-syntax", "9:1"},
		{"contact", "kind: contact", "kind: visit", "kind-mismatch", "2:7"},
		{"concern", "told: J. Pryce, at 13:05", "", "missing-field", "1:1"},
		{"concern", "action: J. Pryce rang the mother", "", "missing-field", "1:1"},
		{"concern", "F1: Tobi said \"we had no bread\".", "", "missing-field", "1:1"},
		{"triage", "links: {concern: 7K2M}", "links: {concern: 7K}", "bad-link", "8:18"},
		{"assessment", "Money is short at the end of the month.", "", "missing-field", "1:1"},
		{"risk", "source_of_harm: the home, while the mother works nights", "", "missing-field",
			"1:1"},
		{"risk", "those_at_risk: [Tobi, his sister]", "those_at_risk: []", "wrong-value", "9:16"},
		{"risk", "state: open", "state: resolved", "missing-field", "1:1"},
		{"risk", "review_on: 2026-04-13", "", "missing-field", "1:1"},
		{"outcome", "baseline: 3", "baseline: 11", "wrong-value", "7:11"},
		{"outcome", "baseline: 3", "baseline: 03", "wrong-value", "7:11"},
		{"intervention", "links: {outcome: 7K2M}", "", "missing-field", "1:1"},
		{"intervention", "links: {outcome: 7K2M}", "links: {outcom: 7K2M}", "unknown-field",
			"10:9"},
		{"progress", "rating: 5", "rating: unknown", "wrong-type", "6:9"},
		{"progress", "links: {outcome: 7K2M, evidence: [9QXH, B8Q1]}", "", "missing-field", "1:1"},
		{"review", "From 3 to 5: breakfast helped most.", "", "missing-field", "1:1"},
		{"decision", "joint_with: [{agency: Northshire CSC, person: A. Lind, role: team manager, " +
			"agreed: yes}]", "", "missing-field", "1:1"},
		{"decision", "joint_with: [{agency: Northshire CSC, person: A. Lind, role: team manager, " +
			"agreed: yes}]", "joint_with: [{agency: Northshire CSC, person: A. Lind}]",
			"missing-field", "11:14"},
		{"decision", "decided_at: 2026-03-06T11:30+00:00", "decided_at: 6 March", "bad-date",
			"6:13"},
		{"action", "due: 2026-05-01", "due: soon", "bad-date", "6:6"},
		{"action-result", "status: done", "status: finished", "wrong-value", "4:9"},
		{"meeting", "what: Two nights alone", "what: ", "missing-field", "7:1"},
		{"letter", "direction: out", "direction: sent", "wrong-value", "5:12"},
		{"consent", "basis: parental responsibility", "", "missing-field", "1:1"},
		{"shared", "reason_no_consent: The mother could not be reached.", "", "missing-field",
			"1:1"},
		{"order", "made_on: 2026-02-01", "made_on: 2026-02-30", "bad-date", "7:10"},
		{"death", "died_on: 2026-02-27", "died_on: 2027-02-27", "future-date", "7:10"},
		{"complaint", "state: upheld", "", "missing-field", "1:1"},
		{"subject-statement", "who: Tobi", "", "missing-field", "1:1"},
		{"supervision", "directions: see Tobi alone each month", "", "missing-field", "1:1"},
		{"endorsement", "comment: Say who was told.", "", "missing-field", "1:1"},
		{"endorsement", "target: 7K2M9QXH", "target: [7K2M9QXH]", "bad-link", "3:9"},
		{"handover", "until: 2036-03-21", "", "missing-field", "1:1"},
		{"handover", "to: ben", "to: Ben Ito", "wrong-value", "4:5"},
		{"closure", "child_view: He feels fine.", "", "missing-field", "1:1"},
		{"closure", "transfer_review: {needed: no, reason: the family stays, by: M. Hall}",
			"transfer_review: {needed: yes, reason: moved, by: M. Hall}", "missing-field", "11:18"},
		{"closure", "transfer_review: {needed: no, reason: the family stays, by: M. Hall}",
			"transfer_review: no", "wrong-type", "11:18"},
		{"reopening", "decided_by: M. Hall", "", "missing-field", "1:1"},
		{"transfer", "sent_at: 2026-03-04", "sent_at: unknown", "wrong-value", "7:10"},
		{"transfer-receipt", "links: {transfer: 7K2M}", "", "missing-field", "1:1"},
		{"hold", "authority: the inquiry's secretary", "", "missing-field", "1:1"},
		{"release", "links: {hold: 7K2M}", "links: {}", "missing-field", "5:8"},
		{"disposal", "retain_until: 2025-12-31", "retain_until: 2036-12-31", "future-date", "4:15"},
		{"erasure", "target: [7K2M, 9QXH]", "target: [7K2M, x]", "bad-link", "3:16"},
		{"attachment", "length: 48213", "length: 48 kB", "wrong-type", "6:9"},
		{"access-request", "as: parent", "as: mother", "wrong-value", "4:5"},
		{"access-clarification", "asked_on: 2026-02-05", "", "missing-field", "1:1"},
		{"access-extension", "until: 2036-05-03", "until: May", "bad-date", "4:8"},
		{"access-disclosure", "withheld: [{what: a neighbour's name, reason: third party}]",
			"withheld: [a name]", "wrong-type", "7:12"},
		{"note", "headline: The school has a new telephone number", "heading: x", "unknown-field",
			"3:1"},
	}
	k := builtin(t)
	tried := map[string]bool{}
	for _, tt := range tests {
		tried[tt.kind] = true
		text := strings.Replace(example(t, tt.kind), tt.line+"\n", ifText(tt.by), 1)
		if text == example(t, tt.kind) {
			t.Fatalf("%s has no line %q", tt.kind, tt.line)
		}
		_, found := k.Check([]byte(text), "", Context{Now: now, Kind: tt.kind})
		i := slices.IndexFunc(found, func(f Finding) bool { return f.Rule == tt.rule })
		if i < 0 {
			t.Errorf("%s with %q for %q: want %s, got %v", tt.kind, tt.by, tt.line, tt.rule, found)
			continue
		}
		if at := strings.TrimPrefix(
			(Finding{File: "", Line: found[i].Line, Column: found[i].Column}).String(),
			":"); !strings.HasPrefix(at, tt.at) && tt.at != "0:0" {
			t.Errorf("%s with %q for %q: %v, want it at %s", tt.kind, tt.by, tt.line, found[i],
				tt.at)
		}
		if errors := countErrors(found); errors > 1 && tt.by == "" {
			t.Errorf("%s without %q: one thing is wrong, and is reported %d times: %v", tt.kind,
				tt.line, errors, found)
		}
	}
	for _, name := range k.Names() {
		if !tried[name] {
			t.Errorf("no refusal of a %s is tried", name)
		}
	}
}

func ifText(line string) string {
	if line == "" {
		return ""
	}
	return line + "\n"
}

func countErrors(found Findings) int {
	n := 0
	for _, f := range found {
		if f.Severity == Error && f.Rule != "empty-section" {
			n++
		}
	}
	return n
}

// TestRuleTable fails when Check knows a rule that the table doesn't, by
// reading the calls in the source.
func TestRuleTable(t *testing.T) {
	names := map[string]bool{}
	for _, r := range Rules() {
		if names[r.Name] || r.About == "" || r.Source == "" {
			t.Errorf("rule %s is there twice, or says nothing", r.Name)
		}
		names[r.Name] = true
	}
	used := usedRules(t)
	for rule := range used {
		if !names[rule] {
			t.Errorf("rule %s is not in the table", rule)
		}
	}
	for name := range names {
		if !used[name] {
			t.Errorf("rule %s is in the table, and nothing applies it", name)
		}
	}
}

// An author adds what is a text and no more.
func TestAddable(t *testing.T) {
	all := builtin(t)
	for name, want := range map[string]struct{ adds, addable bool }{
		KindNote:        {true, true},
		KindProfile:     {true, true},
		KindConcern:     {true, false},
		KindAttachment:  {true, false},
		KindClosure:     {false, false},
		KindEndorsement: {false, false},
		KindTransfer:    {false, false},
	} {
		k, ok := all.Kind(name)
		if !ok || k.Adds() != want.adds || k.Addable() != want.addable {
			t.Errorf("%s: adds %t, addable %t", name, k.Adds(), k.Addable())
		}
	}
}
