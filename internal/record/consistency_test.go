package record

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// riskText returns a risk with one of its fields, and a body, as a test needs them.
func riskText(field, body string) string {
	return "---\nkind: risk\noccurred: 2026-03-06\nheadline: x\nnature: potential\nstate: open\n" +
		"harm: h\nsource_of_harm: s\n" +
		"those_at_risk: Tobi\nreview_on: 2026-04-02\n" + field + "\n---\n" + body
}

func TestLevels(t *testing.T) {
	german := []string{"niedrig", "mittel", "hoch"}
	tests := []struct {
		field  string
		levels []string
		want   []string
		do     string
	}{
		{"likelihood: high", usualLevels, nil, ""},
		{"likelihood: hihg", usualLevels, []string{"wrong-value"},
			"Write one of low, medium, high, unknown; did you mean high?"},
		{"severity: High", usualLevels, []string{"wrong-value"}, "did you mean high?"},
		{"level: Sehr hoch", german, []string{"wrong-value"},
			"Write one of niedrig, mittel, hoch, unknown."},
		{"level: hoch", german, nil, ""},
		{"level: high", german, []string{"wrong-value"}, "niedrig"},
		{"level: unknown", german, nil, ""},
		{"level: [high]", usualLevels, []string{"wrong-type"}, ""},
		{"level: medium", nil, nil, ""},
		{"level: grave", nil, []string{"level-not-usual"},
			"Write one of low, medium, high, unknown."},
	}
	for _, tt := range tests {
		_, found := builtin(t).Check([]byte(riskText(tt.field, "")), "a.md",
			Context{Now: now, Levels: tt.levels})
		if !slices.Equal(rulesOf(found), tt.want) {
			t.Errorf("%s under %v: got %v, want %v", tt.field, tt.levels, found, tt.want)
		}
		if len(found) > 0 && (!strings.Contains(found[0].Do, tt.do) || found[0].Line != 11) {
			t.Errorf("%s: line %d, do %q", tt.field, found[0].Line, found[0].Do)
		}
	}
}

