package record

import (
	"slices"
	"strings"
	"testing"
)

func TestTakeApart(t *testing.T) {
	for _, tt := range []struct {
		text string
		want front
		has  bool
		line int // of the body
	}{
		{"", front{}, false, 1},
		{"Seen at home.\n", front{Before: "Seen at home.\n"}, false, 2},
		{"---\nkind: note\n---\nSeen.\n", front{"", "---\n", "kind: note\n", "---\n", "Seen.\n"},
			true, 4},
		{"--- \t\n---  \n", front{"", "--- \t\n", "", "---  \n", ""}, true, 3},
		{"---\r\na: b\r\n---\r\nc\r\n",
			front{"", "---\r\n", "a: b\r\n", "---\r\n", "c\r\n"}, true, 4},
		// No LF at the end, no end at all, and an end after lines that only look like one.
		{"---\na: b\n---", front{"", "---\n", "a: b\n", "---", ""}, true, 4},
		{"---\na: b\n", front{"", "---\n", "a: b\n", "", ""}, false, 3},
		{"---\n----\n ---\n---\n", front{"", "---\n", "----\n ---\n", "---\n", ""}, true, 5},
		// A rule of Markdown below is body; a blank line above is no front matter.
		{"---\na: b\n---\nc\n---\n", front{"", "---\n", "a: b\n", "---\n", "c\n---\n"}, true, 4},
		{"\n---\na: b\n---\n", front{"\n", "---\n", "a: b\n", "---\n", ""}, false, 5},
	} {
		got := takeApart(tt.text)
		if got != tt.want || got.has() != tt.has || got.bodyLine() != tt.line {
			t.Errorf("%q: got %+v, %v, body in line %d", tt.text, got, got.has(), got.bodyLine())
		}
	}
}

// split calls a text whose first line is none of three hyphens a body.
func TestSplit(t *testing.T) {
	for _, tt := range []struct{ text, yaml, body, problem string }{
		{"---\na: b\n---\nc\n", "a: b\n", "c\n", ""},
		{"above\n---\nbelow\n---\n", "", "above\n---\nbelow\n---\n", ""},
		{"---\na: b\n", "", "", "no second line"},
		{"\n\n---\na: b\n---\n", "", "", "blanks before"},
		{"  ---\na: b\n---\n", "", "", "blanks before"},
	} {
		f, problem := split(tt.text)
		if f.YAML != tt.yaml || f.Body != tt.body || !strings.Contains(problem, tt.problem) ||
			(problem == "") != (tt.problem == "") {
			t.Errorf("%q: got %+v, %q", tt.text, f, problem)
		}
	}
}

func TestFrontFields(t *testing.T) {
	for _, tt := range []struct {
		yaml string
		want []frontField
	}{
		{"", nil},
		{"a: b\nc:\n  d: e\nf: [\n]\n",
			[]frontField{{"a", 1, "a: b\n"}, {"c", 2, "c:\n  d: e\n"}, {"f", 4, "f: [\n]\n"}}},
		{"list:\n- one: 1\n\n- two\nrest: x\n",
			[]frontField{{"list", 1, "list:\n- one: 1\n\n- two\n"}, {"rest", 5, "rest: x\n"}}},
		{"# hint: this\na: b\n# more\n\nc: d",
			[]frontField{{"", 1, "# hint: this\n"}, {"a", 2, "a: b\n# more\n\n"},
				{"c", 5, "c: d"}}},
		{"\n  a: b\nc: d\n", []frontField{{"", 1, "\n  a: b\n"}, {"c", 3, "c: d\n"}}},
		{"no colon\n'quoted': a:b\nspaced : c\n",
			[]frontField{{"", 1, "no colon\n"}, {"'quoted'", 2, "'quoted': a:b\n"},
				{"spaced ", 3, "spaced : c\n"}}},
	} {
		if got := (front{YAML: tt.yaml}).Fields(); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %+v", tt.yaml, got)
		}
	}
}

