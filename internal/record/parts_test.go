package record

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

const visit = `---
headline: Visit
with:
  - Tobi
  - Dana
seen_alone: yes
---
Both were at home.

## Facts
F1: The room was warm.

## Opinion
None.

=== P4W8 ===

---
seen_alone: no
with: Dana
---
## Facts
F2: Remi slept.
## Child's words
Not asked.
=== k3f9-27qm
## Child's words
"Hello."
`

func TestPartsGoToTheirOwnCase(t *testing.T) {
	common, parts := Parts([]byte(strings.ReplaceAll(visit, "\n", "\r\n")))
	if len(parts) != 2 || parts[0].Case != "P4W8" || parts[1].Case != "k3f9-27qm" ||
		parts[0].Line != 17 || parts[1].Line != 27 {
		t.Fatalf("parts %+v", parts)
	}
	text, lines, err := JoinParts(common, parts[0])
	want := "---\nheadline: Visit\nseen_alone: no\nwith: Dana\n---\nBoth were at home.\n\n" +
		"## Facts\nF1: The room was warm.\nF2: Remi slept.\n\n## Opinion\nNone.\n\n" +
		"## Child's words\nNot asked.\n"
	if err != nil || string(text) != want {
		t.Fatalf("%v: %s", err, text)
	}
	// Lines 1, 2 as typed; the fields of the part are lines 19 and 20; then the
	// common body, with line 23 below line 11.
	if places := []int{1, 2, 19, 20, 7, 8, 10, 10, 11, 23, 13, 13, 14, 24, 24,
		25}; !reflect.DeepEqual(lines, places) {
		t.Errorf("lines %v, want %v", lines, places)
	}
	text, _, err = JoinParts(common, parts[1])
	if err != nil || strings.Contains(string(text), "Remi") ||
		!strings.Contains(string(text), "with:\n  - Tobi\n  - Dana\nseen_alone: yes\n") ||
		!strings.HasSuffix(string(text), "None.\n\n## Child's words\n\"Hello.\"\n") {
		t.Errorf("%v: %s", err, text)
	}
	text, _, err = JoinParts(common, Part{})
	if err != nil || strings.Contains(string(text), "===") ||
		strings.Contains(string(text), "Child's words") {
		t.Errorf("%v: a case without a part has %s", err, text)
	}
}

func TestPartsAreNotSeenInCode(t *testing.T) {
	common, parts :=
		Parts([]byte("---\n=== K3F9\n---\n```\n=== K3F9\n```\n=== \n===\ntext === K3F9\n"))
	if len(parts) != 0 || !strings.HasSuffix(common, "text === K3F9\n") {
		t.Errorf("%q, %v", common, parts)
	}
}

// TestPartsWithSlips: what was meant as the mark of a part is none of the common
// text, so that one child's words never go into the other's case.
func TestPartsWithSlips(t *testing.T) {
	for line, want := range map[string]string{"===K3F9": "K3F9", "==== K3F9": "K3F9",
		" === K3F9 ===": "K3F9", "=== K3F9 Tobi": "K3F9 Tobi", "=== K3": "K3", "=== Tobi": "Tobi"} {
		common, parts := Parts([]byte("Both.\n" + line + "\nOne.\n"))
		if common != "Both.\n" || len(parts) != 1 || parts[0].Case != want ||
			parts[0].Text != "One.\n" {
			t.Errorf("%q: %q, %+v", line, common, parts)
		}
	}
}

