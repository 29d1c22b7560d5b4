package record

import (
	"strings"
	"testing"
)

// withheldBea changes Bea, wherever an author wrote it.
func withheldBea() Editor {
	return Editor{Value: func(_ []string, v string, _ int) string {
		return strings.ReplaceAll(v, "Bea", "withheld")
	}, Body: func(body string, _ int) string { return strings.ReplaceAll(body, "Bea", "withheld") }}
}

// TestStrike: what does not change keeps its bytes, and no comment stays once anything does.
func TestStrike(t *testing.T) {
	names := func(words string) bool { return strings.Contains(words, "Bea") }
	for _, c := range []struct{ about, text, want string }{
		{"nothing to take", "a: 'x' # why\nb:\n  - 1\n---\nText.\n",
			"a: 'x' # why\nb:\n  - 1\n---\nText.\n"},
		{"one field", "a: 'x'\nb: {who: Bea, n: 3}\nc: >\n  two\n  lines\n---\nText.\n",
			"a: 'x'\nb: {who: \"withheld\", n: 3}\nc: >\n  two\n  lines\n---\nText.\n"},
		{"escapes that YAML reads", "a: \"B\\x65a\"\n---\n", "a: \"withheld\"\n---\n"},
		{"the body alone", "a: 'x'\n---\nTold Bea.\n  \n", "a: 'x'\n---\nTold withheld.\n  \n"},
		{"a comment", "# Bea said so\na: 'x'\nb: 2 # two\n---\nText.\n",
			"a: 'x'\nb: 2\n---\nText.\n"},
		{"a comment beside a change", "a: 'x' # not sure\nb: Bea\n---\n",
			"a: \"x\"\nb: \"withheld\"\n---\n"},
		{"a field with no value", "a: # Bea knows\nb: 1\n---\n", "a:\nb: 1\n---\n"},
		{"no comment", "a: 'no # comment, says Cas'\nb: Bea\n---\n",
			"a: \"no # comment, says Cas\"\nb: \"withheld\"\n---\n"},
		{"a list in lines", "a:\n  - Bea\n  - Cas\nb: 1\n---\n",
			"a: [\"withheld\", \"Cas\"]\nb: 1\n---\n"},
	} {
		got, err := Strike([]byte(rewriteHead+c.text), withheldBea(), names)
		if err != nil || string(got) != rewriteHead+c.want {
			t.Errorf("%s: %v\n%s", c.about, err, got)
		}
	}
	if _, err := Strike([]byte("no entry"), Editor{}, names); err == nil {
		t.Error("a text that is no entry was changed")
	}
}

// TestOmit: a field and a list of which nothing stays leave no trace.
func TestOmit(t *testing.T) {
	text := rewriteHead + "links: {related: [7K2M9QXH, 9QXH7K2M], risk: 7K2M9QXH}\n" +
		"target: 7K2M9QXH\n" +
		"with: [Bea]\nempty: []\n---\n"
	e := Editor{Omit: func(path []string, value string) bool { return value == "7K2M9QXH" }}
	got, err := Rewrite([]byte(text), e)
	_, fields, _ := strings.Cut(string(got), noNonce+"\n")
	const want = "links: {\"related\": [\"9QXH7K2M\"]}\nwith: [\"Bea\"]\nempty: []\n---\n\n"
	if err != nil || strings.ReplaceAll(fields, "related:", "\"related\":") != want {
		t.Errorf("%v\n%s", err, got)
	}
	all := Editor{Omit: func([]string, string) bool { return true }}
	if got, err = Rewrite([]byte(text), all); err != nil ||
		!strings.HasSuffix(string(got), "\nempty: []\n---\n\n") {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestTypeAt: what the schema lists and what it dates is no word of an author's, and anything
// else in the place of it is.
func TestTypeAt(t *testing.T) {
	k := builtin(t)
	for _, c := range []struct{ kind, path, value, want string }{
		{"contact", "child_seen", "no", "choice"},
		{"contact", "child_seen", "Jo No", TypeText},
		{"contact", "impact", "negative", "choice"},
		{"contact", "headline", "no", TypeText},
		{"contact", "occurred", "2026-03-06T14:30+00:00", "time"},
		{"contact", "occurred", "about 2026-03", "time"},
		{"contact", "occurred", "about May", TypeText},
		{"contact", "sources.0.who", "no", TypeText},
		{"contact", "significant", "true", "boolean"},
		{"contact", "links.related.0", "7K2M9QXH", TypeID},
		{"contact", "links.related", "K3F9-27QM/7K2M", TypeID},
		{"endorsement", "target", "7K2M9QXH", TypeID},
		{"profile", "people.0.parental_responsibility", "yes", "choice"},
		{"profile", "people.0.date_of_birth", "unknown", "date"},
		{"profile", "people.0.case", "P4W8-6T2H", TypeID},
		{"profile", "people.0.name", "unknown", TypeText},
		{"concern", "category", "neglect", "choice"},
		{"concern", "category.1", "neglect", "choice"},
		{"concern", "category", "Neglect", TypeText},
		{"handover", "from", "asha", TypeSymbols},
		{"contact", "nobody_knows", "no", TypeText},
		{"attachment", "sha256", strings.Repeat("a", 64), TypeSymbols},
	} {
		kind, ok := k.Kind(c.kind)
		if !ok {
			t.Fatal(c.kind)
		}
		if got := kind.TypeAt(strings.Split(c.path, "."), c.value); got != c.want {
			t.Errorf("%s %s: %q is %s, not %s", c.kind, c.path, c.value, got, c.want)
		}
	}
}

// FuzzStrike: a copy in which nothing is changed but comments says what the entry says.
func FuzzStrike(f *testing.F) {
	for _, s := range []string{"---\n", "a: x # y\n---\nt\n", "a:\n # y\n  - b\nc:\n---\n",
		"a: |\n  # x\nb: 'c'\n---\n"} {
		f.Add(s)
	}
	k := builtin(f)
	f.Fuzz(func(t *testing.T, rest string) {
		text := []byte(rewriteHead + rest)
		before, err := k.Decode(text)
		if err != nil {
			return
		}
		all := func(string) bool { return true }
		struck, err := Strike(text, Editor{}, all)
		if err != nil {
			t.Fatalf("%v\n%q", err, text)
		}
		after, err := k.Decode(struck)
		if err != nil {
			return // written out, it may be too long
		}
		sameEntry(t, before, after)
	})
}