func TestWithoutFields(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"over several lines", "---\nlinks:\n  amends: 7K2M\n\nheadline: a\n---\nlinks: b\n",
			"---\nheadline: a\n---\nlinks: b\n"},
		{"two, with comments", "---\nlinks: {}\n# c\n\namend_reason: x\nheadline: a\n---\n",
			"---\n# c\n\nheadline: a\n---\n"},
		{"a comment within", "---\nlinks:\n# c\n  amends: 7K2M\n# d\nheadline: a\n---\n",
			"---\n# d\nheadline: a\n---\n"},
		{"names that only begin so", "---\nlinks_of: x\nheadline: links: y\n---\n",
			"---\nlinks_of: x\nheadline: links: y\n---\n"},
		{"no front matter", "links: x\n", "links: x\n"},
		{"on one line", "---\nheadline: a\nlinks: {amends: 7K2M}\nmethod: visit\n---\n## Facts\n" +
			"links: here\n", "---\nheadline: a\nmethod: visit\n---\n## Facts\nlinks: here\n"},
		{"over several", "---\nlinks:\n  amends: 7K2M\n  evidence:\n    - 9QXH\nheadline: a\n---\n",
			"---\nheadline: a\n---\n"},
		{"in braces", "---\nlinks: {\n  amends: 7K2M\n}\namend_reason: error\nheadline: a\n---\n",
			"---\nheadline: a\n---\n"},
		{"last", "---\nheadline: a\nlinks:\n  amends: 7K2M\n---\n", "---\nheadline: a\n---\n"},
		{"none", "---\nheadline: links and more\n---\nbody\n",
			"---\nheadline: links and more\n---\nbody\n"},
	} {
		if got := string(WithoutFields([]byte(tt.text), "links", "amend_reason")); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// FuzzTakeApart checks that no byte of any text is lost or doubled. Put together again the parts
// are the text, and the fields are the front matter.
func FuzzTakeApart(f *testing.F) {
	for _, text := range []string{"", "words", "---", "---\na: b\n---\nc\n", "--- \r\na: b\n\n---",
		"\n---\n# c\n- x\n---\n---\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		front := takeApart(text)
		if got := front.Text(); got != text {
			t.Fatalf("%q became %q", text, got)
		}
		if front.Open == "" && front.Before != text || front.Close == "" && front.Body != "" {
			t.Errorf("%q: %+v", text, front)
		}
		for _, fence := range []string{front.Open, front.Close} {
			if fence != "" && strings.TrimSpace(fence) != "---" {
				t.Errorf("%q: a fence is %q", text, fence)
			}
		}
		lines, at := "", 1
		for _, field := range front.Fields() {
			if field.Line != at || field.Text == "" ||
				!strings.HasSuffix(field.Text, field.comments()) {
				t.Errorf("%q: the field %+v should begin in line %d", text, field, at)
			}
			lines += field.Text
			at += strings.Count(field.Text, "\n")
		}
		if lines != front.YAML {
			t.Errorf("%q: the fields are %q", text, lines)
		}
		if same := string(WithoutFields([]byte(text))); same != text {
			t.Errorf("%q less no field is %q", text, same)
		}
		if split, problem := split(text); problem == "" && split.Text() != text {
			t.Errorf("%q is split into %+v", text, split)
		}
	})
}

func TestFieldLine(t *testing.T) {
	const text = "---\nkind: handover\nto: \"nia\" \nuntil:\nlinks:\n  to: below\n---\n" +
		"by: in the body\n"
	for key, want := range map[string]string{
		"kind": "handover", "to": `"nia"`, "until": "", "links": "", "by": "", "ki": "",
	} {
		if got := FieldLine([]byte(text), key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if got := FieldLine([]byte("kind: note\n"), "kind"); got != "" {
		t.Errorf("a text without front matter has the kind %q", got)
	}
}

// A sealed text has no CR: with one in a line of hyphens it is no entry, or the line is
// none of them.
func TestSealedTextHasNoCR(t *testing.T) {
	for _, text := range []string{"---\r\nkind: note\n---\nbody\n",
		"---\nkind: note\n---\r\nbody\n"} {
		if f, _ := split(text); f.has() {
			t.Errorf("%q is taken for an entry", text)
		}
	}
	if f, problem := split("---\nkind: note\n--- \t\nbody\n"); !f.has() || problem != "" {
		t.Errorf("blanks behind the hyphens: %+v, %s", f, problem)
	}
}

// A CR that stays once CRLF has become LF ends no line of hyphens: what is put into the
// text must not hide it from the check.
func TestStrayCRIsNoLineEnd(t *testing.T) {
	for _, text := range []string{"---\nheadline: x\n---\r\r\nb\n",
		"---\r\r\nheadline: x\n---\r\r\nb\n"} {
		out, err := SetField([]byte(text), "amend_reason", "error")
		if err == nil && !strings.Contains(string(out), "\r") {
			t.Errorf("%q lost its CR: %q", text, out)
		}
		if f, _ := split(string(out)); err == nil && f.has() &&
			!strings.Contains(f.Body, "headline: x") {
			t.Errorf("%q is taken for front matter: %q", text, out)
		}
	}
	out, err := SetField([]byte("---\r\nheadline: x\r\n---\r\nb\r\n"), "amend_reason", "error")
	if f, _ := split(string(out)); err != nil || !f.has() || strings.Contains(string(out), "\r") {
		t.Errorf("a text with CRLF: %q, %v", out, err)
	}
}
