package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// marks are pieces of texts that may cost time by the square of their length.
var marks = []string{`"`, "'", "“", "‘", "„ \"a\" ", "“\"", " ‘a 'b' ", "[", "]", "(", "{", "<",
	"*",
	"_", "#", "# ", "-", ":", ": ", "|", "`", `\`, "!", "&", "&amp;", "\n", " \n", "\t", " ", "a",
	"A",
	"ש", "a ", ". ", "a. ", "e\u0301", "\u0301", "<!--", "===", "=== P4W8\n", "===\n", "F1: a\n",
	"Based on: F1", "[a](b)", "[x]{.third-party}", "]{.third-party}", "- a\n", "a\n", "a: b\n",
	"## a\n", "## Facts\n", "> a\n", "```\n", "he said ", "probably ", "Test: a by 2026-04-01 ",
	"AB (", "K3F9-27QM ", "    a\n"}

// typedMarks are the marks that mean something in front matter, and some more.
var typedMarks = []string{`"`, "'", "“", "[", "(", "{", "#", "# ", ":", ": ", "|", `\`, "&", "\n",
	" ", "a",
	"a\n", "- a\n", "a: b\n", ", ", "(a, ", "\"a, ", "[a, ", "[{"}

// steep tells of the shapes of texts for which work grows too fast.
func steep(
	t *testing.T, what string, marks []string, n int,
	text func(mark string, n int) string, work func(text string),
) {
	t.Helper()
	for _, mark := range marks {
		times := growth(t, n, func(n int) string { return text(mark, n/len(mark)) }, work)
		if times > tooSteep {
			t.Errorf("%s of %q: eight times the text costs %.1f times as much", what, mark, times)
		}
	}
}

// TestTextsThatGrow gives each pass over a text marks that it must walk once, not once for
// each of them.
func TestTextsThatGrow(t *testing.T) {
	k := builtin(t)
	note, _ := k.Kind("note")
	stamp := strings.SplitAfter(sealed, "BC\n")[0]
	inBody := func(mark string, n int) string {
		return stamp + "headline: x\n---\n" + strings.Repeat(mark, n) + "\n"
	}
	steep(t, "the rules of language", marks, 24000, func(mark string, n int) string {
		return stamp + "headline: x\n---\n## Facts\n" + strings.Repeat(mark, n) + "\n"
	}, func(text string) {
		k.Check([]byte(text), "", Context{Now: now, MaxSentence: 20, Jargon: []string{"a"}})
	})
	steep(t, "editing", marks, 62000, inBody, func(text string) {
		note.Unhint([]byte(text))
		typedLines([]byte(text), []byte(strings.ReplaceAll(text, "\n", ": x\n")))
		WithoutNotes(WithNotes([]byte(text), Findings{{Line: 1}}))
		OneLine(text)
	})
	steep(t, "parts", marks, 62000, inBody, func(text string) {
		common, parts := Parts([]byte(text))
		parts = append(parts, Part{Text: text})
		JoinParts(common, parts[len(parts)-1])
		Quoting([]byte(text), Origin{}, "", "")
	})
	steep(t, "reading", marks, 62000, inBody, func(text string) {
		e, err := k.Decode([]byte(text))
		if err != nil {
			return
		}
		var out bytes.Buffer
		for _, width := range []int{80, 2} {
			if err := note.Print(&out, e, width); err != nil {
				t.Error(err)
			}
		}
		if err := json.NewEncoder(&out).Encode(e.JSON()); err != nil {
			t.Error(err)
		}
		e.TestDays()
	})
}

// TestTypedTextsThatGrow does so in front matter, where text is taken as it was typed.
func TestTypedTextsThatGrow(t *testing.T) {
	concern := kindOfRow(t, "concern")
	for _, form := range []string{"%s", "headline: %s", "told: [%s", "told: [%s]", "told:\n  - %s",
		"sources: [{who: %s}]", "child_said: |\n  %s", "told: a\n  %s"} {
		steep(t, "text as typed, "+form, typedMarks, 32000, func(mark string, n int) string {
			return "---\n" + fmt.Sprintf(form, strings.Repeat(mark, n)) + "\n---\n"
		}, func(text string) {
			concern.AsStrict([]byte(text))
			typedKinds().Check([]byte(text), "", Context{Kind: "concern", Now: now})
		})
	}
	for form, one := range map[string]string{"%s": "k%d: a #\n", "told:\n%s": "  - a #%d\n",
		"told: [%s]": "a %d (b, c), ", "sources: [%s]": "{who: a #%d}, ",
		"links: {action: [%s]}": "K3F9-27%02d, ",
		"sources:\n%s":          "  - who: a #%d\n", "told: %s": "# hint %d: ",
		"child_said: |\n%s": "  a #%d\n"} {
		times := growth(t, 4000, func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, one, i)
			}
			return "---\n" + fmt.Sprintf(form, strings.TrimRight(b.String(), ", ")) + "\n---\n"
		}, func(text string) {
			strict, _ := concern.AsStrict([]byte(text))
			typedLines([]byte(text), strict)
			typedKinds().Check(strict, "", Context{Kind: "concern", Now: now})
			ExpandLinks(strict, func(ref string) (Ref, error) {
				return ParseRef("K3F927QM", "K3F927QM")
			})
			JoinParts(string(strict), Part{Text: text})
			WithoutFields(strict, slices.Repeat([]string{"told"}, 3)...)
		})
		if times > tooSteep {
			t.Errorf("%s of 4,000 times %q: eight times as many cost %.1f times as much", form, one,
				times)
		}
	}
}
