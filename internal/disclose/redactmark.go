package disclose

import (
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

// take cuts bytes from a to b out. A cut already there is swallowed.
func (d *draft) take(a, b int, label string) {
	before := strings.Count(d.text[:a], string(cut))
	inside := strings.Count(d.text[a:b], string(cut))
	d.labels = slices.Concat(d.labels[:before], []string{label}, d.labels[before+inside:])
	d.text = d.text[:a] + string(cut) + d.text[b:]
}

// String is the text with a mark in the place of each cut.
func (d *draft) String() string {
	var b strings.Builder
	n := 0
	for _, r := range d.text {
		if r != cut {
			b.WriteRune(r)
			continue
		}
		b.WriteString(block + " (" + d.labels[n] + ")")
		n++
	}
	return b.String()
}

// spans takes the marked words out; keep says which may stay, without their
// mark. It gives how many went.
func (d *draft) spans(keep func(words string) bool) (taken int) {
	for at := 0; ; {
		i := strings.Index(d.text[at:], mark)
		if i < 0 {
			return taken
		}
		i += at
		open := openOf(d.text[:i])
		if open < 0 {
			at = i + len(mark) // unmarked finds it
			continue
		}
		if words := d.text[open+1 : i-1]; keep(words) {
			d.text = d.text[:open] + words + d.text[i+len(mark):]
			at = open
			continue
		}
		d.take(open, i+len(mark), labelThird)
		taken++
		at = open
	}
}

// openOf is where the bracket opens that a text ends by closing, within one
// paragraph; -1 where nothing does.
func openOf(before string) int {
	if !strings.HasSuffix(before, "]") {
		return -1
	}
	floor := strings.LastIndex(before, "\n\n")
	depth := 0
	for i := len(before) - 1; i > floor; i-- {
		switch before[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// badMark finds what was meant as a mark and marks nothing: -1 where there is
// none.
func badMark(s string) int {
	words := match.Words(s)
	for i, w := range words {
		if w.Text == "thirdparty" || i > 0 && w.Text == "party" && words[i-1].Text == "third" {
			from := w.From
			if w.Text == "party" {
				from = words[i-1].From
			}
			// Only braces make a mark: "a third party" is plain English.
			brace := strings.LastIndexByte(s[:from], '{')
			if brace >= 0 && !strings.ContainsAny(s[brace:from], "}\n") {
				return from
			}
		}
	}
	return -1
}

// phrases are the words of all spans of a text.
func phrases(s string) []string {
	var out []string
	d := newDraft(s)
	d.spans(func(words string) bool {
		out = append(out, strings.ReplaceAll(words, string(cut), " "))
		return false
	})
	return out
}
