package report

import (
	"bytes"
	"errors"
	"html"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// TestEntriesInFull: every text of the case is there with its sections, and earlier texts and
// managers' verdicts too. A copy names no commit if it is given none.
func TestEntriesInFull(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	p := tobi(t, nil)
	for _, f := range []Format{Markdown, HTML} {
		var b bytes.Buffer
		if err := WriteEntries(&b, f, p, kinds); err != nil {
			t.Fatal(err)
		}
		page := html.UnescapeString(b.String())
		for _, th := range p.Case.Threads() {
			for _, it := range append([]*cases.Item{th.Item}, th.History...) {
				if !strings.Contains(page, it.Ref().String()) {
					t.Errorf("%s lacks %s", f, it.Ref())
				}
				for _, s := range it.Sections {
					if !strings.Contains(page, s.Title) {
						t.Errorf("%s lacks the section %q of %s", f, s.Title, it.Ref())
					}
				}
			}
		}
		for _, has := range []string{"What managers said", "Earlier text", testTip} {
			if !strings.Contains(page, has) {
				t.Errorf("%s lacks %q", f, has)
			}
		}
		p.Tip = ""
		b.Reset()
		if err := WriteEntries(&b, f, p, kinds); err != nil ||
			strings.Contains(b.String(), "erified to") {
			t.Errorf("%s speaks of a commit: %v", f, err)
		}
		p.Tip = testTip
	}
	if err := WriteEntries(&bytes.Buffer{}, CSV, p, kinds); !errors.Is(err, ErrFormat) {
		t.Errorf("entries as csv: %v", err)
	}
}
