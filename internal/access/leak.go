package access

import (
	"errors"
	"fmt"
	"html"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"casefile/internal/disclose"
	"casefile/internal/match"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// ErrLeak says that a copy would still name somebody who must not be named.
var ErrLeak = errors.New("a file would still name somebody who was to be left out")

// leaks searches all bytes of a copy, and the names of its files, for everybody who must not be
// named: the last net, after the redaction. ours are the program's own words. Compressed or scanned
// files cannot be searched; office documents are opened. done is called after each file.
func leaks(pack disclose.Package, ours map[string]bool, x *disclose.Redaction,
	done func(name string),
) error {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(pack)) {
		if name == sumsFile {
			continue
		}
		own := ours
		if strings.HasPrefix(name, disclose.AttachmentsFolder) {
			own = nil
		}
		binary := !utf8.Valid(pack[name])
		for _, text := range readings(name, pack[name]) {
			if at := leak(text, x, own, binary); at >= 0 {
				found = append(found, name+lineOf(text, at, binary))
				break
			}
		}
		done(name)
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrLeak, record.Enumerated(found))
}

// ownWords returns the program's own words: those of the pages and of the fields' names. blank is
// the copy of a case without entries. A month of our own dates names nobody.
func ownWords(blank disclose.Package, kinds *record.Kinds) map[string]bool {
	own := map[string]bool{"may": true}
	note := func(s string) {
		for _, w := range match.Folded(s) {
			own[w] = true
		}
	}
	for _, data := range blank {
		note(pageText(data))
	}
	for _, name := range kinds.Names() {
		k, ok := kinds.Kind(name)
		if !ok {
			continue
		}
		note(k.Title)
		for _, f := range k.Fields {
			note(f.Name)
		}
	}
	return own
}

// leak returns the place at which a text names somebody who must go, or -1. In bytes that are no
// text, short words are chance.
func leak(text string, x *disclose.Redaction, own map[string]bool, binary bool) int {
	for _, p := range x.Find(text) {
		words := match.Folded(text[p.From:p.To])
		chance := binary && len(words) == 1 && len(words[0]) < 5
		if !chance && slices.ContainsFunc(words, func(w string) bool { return !own[w] }) {
			return p.From
		}
	}
	return -1
}

// lineOf says on which line of a reading a place is; of bytes that are no text nothing.
func lineOf(text string, at int, binary bool) string {
	if binary {
		return ""
	}
	return fmt.Sprintf(" line %d", 1+strings.Count(text[:at], "\n"))
}

var (
	styleForm = pattern.Of(`(?s)<style>.*?</style>`)
	tagForm   = pattern.Of(`<[^<>]*>`)
	backslash = pattern.Of(`\\([[:punct:]])`)
)

// pageText returns the text of a page of ours, without its tags and escapes.
func pageText(data []byte) string {
	s := tagForm().ReplaceAllString(styleForm().ReplaceAllString(string(data), ""), "")
	return backslash().ReplaceAllString(html.UnescapeString(s), "$1")
}

// spaced returns a page with blanks in the place of its tags.
func spaced(page string) string { return tagForm().ReplaceAllString(page, " ") }

// readings returns all ways to read a file: as it is, as a page, without the zeros of UTF-16, its
// name, and its content if it is an archive. For a page of ours the second reading has only the
// lines that differ from the first.
func readings(name string, data []byte) []string {
	page := pageText(data)
	if !strings.HasPrefix(name, disclose.AttachmentsFolder) {
		unescaped := html.UnescapeString(string(data))
		return []string{page, otherLines(page, spaced(styleForm().ReplaceAllString(unescaped, "")))}
	}
	out := append([]string{path.Base(name), page}, contents(data)...)
	return append(out, unpacked(data)...)
}

// otherLines returns the lines of a reading that another one of the same file does not have, each
// with those before and after it: a name may go over the end of a line.
func otherLines(has, reading string) string {
	known := map[string]bool{}
	for line := range strings.Lines(has) {
		known[strings.Join(strings.Fields(line), " ")] = true
	}
	lines := strings.Split(reading, "\n")
	other := make([]bool, len(lines))
	for i, line := range lines {
		if !known[strings.Join(strings.Fields(line), " ")] {
			for k := max(i-1, 0); k < min(i+2, len(lines)); k++ {
				other[k] = true
			}
		}
	}
	var out []string
	for i, line := range lines {
		if other[i] {
			out = append(out, line)
		} else if len(out) > 0 && out[len(out)-1] != "" {
			out = append(out, "")
		}
	}
	return strings.Join(out, "\n")
}
