package disclose

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"casefile/internal/match"
)

// mark ends marked words: [Mrs Jones]{.third-party}.
const mark = "{.third-party}"

// cut stands for removed words while a text is being redacted. Labels replace it at the end.
const cut = '\ue000'

// block replaces words in a copy. Its length does not depend on theirs.
const block = "▇▇▇"

// Labels of removed words.
const (
	labelThird    = "third party"
	labelWithheld = "withheld"
)

// draft is a text that is being redacted.
type draft struct {
	text   string
	labels []string // of each cut, in order
}

func newDraft(s string) *draft {
	return &draft{text: strings.ReplaceAll(s, string(cut), string(utf8.RuneError))}
}

// removedPart is a part of a text that is removed, with its label.
type removedPart struct {
	from, to int
	label    string
}

// take removes parts, which are in order. A cut inside a part is removed with it.
func (d *draft) take(all []removedPart) {
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

// String returns the text with a block for each cut. Neighbouring cuts on a line get one block: two
// would show a title, or a word for what somebody is, before a name, and the number of names.
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

// spans removes marked words, and returns how many it removed. keep reports which marked words
// stay, without their mark.
func (d *draft) spans(keep func(words string) bool) (taken int) {
	var b bracketed
	for text, at := []byte(d.text), 0; at < len(text); {
		if b.opened() < 0 || !bytes.HasPrefix(text[at:], []byte(mark)) {
			b.read(text[at]) // badMark reports a mark without words
			at++
			continue
		}
		at += len(mark)
		words := b.words()
		if keep(words) { // the words are read again, because they may contain marks
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

// bracketed is a text read byte by byte, with its brackets.
type bracketed struct {
	out   []byte
	pairs []int // for each byte, where the bracket opens that it closes; -1: none
	open  []int // the positions of the open brackets in this paragraph
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

// opened returns the place of the bracket that the newest byte closes; -1: none.
func (b *bracketed) opened() int {
	if len(b.pairs) == 0 {
		return -1
	}
	return b.pairs[len(b.pairs)-1]
}

// words removes and returns the words between the brackets that closed last.
func (b *bracketed) words() string {
	open := b.opened()
	out := string(b.out[open+1 : len(b.out)-1])
	b.out, b.pairs = b.out[:open], b.pairs[:open]
	return out
}

// badMark returns the position of a mark that marks no words; -1 for none.
func badMark(s string) int {
	if !strings.Contains(s, "{") {
		return -1
	}
	words := match.Words(s)
	read, open := 0, false // whether a brace is open on this line
	for i, w := range words {
		if w.Text == "thirdparty" || i > 0 && w.Text == "party" && words[i-1].Text == "third" {
			from := w.From
			if w.Text == "party" {
				from = words[i-1].From
			}
			// Only braces make a mark: "a third party" is ordinary English.
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

// phrases returns all marked words of a text.
func phrases(s string) []string {
	var out []string
	d := newDraft(s)
	d.spans(func(words string) bool {
		out = append(out, strings.ReplaceAll(words, string(cut), " "))
		return false
	})
	return out
}