func TestPartsThatCannotBePutTogether(t *testing.T) {
	for name, text := range map[string]string{
		"text below headings":      "---\nheadline: A\n---\n## Facts\nF1: a\n=== K3F9\nHello.\n",
		"front matter of the part": "Hello.\n=== K3F9\n---\nseen_alone: no\n",
		"yaml of the part":         "---\nheadline: A\n---\n=== K3F9\n---\nwith: [\n---\n",
		"fields given twice inside": "---\nheadline: A\n---\n=== K3F9\n---\nwith: a\n" +
			"with: b\n---\n",
	} {
		common, parts := Parts([]byte(text))
		if len(parts) != 1 {
			t.Fatalf("%s: %v", name, parts)
		}
		if out, _, err := JoinParts(common, parts[0]); !errors.Is(err, ErrParts) {
			t.Errorf("%s: %v, %q", name, err, out)
		}
	}
	out, _, err := JoinParts("---\nheadline: A\n---\n## Facts\n<!-- What was seen. -->\n\n",
		Part{Text: "Only here.\n"})
	if err != nil || string(out) != "---\nheadline: A\n---\nOnly here.\n\n## Facts\n"+
		"<!-- What was seen. -->\n" {
		t.Errorf("below headings that have nothing but hints: %v: %q", err, out)
	}
	if out, _, err := JoinParts("Hello.\n\n", Part{Text: "\nYou too.\n"}); err != nil ||
		string(out) != "---\n---\nHello.\nYou too.\n" {
		t.Errorf("%v: %q", err, out)
	}
}

// FuzzParts: no text makes it fail, and what is for one case never comes into
// what is for another.
// What is true of one child alone goes to a case that was meant, and to it once.
func TestPartsFor(t *testing.T) {
	p4, k3 := ID("P4W83XKM"), ID("K3F927QM")
	common, own, err := PartsFor([]byte(visit), []ID{k3, p4})
	if err != nil || len(own) != 2 || own[p4].Line != 17 || own[k3].Line != 27 ||
		strings.Contains(common, "Remi") {
		t.Errorf("%v: %+v", err, own)
	}
	second := strings.Replace(visit, "=== k3f9-27qm", "=== P4W8-3XKM", 1)
	for _, tt := range []struct {
		name, text string
		cases      []ID
		want       PartError
	}{
		{"a case that was not meant", visit, []ID{p4}, PartError{Line: 26, Case: "k3f9-27qm"}},
		{"no ID", "Both.\n=== Remi\nSlept.\n", []ID{k3, p4}, PartError{Line: 2, Case: "Remi"}},
		{"a second part", second, []ID{k3, p4},
			PartError{Line: 26, Case: "P4W8-3XKM", Second: true}},
		{"one that may be two", "Both.\n=== k3f9\nSlept.\n", []ID{k3, p4, "K3F9HJ2T"},
			PartError{Line: 2, Case: "k3f9", Among: 2}},
	} {
		_, own, err := PartsFor([]byte(tt.text), tt.cases)
		if e, ok := errors.AsType[*PartError](err); !ok || *e != tt.want || own != nil {
			t.Errorf("%s: %v, %+v", tt.name, err, own)
		}
	}
}

// Lines that the outcome does not have, as those of no line at all, stay.
func TestFindingsOnLines(t *testing.T) {
	fs := Findings{{Line: 0}, {Line: 1}, {Line: 3}, {Line: 4}}
	got := fs.OnLines([]int{1, 19, 20})
	want := Findings{{Line: 0}, {Line: 1}, {Line: 20}, {Line: 4}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("lines of %+v, want %+v", got, want)
	}
}

func FuzzParts(f *testing.F) {
	f.Add(visit)
	f.Add("--- \n=== K3F9\n---\nkind: x\n---\n## \n")
	f.Add("a\n=== K3F9\n```\n=== P4W8\n")
	f.Fuzz(func(t *testing.T, text string) {
		common, parts := Parts([]byte(text))
		size := len(common)
		for _, p := range parts {
			size += len(p.Text)
			out, lines, err := JoinParts(common, p)
			if err != nil {
				continue
			}
			if n := strings.Count(string(out), "\n"); lines != nil && len(lines) != n {
				t.Fatalf("%d lines have %d places", n, len(lines))
			}
		}
		if size > len(text) {
			t.Fatalf("%d bytes of %d", size, len(text))
		}
	})
}
