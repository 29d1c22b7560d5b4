package disclose

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"casefile/internal/match"
)

// mark closes a span: [Mrs Jones]{.third-party}.
const mark = "{.third-party}"

// cut is one place of a text where words are taken out, while it is worked on.
// Labels say at the end what stood there.
const cut = '\ue000'

// block stands where words were; its length tells nothing of theirs.
const block = "▇▇▇"

// Labels of what was taken out.
const (
	labelThird    = "third party"
	labelWithheld = "withheld"
)

// draft is a text on its way to a redacted one.
type draft struct {
	text   string
	labels []string // of each cut, in order
}

func newDraft(s string) *draft {
	return &draft{text: strings.ReplaceAll(s, string(cut), string(utf8.RuneError))}
}

// gone is a stretch of a text that goes, from a byte to a byte, and what its label says.
type gone struct {
	from, to int
	label    string
}

// take cuts stretches out that follow each other. A cut already there is swallowed.
func (d *draft) take(all []gone) {
	var text strings.Builder
	var labels []string
	at, used := 0, 0
	for _, g := range all {
		kept := used + strings.Count(d.text[at:g.from], string(cut))
		labels = append(append(labels, d.labels[used:kept]...), g.label)
		used = kept + strings.Count(d.text[g.from:g.to], string(cut))
		text.WriteString(d.text[at:g.from] + string(cut))
		at = g.to
	}
	d.text = text.String() + d.text[at:]
	d.labels = append(labels, d.labels[used:]...)
}

// String returns the text with a mark in the place of each cut, and one in the place of cuts that
// follow each other on a line: two would tell of a title, or of what somebody is, before a name,
// and how many names stood there is nobody's business.
func (d *draft) String() string {
	var b strings.Builder
	text, labels := d.text, d.labels
	for len(labels) > 0 {
		before, after, _ := strings.Cut(text, string(cut))
		b.WriteString(before + block + " (" + labels[0] + ")")
		for len(labels) > 1 && labels[1] == labels[0] {
			next, follows := strings.CutPrefix(strings.TrimLeft(after, " "), string(cut))
			if !follows {
				break
			}
			after, labels = next, labels[1:]
		}
		text, labels = after, labels[1:]
	}
	return b.String() + text
}

// spans takes the marked words out; keep says which may stay, without their
// mark. It gives how many went.
func (d *draft) spans(keep func(words string) bool) (taken int) {
	var b bracketed
	for text, at := []byte(d.text), 0; at < len(text); {
		if b.opened() < 0 || !bytes.HasPrefix(text[at:], []byte(mark)) {
			b.read(text[at]) // of a mark that marks no words badMark tells
			at++
			continue
		}
		at += len(mark)
		words := b.words()
		if keep(words) { // and is read again, since it may have marks in it
			at -= len(words)
			copy(text[at:], words)
			continue
		}
		for i := range len(string(cut)) {
			b.read(string(cut)[i])
		}
		taken++
	}
	d.text = string(b.out)
	d.labels = slices.Repeat([]string{labelThird}, strings.Count(d.text, string(cut)))
	return taken
}

// bracketed is a text that is read letter by letter, and the brackets in it.
type bracketed struct {
	out   []byte
	pairs []int // of each letter, where the bracket opens that it closes; -1: it closes none
	open  []int // where the brackets stand that are open in this paragraph
}

func (b *bracketed) read(c byte) {
	pair := -1
	switch n := len(b.open) - 1; {
	case c == '\n' && bytes.HasSuffix(b.out, []byte{'\n'}):
		b.open = b.open[:0]
	case c == '[':
		b.open = append(b.open, len(b.out))
	case c == ']' && n >= 0:
		pair, b.open = b.open[n], b.open[:n]
	}
	b.out, b.pairs = append(b.out, c), append(b.pairs, pair)
}

// opened returns where the bracket opens that the newest letter closes; -1: it closes none.
func (b *bracketed) opened() int {
	if len(b.pairs) == 0 {
		return -1
	}
	return b.pairs[len(b.pairs)-1]
}

// words takes back what stands between the brackets that closed last, with them.
func (b *bracketed) words() string {
	open := b.opened()
	out := string(b.out[open+1 : len(b.out)-1])
	b.out, b.pairs = b.out[:open], b.pairs[:open]
	return out
}

// badMark finds what was meant as a mark and marks nothing: -1 where there is
// none.
func badMark(s string) int {
	if !strings.Contains(s, "{") {
		return -1
	}
	words := match.Words(s)
	read, open := 0, false // a brace that nothing has closed on its line
	for i, w := range words {
		if w.Text == "thirdparty" || i > 0 && w.Text == "party" && words[i-1].Text == "third" {
			from := w.From
			if w.Text == "party" {
				from = words[i-1].From
			}
			// Only braces make a mark: "a third party" is plain English.
			if at := strings.LastIndexAny(s[read:from], "{}\n"); at >= 0 {
				open = s[read+at] == '{'
			}
			if read = from; open {
				return from
			}
		}
	}
	return -1
}

// phrases returns the words of all spans of a text.
func phrases(s string) []string {
	var out []string
	d := newDraft(s)
	d.spans(func(words string) bool {
		out = append(out, strings.ReplaceAll(words, string(cut), " "))
		return false
	})
	return out
}
