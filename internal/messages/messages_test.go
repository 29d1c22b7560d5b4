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

// most is how many words a sentence may have, as the default policy asks of an entry.
const most = 30

// variants are words for what has a form of its own: the same thing is said in the same words.
var variants = []struct{ words, instead string }{}

// gitsOwn are words of git and the system, which the program looks for in what they say.
var gitsOwn = []string{}

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

// faultsOf are the rules that a message breaks.
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
	if strings.HasPrefix(text, "⏎") || strings.Contains(text, "---⏎") || strings.Count(text, "⏎") > 2 ||
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
