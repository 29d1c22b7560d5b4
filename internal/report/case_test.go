package report

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// The case of these tests is Tobi's, in testdata/case: entries as they are sealed. SHA(ID) in an
// endorsement stands for the hash of that entry.
var shaMark = regexp.MustCompile(`SHA\(([0-9A-Z]{8})\)`)

const (
	testCase = record.ID("K3F927QM")
	testTip  = "3f2a91c07d5b6e8f9a0b1c2d3e4f5a6b7c8d9e0f"
)

// changed holds a test's replacements of texts: file name to old, new.
type changed map[string][2]string

// tobi folds the case as at Friday 6 March 2026, 17:45 in London.
func tobi(t *testing.T, edits changed) Page {
	t.Helper()
	return folded(t, testItems(t, edits))
}

func folded(t *testing.T, items []cases.Item) Page {
	t.Helper()
	w := testWorld(t)
	c := cases.Fold(cases.Input{
		Docket: &record.Docket{Case: testCase, Opened: record.Date{Year: 2026, Month: 1, Day: 12},
			KeyWorker: "asha",
			Status:    record.Open,
			Keys:      []record.Epoch{{"asha": "", "ben": "", "mina": "", "judith": ""}}},
		Items: items, Policy: w.Policy, Names: testNames(), Now: w.Now,
		Active:    map[string]bool{"asha": true, "ben": true, "mina": true, "judith": true},
		Endorsers: []string{"mina", "judith"},
	})
	return Page{Case: c, Duties: duty.In(duty.Of(c), w), Names: testNames(),
		Agency: "Northby Family Support", LineManager: "mina", Leads: []string{"judith"},
		Tip: testTip, Made: w.Now, Zone: w.Policy.Zone()}
}

func testWorld(t *testing.T) duty.World {
	t.Helper()
	text, err := policy.Default("casework")
	if err != nil {
		t.Fatal(err)
	}
	pol, findings := policy.Parse(text, "casefile.yaml")
	if findings.Failed() {
		t.Fatal(findings)
	}
	return duty.World{Team: testTeam(), Policy: pol,
		Now: time.Date(2026, 3, 6, 17, 45, 0, 0, time.UTC)}
}

func testTeam() team.Team {
	member := func(id, line string, roles ...team.Role) team.Member {
		return team.Member{ID: id, Name: testNames()[id], LineManager: line, Roles: roles}
	}
	return team.Team{Members: []team.Member{member("asha", "mina", team.Caseworker),
		member("ben", "mina", team.Caseworker),
		member("judith", "", team.Senior, team.Lead), member("mina", "judith", team.Manager)}}
}

func testNames() map[string]string {
	return map[string]string{"asha": "Asha Rao", "ben": "Ben Ito", "mina": "Mina Hall",
		"judith": "Judith Pryor"}
}

func testItems(t *testing.T, edits changed) []cases.Item {
	t.Helper()
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/case/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no entries", err)
	}
	texts, hashes := map[string]string{}, map[string]string{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts[f] = string(data)
		if e, ok := edits[filepath.Base(f)]; ok {
			texts[f] = replaced(t, f, texts[f], e)
		}
		hashes[idOf(texts[f])] = fmt.Sprintf("%x", sha256.Sum256([]byte(texts[f])))
	}
	var out []cases.Item
	for _, f := range files {
		text := shaMark.ReplaceAllStringFunc(texts[f], func(m string) string {
			return hashes[m[4:12]]
		})
		entry, err := kinds.Decode([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		out = append(out, testItem(entry, hashes[string(entry.ID)]))
	}
	return out
}

func replaced(t *testing.T, file, text string, edit [2]string) string {
	t.Helper()
	out := strings.Replace(text, edit[0], edit[1], 1)
	if out == text {
		t.Fatalf("%s does not hold %q", file, edit[0])
	}
	return out
}

func idOf(text string) string {
	_, rest, _ := strings.Cut(text, "\nid: ")
	return rest[:8]
}

// testItem returns an entry with its history. Most came into the record at once. One rating came
// from a laptop a day later, and one contact is refused.
func testItem(e *record.Entry, sha string) cases.Item {
	it := cases.Item{Entry: e, SHA256: sha, Commit: testTip, Op: "add", Author: e.By, MayAdd: true,
		Triagers: cases.Triagers{As: "lead"}, Committed: e.Recorded}
	for kind, op := range map[string]string{"endorsement": "endorse", "concern": "concern",
		"handover": "handover"} {
		if e.Kind == kind {
			it.Op = op
		}
	}
	switch e.ID {
	case "8PRG2SXG":
		it.Committed = e.Recorded.Add(26 * time.Hour)
	case "9CTC35RB":
		it.Rule, it.Fault = verify.RuleEntryText, "its SHA-256 is not the one that its commit "+
			"declares"
	}
	return it
}
