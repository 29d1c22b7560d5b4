package access

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// TestAttached: a file goes only where it is a redacted copy, or a decision says so.
func TestAttached(t *testing.T) {
	r := recorded(t)
	r.add("asha", "note", "", "")
	file := "file: 4W8P6T2H\nname: a.pdf\ntype: application/pdf\nlength: 1\n" +
		"sha256: " + strings.Repeat("ab", 32) + "\n"
	first := r.add("asha", "attachment", file, "")
	second := r.add("asha", "attachment", file+"links: {replaces: 9QXH7K2M}\n", "")
	third := r.add("asha", "attachment", file, "")
	items := []cases.Item{first, second, third}
	goes, log := attached(items, items, disclose.Decisions{})
	if !slices.Equal(goes, []record.ID{ids[2]}) || len(log) != 2 ||
		!strings.Contains(log[0].What, "in whose place") ||
		!strings.Contains(log[1].What, "no redacted copy") {
		t.Errorf("%v go, log %v", goes, log)
	}
	keep := disclose.Decisions{Items: []disclose.Decision{{Entry: ids[3], Do: disclose.DoKeep}}}
	if goes, _ = attached(items, items, keep); !slices.Equal(goes, []record.ID{ids[2], ids[3]}) {
		t.Errorf("%v go where one is kept", goes)
	}
	if goes, log = attached(items, items[:1], keep); len(goes) != 0 || len(log) != 1 {
		t.Errorf("%v go though their entries are withheld, log %v", goes, log)
	}
	redacted, _, err := disclose.Redact([]cases.Item{second}, r.kinds, disclose.Decisions{})
	if err != nil || strings.Contains(string(redacted[0].Text), "abab") ||
		strings.Contains(string(redacted[0].Text), "4W8P") {
		t.Errorf("the copy of an attachment's entry has sums: %v\n%s", err, said(redacted))
	}
}

// TestWithFiles: a file that is withheld with its entry is named as a kind of thing in the log.
func TestWithFiles(t *testing.T) {
	r := recorded(t)
	stays, note := r.add("asha", "attachment", aFile, ""), r.add("asha", "note", "", "")
	log := disclose.Log{{Entry: stays.Ref(), What: "the whole entry"}, {Entry: note.Ref(),
		What: "the whole entry"}}
	got := withFiles(log, r.items, func(record.ID) bool { return true })
	if got[0].What != "a letter, withheld with its entry" || !OfFile(got[0]) ||
		got[1].What != "the whole entry" || log[0].What != "the whole entry" {
		t.Errorf("the log is %+v", got)
	}
}
