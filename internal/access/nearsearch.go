package access

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/match"
	"casefile/internal/record"
)

// nearly asks about words of a copy that read nearly like the name of somebody who must go: a
// slip, another spelling. It searches what people read, by another way than leaks does: the
// entries, which it can name, then the pages and the attached files. Ours are the program's
// own words. A decision to keep exactly these words answers, and so does one to remove them.
func nearly(pack disclose.Package, redacted []cases.Item, ours map[string]bool,
	x *disclose.Redaction,
) []disclose.Question {
	n := nearSearch{x: x, ours: ours, at: map[string]int{}}
	files := map[string]*cases.Item{}
	for i := range redacted {
		it := &redacted[i]
		if it.Kind == record.KindAttachment {
			files[disclose.AttachmentFile(it.Entry)] = it
		}
		text := string(it.Entry.Text)
		n.search(it, text, func(at int) string { return fieldAt(text, at) })
	}
	n.known = len(n.open)
	for _, name := range slices.Sorted(maps.Keys(pack)) {
		if name == sumsFile || !utf8.Valid(pack[name]) {
			continue
		}
		in := cmp.Or(files[name], &cases.Item{Entry: &record.Entry{}})
		for _, text := range readings(name, pack[name]) {
			n.search(in, text, func(int) string { return name })
		}
		n.known = len(n.open)
	}
	return n.open
}

// fieldAt returns the field of the front matter in which a byte of an entry's text stands; "" where
// that is in the body.
func fieldAt(text string, at int) string {
	if end := strings.Index(text, "\n---\n"); end < 0 || at > end {
		return ""
	}
	line := text[strings.LastIndexByte(text[:at], '\n')+1:]
	name, _, _ := strings.Cut(line, ":")
	return name
}

// nearSearch gathers questions, one for the same words.
type nearSearch struct {
	x     *disclose.Redaction
	ours  map[string]bool
	open  []disclose.Question
	at    map[string]int // by folded words
	known int            // how many questions have all their places
}

// window is the number of bytes around words from which the words around them are shown.
const window = 500

// search asks about the words of a text. Where says which field a byte of it is in.
func (n *nearSearch) search(in *cases.Item, text string, where func(at int) string) {
	line, read := 1, 0
	for _, h := range n.x.Nearly(text) {
		line += strings.Count(text[read:h.From], "\n")
		read = h.From
		words := text[h.From:h.To]
		folded := match.Folded(words)
		if !slices.ContainsFunc(folded, func(w string) bool { return !n.ours[w] }) {
			continue
		}
		key := strings.Join(folded, " ")
		i, asked := n.at[key]
		if !asked {
			i = len(n.open)
			n.at[key] = i
			n.open = append(n.open, disclose.Question{What: disclose.AskWords,
				Name: strings.Join(strings.Fields(words), " "),
				Why:  "reads nearly like “" + h.Name + "”, who goes"})
		}
		if i >= n.known { // what the entries have, the pages repeat
			from, to := max(h.From-window, 0), min(h.To+window, len(text))
			before := strings.Count(text[from:h.From], "\n")
			field, around := where(h.From), text[from:to]
			at := disclose.PassageAt(in, field, line-before, around, h.From-from, h.To-from)
			if !slices.Contains(n.open[i].Passages, at) { // of another reading of the same file
				n.open[i].Passages = append(n.open[i].Passages, at)
			}
		}
	}
}
