package record

import (
	"fmt"
	"strings"
	"testing"
)

const rewriteHead = "---\nid: 7K2M9QXH\ncase: K3F927QM\nkind: contact\n" +
	"recorded: 2026-03-06T17:40:12Z\nby: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n"

// unchanged returns an editor that changes nothing.
func unchanged() Editor {
	same := func(s string, _ int) string { return s }
	return Editor{Drop: func([]string) bool { return false }, Name: same, Body: same,
		Value: func(_ []string, v string, _ int) string { return v }}
}

func TestRewrite(t *testing.T) {
	text := rewriteHead + "# Asha's own comment\nheadline: Home visit # seen\nminutes: 50\n" +
		"significant: true\npurpose: >\n  two\n  lines\nwith: [Tobi, \"mother: Dana\"]\n" +
		"follow_up:\n---\n## Facts\nF1: soup   \n\n \n"
	e := unchanged()
	var seen []string
	e.Value = func(path []string, v string, line int) string {
		seen = append(seen, strings.Join(path, ".")+" "+string(rune('0'+line%10)))
		return strings.ReplaceAll(v, "Dana", `"D": #`)
	}
	e.Drop = func(path []string) bool { return path[0] == "purpose" }
	e.Body = func(body string, line int) string { return strings.ToUpper(body) }
	got, err := Rewrite([]byte(text), e)
	want := strings.Replace(rewriteHead, "5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC", strings.Repeat("0", 26), 1) +
		"headline: \"Home visit\"\nminutes: 50\nsignificant: true\n" +
		"with: [\"Tobi\", \"mother: \\\"D\\\": #\"]\n---\n## FACTS\nF1: SOUP\n"
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
	// The first fence is line 1, the stamp 2 to 7, the comment 8.
	if strings.Join(seen, ", ") != "headline 9, minutes 0, significant 1, with.0 5, with.1 5" {
		t.Errorf("values at %v", seen)
	}
	for _, bad := range []string{"", "text", "---\nid: 7K2M9QXH\n---\n",
		rewriteHead + "a: [\n---\n", rewriteHead + "a: &b c\n---\n", rewriteHead} {
		if got, err := Rewrite([]byte(bad), e); err == nil {
			t.Errorf("%q was rewritten: %q", bad, got)
		}
	}
}

// FuzzRewrite: a copy in which nothing is changed says what the entry says.
func FuzzRewrite(f *testing.F) {
	for _, s := range []string{"---\n", "headline: x\n---\ntext\n", "a: {b: [1, \"2\", '3'], \"c " +
		"d\": no}\n---\n", "minutes: 007\n---\n## A\n\nb\n", "a: |\n  x\n  y\n---\n"} {
		f.Add(s)
	}
	k := builtin(f)
	f.Fuzz(func(t *testing.T, rest string) {
		text := []byte(rewriteHead + rest)
		before, err := k.Decode(text)
		if err != nil {
			return
		}
		copied, err := Rewrite(text, unchanged())
		if err != nil {
			t.Fatalf("%v\n%q", err, text)
		}
		after, err := k.Decode(copied)
		if err != nil {
			return // written out, it may be too long
		}
		sameEntry(t, before, after)
	})
}

// sameEntry wants two texts to say the same.
func sameEntry(t *testing.T, before, after *Entry) {
	t.Helper()
	if fmt.Sprint(before.Fields) != fmt.Sprint(after.Fields) || before.Headline != after.Headline ||
		len(before.Sections) != len(after.Sections) {
		t.Errorf("%+v\n%+v\n%q", before, after, after.Text)
	}
}