func TestContradictions(t *testing.T) {
	profile := "---\nkind: profile\nsubject_type: child\nname: x\ndate_of_birth: 2016-10-29\n" +
		"people: [{name: Dana, relation: mother}]\n"
	intervention := "---\nkind: intervention\nheadline: x\nreason: r\ndelivered_by: d\n" +
		"links: {outcome: 7K2M}\n"
	outcome := "---\nkind: outcome\nheadline: x\nneed: n\nintended_outcome: i\nmeasure: m\n" +
		"due: 2026-06-01\nowner: o\nchild_view: c\n"
	note := "---\nkind: note\nheadline: x\n---\n"
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	today := Context{Now: now}
	tests := []struct {
		name, text string
		c          Context
		want       string
	}{
		{"to before from", intervention + "from: 2026-05-01\nto: 2026-04-30\n---\n", today,
			"range-backwards"},
		{"to on the day of from", intervention + "from: 2026-05-01\nto: 2026-05-01\n---\n", today,
			""},
		{"to unknown", intervention + "from: 2026-05-01\nto: unknown\n---\n", today, ""},
		{"in a list", profile + "flags:\n  - {flag: looked_after, from: 2025-01-01, to: " +
			"2025-02-01}\n  - {flag: missing_episodes, from: 2025-03-01, to: 2025-02-01}\n---\n",
			today, "range-backwards"},
		{"each period by itself", profile + "flags:\n  - {flag: looked_after, from: 2025-03-01, " +
			"to: 2025-04-01}\n  - {flag: missing_episodes, from: 2025-01-01, to: " +
			"2025-02-01}\n---\n", today, ""},
		{"from and to that are people", "---\nkind: handover\nfrom: asha\nto: ben\nreason: r\n" +
			"open_risks: none\nnext_steps: none\nheadline: x\n---\n", today, ""},

		{"a review that has passed",
			strings.Replace(riskText("level: low", ""), "2026-04-02", "2026-03-09", 1), today,
			"already-past"},
		{"a review today",
			strings.Replace(riskText("level: low", ""), "2026-04-02", "2026-03-10", 1), today, ""},
		{"today ends in the policy's zone",
			strings.Replace(riskText("level: low", ""), "2026-04-02", "2026-06-01", 1),
			Context{Now: time.Date(2026, 6, 1, 23, 30, 0, 0, time.UTC), Zone: london},
			"already-past"},
		{"ahead when it was written down elsewhere",
			strings.Replace(riskText("level: low", ""), "2026-04-02", "2026-02-09", 1),
			Context{Now: now, Written: time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)}, ""},
		{"past when it was written down elsewhere",
			strings.Replace(riskText("level: low", ""), "2026-04-02", "2026-01-31", 1),
			Context{Now: now, Written: time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)},
			"already-past"},
		{"no clock", strings.Replace(riskText("level: low", ""), "2026-04-02", "2020-03-09", 1),
			Context{}, ""},
		{"a correction", strings.Replace(riskText("links: {amends: 7K2M}", ""), "2026-04-02",
			"2026-03-09", 1), today, ""},
		{"a status that ended", profile + "flags: [{flag: looked_after, from: 2025-01-01, to: " +
			"2025-02-01}]\n---\n", today, ""},

		{"target below baseline", outcome + "baseline: 6\ntarget: 3\n---\n", today,
			"target-below-baseline"},
		{"target at the baseline", outcome + "baseline: 6\ntarget: 6\n---\n", today, ""},
		{"target unknown", outcome + "baseline: 6\ntarget: unknown\n---\n", today, ""},

		{"a child of 25", strings.Replace(profile, "2016-10-29", "2001-03-10", 1) + "---\n", today,
			""},
		{"a child over 25", strings.Replace(profile, "2016-10-29", "2001-03-09", 1) + "---\n",
			today, "birth-unlikely"},
		{"an adult over 25",
			strings.Replace(strings.Replace(profile, "2016-10-29", "2001-03-09", 1), "type: child",
				"type: adult", 1) + "---\n", today, ""},
		{"an adult over 110",
			strings.Replace(strings.Replace(profile, "2016-10-29", "1916-03-09", 1), "type: child",
				"type: adult", 1) + "---\n", today, "birth-unlikely"},
		{"a mother over 25",
			strings.Replace(profile, "relation: mother",
				"relation: mother, date_of_birth: 1990-01-01", 1) + "---\n", today, ""},
		{"a mother over 110",
			strings.Replace(profile, "relation: mother", "relation: mother, date_of_birth: "+
				"1890-01-01", 1) + "---\n", today, "birth-unlikely"},
		{"born unknown", strings.Replace(profile, "2016-10-29", "unknown", 1) + "---\n", today, ""},

		{"a fact that is not there", note + "F1: x\n\n## Judgement\nGood. Based on: F1, F7\n",
			today, "basis-unknown"},
		{"facts on the next line",
			note + "F1: x\nF2: y\n\n## Judgement\nGood. Based on: F1 and\nF2.\n", today, ""},
		{"bold labels in a list", note + "- **F1:** x\n- **F2**: y\n\n## Judgement\n" +
			"Good. Based on: F1, F2\n", today, ""},
		{"a fact of another entry", note + "## Judgement\nGood. Based on: F3 of the visit of 6 " +
			"March.\n", today, ""},
		{"no label at all", note + "## Judgement\nGood. Based on: what the school said.\n", today,
			""},

		{"a test that has passed", note + "## Hypothesis\nTired. Test: ask, by 2026-03-09\n", today,
			"already-past"},
		{"the second of two tests", note + "## Hypothesis\nTired. Test: ask, by 2026-03-20\n" +
			"Test: ring by 2025-03-20.\n", today, "already-past"},
		{"a test still to come", note + "## Hypothesis\nGone by 2026-01-01. Test: ask, by " +
			"2026-03-10\n", today, ""},
		{"a day that the calendar lacks", note + "## Hypothesis\nTired. Test: ask, by 2026-02-31\n",
			today, ""},
	}
	for _, tt := range tests {
		_, found := builtin(t).Check([]byte(tt.text), "a.md", tt.c)
		if got := strings.Join(rulesOf(found), " "); got != tt.want {
			t.Errorf("%s: got %v, want %q", tt.name, found, tt.want)
		}
	}
}

func TestPlacesOfContradictions(t *testing.T) {
	text := riskText("level: low", "F1: x\n\n## Judgement\nBad. Based on: F1, F9\n\n"+
		"## Hypothesis\nTest: ask\nby 2026-01-05\n")
	_, found := builtin(t).Check([]byte(text), "a.md", Context{Now: now})
	var got []string
	for _, f := range found {
		got = append(got, f.String())
	}
	want := []string{
		"a.md:16:20: warning: No fact of the text is labelled F9:. [basis-unknown]",
		"a.md:20:4: warning: The test is to be done by 2026-01-05, which has passed already. " +
			"[already-past]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
