package cli

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"casefile/internal/manual"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// TestSentencesAreShort holds the README, the manual and all help to the length of sentences
// that the default policy asks of an entry, by the same check.
func TestSentencesAreShort(t *testing.T) {
	texts := map[string]string{"help": allHelp()}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	texts["README.md"] = string(readme)
	for _, p := range manual.Pages() {
		texts[p.Topic] = p.Text
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		long := longIn(t, texts[name])
		if len(long) > 0 {
			t.Errorf("%s has sentences of over 30 words:\n%s", name, strings.Join(long, "\n"))
		}
	}
}

// A long sentence is found in a paragraph, an item and a cell, and not in a block of code.
func TestLongSentencesAreFound(t *testing.T) {
	long := strings.Repeat("word ", 31)
	for text, want := range map[string]int{
		long: 1, "- " + long: 1, "| a | " + long + " |": 1, "# a\n" + long + "\n\n" + long: 2,
		"```console\n" + long + "\n```\n": 0, strings.Repeat("word ", 29) + "word. " + "Word.": 0,
	} {
		if got := longIn(t, text); len(got) != want {
			t.Errorf("%d, not %d, in %q", len(got), want, text)
		}
	}
}

var (
	codeBlock   = pattern.Of("(?ms)^```.*?^```$")
	marksOfLine = pattern.Of(`^(#+|[-*]|\d+\.) `)
)

// longIn returns the beginnings of the long sentences in the paragraphs, items and cells of a
// Markdown text.
func longIn(t *testing.T, text string) (out []string) {
	t.Helper()
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range passagesOf(text) {
		entry := "---\nkind: note\nheadline: x\n---\n## Judgement\n" + p + "\n"
		_, found := kinds.Check([]byte(entry), "", record.Context{Now: time.Unix(1<<31, 0),
			MaxSentence: 30})
		for _, f := range found {
			if f.Rule == record.RuleLongSentence {
				from := []rune(p)[f.Column-1:]
				out = append(out, string(from[:min(len(from), 80)]))
			}
		}
	}
	return out
}

// passagesOf returns the paragraphs, items of lists and cells of tables of a Markdown text.
func passagesOf(text string) (out []string) {
	open := false
	for line := range strings.Lines(codeBlock().ReplaceAllString(text, "")) {
		line = strings.TrimSpace(line)
		begins := marksOfLine().MatchString(line)
		line = marksOfLine().ReplaceAllString(line, "")
		switch {
		case line == "":
			open = false
		case strings.HasPrefix(line, "|"):
			for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
				out = append(out, strings.TrimSpace(cell))
			}
			open = false
		case open && !begins:
			out[len(out)-1] += " " + line
		default:
			out = append(out, line)
			open = true
		}
	}
	return out
}

// allHelp returns the help of every command and of every flag.
func allHelp() string {
	app := &App{}
	var out strings.Builder
	// A line that begins with a space is one of a table.
	say := func(text string) { out.WriteString(strings.ReplaceAll(text, "\n ", "\n\n ") + "\n\n") }
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		say(c.Short)
		say(c.Long)
		c.LocalFlags().VisitAll(func(f *pflag.Flag) { say(f.Usage) })
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(rootCommand(app, nil))
	return out.String()
}
