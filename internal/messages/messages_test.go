package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

// most is the number of words that a sentence may have, as the default policy asks of an entry.
const most = 30

// variants are words for what has a form of its own: the same thing is said in the same words.
// Each expression finds the forms that are not used.
var variants = []struct{ words, instead string }{
	{`\bcannot\b`, "can't of what lasts, could not of what was tried"},
	{`(^|: )no such`, "there is no such"},
	{`(^|[^r]e|[^e]) is no ([a-km-z]|l[^o])`, "is not a"},
	{`\bin a terminal\b`, "at a terminal"},
	{`(repeat|give) the command\b|\brun it again\b`, "run the command again"},
	{`are two ways|are two steps|leave one out`, "exclude each other"},
	{`nobody's word`, "who must sign"},
	{`once you miss nothing`, "when nothing is missing"},
	{`(had|damaged or) lost\b`, "lacks: what is lost is nowhere any more"},
	{`(^|[^T] )show --history`, "casefile show ID --history"},
	{`\bwants? looking after`, "needs attention"},
	{`(was|were) faster`, "who did what first"},
}

// gitsOwn are words of git and the system, which the program looks for in what they say.
var gitsOwn = []string{"cannot lock ref ", "cannot use bare repository"}

// TestMessages holds each message of the program to the rules at the head of room cli's app.go.
func TestMessages(t *testing.T) {
	all, err := messagesBelow(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 4000 {
		t.Fatalf("only %d messages were found", len(all))
	}
	said := map[string]bool{}
	for _, m := range all {
		said[m.text] = true
		for _, fault := range faultsOf(t, m) {
			t.Errorf("%s: %q: %s", m.at, m.text, fault)
		}
	}
	for _, text := range gitsOwn {
		if !said[text] {
			t.Errorf("%q is excused, and is nowhere", text)
		}
	}
}

// faultsOf returns the rules that a message breaks.
func faultsOf(t *testing.T, m message) (out []string) {
	t.Helper()
	if slices.Contains(gitsOwn, m.text) {
		return nil
	}
	for _, v := range variants {
		if regexp.MustCompile(v.words).MatchString(m.text) {
			out = append(out, "say "+v.instead)
		}
	}
	if n := longest(t, m.text); n > most {
		out = append(out, fmt.Sprintf("a sentence of %d words", n))
	}
	if !m.refuses {
		return out
	}
	if strings.HasSuffix(m.text, ".") {
		out = append(out, "a line that ends with a dot")
	}
	if strings.Contains(m.text, "  ") {
		out = append(out, "two blanks in a row")
	}
	if capital.MatchString(m.text) {
		out = append(out, "a capital at the beginning")
	}
	return out
}

// capital is a word that begins large; an ID, a name in capitals and SHA-256 are none.
var capital = regexp.MustCompile(`^[A-Z][a-z]+ `)

// longest counts the words of the longest sentence, by the rule that finds long ones in entries.
// Lists of words, whole texts of entries and help of several lines have no such sentences.
func longest(t *testing.T, text string) (words int) {
	t.Helper()
	if strings.HasPrefix(text, "⏎") || strings.Contains(text, "---⏎") ||
		strings.Count(text, "⏎") > 2 ||
		len(strings.Fields(text)) <= most {
		return 0
	}
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	entry := "---\nkind: note\nheadline: x\n---\n## Judgement\n" +
		strings.ReplaceAll(text, "⏎", " ") + "\n"
	_, found := kinds.Check([]byte(entry), "", record.Context{Now: time.Unix(1<<31, 0),
		MaxSentence: most})
	for _, f := range found {
		if f.Rule == record.RuleLongSentence {
			_, _ = fmt.Sscanf(f.Found, "This sentence has %d words.", &words)
		}
	}
	return words
}
