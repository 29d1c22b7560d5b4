package storytest

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/pattern"
)

var (
	// unseen matches the parts of a page that no eye sees: the style, and words for screen readers
	// alone.
	unseen = pattern.Of(`(?s)<style>.*?</style>|<span class="spoken">.*?</span>`)
	// figure is a chart. Its description says in words what Markdown says of the ratings.
	figure  = pattern.Of(`(?s)<figure>.*?<desc>(.*?)</desc>.*?</figure>`)
	ratings = pattern.Of(`(?m)^Ratings: .*? \((.*)\)$`)
	markup  = pattern.Of(`<[^>]*>`)
)

// SameWords compares a report's page with the same report in Markdown: a reader must see the
// same words in the same order, whatever the markup. The page is HTML. The error quotes the
// first words that differ.
func SameWords(page, markdown string) error {
	pageHead, pageBody, pageFoot, err := parts(page, "<main>", "</main>")
	if err != nil {
		return err
	}
	head, body, foot, err := parts(markdown, "\n\n**CONFIDENTIAL", "\n---\n\n")
	if err != nil {
		return err
	}
	line, body, _ := strings.Cut(body, "\n")
	title, subject, _ := strings.Cut(head, ":")
	// The page's head has the facts of Markdown's first two lines under names of its own.
	named := "confidential shows record verified to " + Tip
	wantHead := inAnyOrder(words(title + " " + subject + " " + line + " " + named))
	pageHead = pageHead[strings.Index(pageHead, "<body>"):]
	pageBody, body = figure().ReplaceAllString(pageBody, "$1"),
		ratings().ReplaceAllString(body, "$1")
	for _, p := range []struct {
		name      string
		got, want []string
	}{
		{"head", inAnyOrder(words(pageHead)), wantHead},
		{"body", words(pageBody), words(body)},
		{"foot", words(pageFoot), words(title + " " + foot)},
	} {
		if err := sameWords(p.got, p.want); err != nil {
			return fmt.Errorf("the page's %s: %w", p.name, err)
		}
	}
	return nil
}

// parts returns the text before one mark, the text between it and the last of another, and the text
// after that.
func parts(text, begin, end string) (before, between, after string, err error) {
	before, rest, found := strings.Cut(text, begin)
	last := strings.LastIndex(rest, end)
	if !found || last < 0 {
		return "", "", "", fmt.Errorf("no %q and %q", begin, end)
	}
	return before, rest[:last], rest[last+len(end):], nil
}

// words returns the letters and digits that a reader sees.
func words(text string) []string {
	seen := markup().ReplaceAllString(unseen().ReplaceAllString(text, " "), " ")
	return strings.FieldsFunc(html.UnescapeString(seen), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

func inAnyOrder(words []string) []string {
	for i, w := range words {
		words[i] = strings.ToLower(w)
	}
	slices.Sort(words)
	return words
}

func sameWords(got, want []string) error {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	got, want = got[i:], want[i:]
	if len(got)+len(want) == 0 {
		return nil
	}
	const shown = 8
	return fmt.Errorf("%q, and in Markdown %q", got[:min(shown, len(got))],
		want[:min(shown, len(want))])
}
