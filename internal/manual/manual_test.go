package manual

import (
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEveryFileIsAPage(t *testing.T) {
	found, err := fs.Glob(files, "*.md")
	if err != nil || len(found) != len(Pages()) {
		t.Errorf("%d files, and %d pages: %v", len(found), len(Pages()), err)
	}
	for _, p := range Pages() {
		if p.Title == "" || !strings.HasPrefix(p.Text, "# "+p.Title+"\n") {
			t.Errorf("%s begins with no title", p.Topic)
		}
		if utf8.RuneCountInString(p.Title) > 55 {
			t.Errorf("%s: the title does not fit into a line of the list", p.Topic)
		}
	}
	if _, ok := Find("nothing"); ok {
		t.Error("there is a page about nothing")
	}
}

func TestSet(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a paragraph is wrapped", "one two three\nfour five six seven\n",
			"one two three four\nfive six seven\n"},
		{"a heading is plain", "# One `two`\ntext\n## Three\n", "One `two`\n\ntext\n\nThree\n"},
		{"a block stands as it is", "```console\n$ a line that is longer than that\n\n  b\n```\n",
			"$ a line that is longer than that\n\n  b\n"},
		{"marks go, and not within code", "**One** *two* `**` (*3*) 2*3*4\n",
			"One two `**` (3)\n2*3*4\n"},
		{"a link to a page names the command", "[us](manager.md), [x](../y.md)\n",
			"us (casefile manual\nmanager), x\n"},
		{"items hang", "- one two three four five\n  six\n- seven\n",
			"- one two three four\n  five six\n- seven\n"},
		{"a table has columns", "| a | bcd |\n|---|---|\n| `long` | x y |\n",
			"a       bcd\n`long`  x y\n"},
		{"a wide table is broken between words",
			"| a | b |\n|---|---|\n| one two three | four five six |\n",
			"a          b\n\none two    four five\nthree      six\n"},
	} {
		if got := (Page{Text: tt.text}).Set(20); got != tt.want {
			t.Errorf("%s:\n%s\nnot\n%s", tt.name, got, tt.want)
		}
	}
}

// Whatever is no block of code fits into 80 columns.
func TestPagesFitATerminal(t *testing.T) {
	for _, p := range Pages() {
		for _, b := range blocksOf(p.Text) {
			if b.kind == code {
				continue
			}
			for line := range strings.Lines(b.set(80)) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
					t.Errorf("%s: %d columns: %s", p.Topic, n, line)
				}
			}
		}
	}
}
