package casebook

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Who reads the intake and not the other case learns nothing of that one.
func TestFiledWhere(t *testing.T) {
	read := func(id record.ID, members ...string) *record.Docket {
		epoch := record.Epoch{}
		for _, m := range members {
			epoch[m] = "x"
		}
		return &record.Docket{Case: id, Keys: []record.Epoch{epoch}}
	}
	for _, tt := range []struct {
		name         string
		intake, into []string
		want         string
	}{
		{"all read both", []string{"lena", "mina"}, []string{"asha", "lena", "mina"},
			"Filed into K3F9-27QM"},
		{"a lead reads the intake alone", []string{"lena", "mina"}, []string{"asha", "mina"},
			"Filed into another case"},
	} {
		if got := filedWhere(read("P4W827QM", tt.intake...),
			read("K3F927QM", tt.into...)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What the program writes passes the checks that anybody's text must pass.
func TestFilingTexts(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 6, 18, 20, 0, 0, time.FixedZone("", 3600))
	for kind, text := range map[string][]byte{
		"triage": filingTriage("Filed into K3F9-27QM", now, "7K2M9QXH"),
		"closure": filingClosure("Filed into another case",
			record.Date{Year: 2026, Month: 3, Day: 6}, `Mina "M." Hall`),
	} {
		if _, found := kinds.Check(text, kind+".md",
			record.Context{Now: now, Zone: time.UTC, Kind: kind}); found.Failed() {
			t.Errorf("%s: %v\n%s", kind, found, text)
		}
	}
	if text := string(filingTriage("Filed into K3F9-27QM", now,
		"7K2M9QXH")); !strings.Contains(text, "read_at: 2026-03-06T18:20+01:00\n") {
		t.Errorf("not read when it was filed, in the agency's zone:\n%s", text)
	}
}

const stampedConcern = `---
id: 7K2M9QXH
case: P4W827QM
kind: concern
recorded: 2026-03-06T17:40:12Z
by: ben
nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC
occurred: 2026-03-06T14:30+00:00
headline: A bruised hand
---
## Facts
F1: The hand was bruised.
`

// An entry is filed word for word, with where it comes from; one with links loses them.
func TestFiledText(t *testing.T) {
	first := record.Entry{ID: "7K2M9QXH", Case: "P4W827QM", Kind: "concern", By: "ben",
		Recorded: time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC)}
	item := func(text string, links map[string][]record.Ref) *cases.Item {
		e := first
		e.Links = links
		e.Text = []byte(text)
		return &cases.Item{Entry: &e, SHA256: strings.Repeat("ab", 32)}
	}
	filed := func(it *cases.Item, link filedLink) ([]byte, error) {
		return filedText(it, filedFrom(it, it), link)
	}
	plain, err := filed(item(stampedConcern, nil), filedLink{})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"headline: A bruised hand\n", "F1: The hand was bruised.\n",
		"5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC", strings.Repeat("ab", 32), "by: ben"} {
		if !strings.Contains(string(plain), part) {
			t.Errorf("filed without %q:\n%s", part, plain)
		}
	}
	amended := strings.Replace(stampedConcern, "headline:",
		"links: {amends: 9QXH7K2M}\namend_reason: error\nheadline:", 1)
	links := map[string][]record.Ref{"amends": {{Case: "P4W827QM", Entry: "9QXH7K2M"}}}
	linked, err := filed(item(amended, links), filedLink{"concern", "4W827QMK"})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"9QXH7K2M", "amend_reason", strings.Repeat("ab", 32)} {
		if strings.Contains(string(linked), part) {
			t.Errorf("filed with %q, which is of the intake:\n%s", part, linked)
		}
	}
	if !strings.Contains(string(linked), "concern: 4W827QMK") {
		t.Errorf("it does not answer the concern there:\n%s", linked)
	}
	again, err := filed(item(amended, links), filedLink{"amends", "4W827QMK"})
	if err != nil || strings.Contains(string(again), "9QXH7K2M") ||
		!strings.Contains(string(again), "amend_reason: error\n") ||
		!strings.Contains(string(again), "amends: 4W827QMK") {
		t.Errorf("an amendment does not amend the text there, for the same reason: %v\n%s", err,
			again)
	}
}
