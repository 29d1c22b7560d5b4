package disclose

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// spansByLooking is what spans does, by looking back from each mark: it costs time by the
// square of the text.
func spansByLooking(text string, keep func(words string) bool) (out string, taken int) {
	for at := 0; ; {
		i := strings.Index(text[at:], mark)
		if i < 0 {
			return text, taken
		}
		i += at
		open := openByLooking(text[:i])
		if open < 0 {
			at = i + len(mark)
			continue
		}
		words := text[open+1 : i-1]
		if keep(words) {
			text = text[:open] + words + text[i+len(mark):]
		} else {
			text = text[:open] + string(cut) + text[i+len(mark):]
			taken++
		}
		at = open
	}
}

// openByLooking is where the bracket opens that a text ends by closing, in its paragraph.
func openByLooking(before string) int {
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

func TestSpansByLooking(t *testing.T) {
	pieces := []string{"[", "]", mark, "]" + mark, "[a]" + mark, "a", "b", "\n", "\n\n", "é", " ", "{"}
	keep := func(words string) bool { return strings.Contains(words, "b") }
	random := rand.New(rand.NewPCG(13, 4))
	for range 50000 {
		var b strings.Builder
		for range random.IntN(16) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		want, taken := spansByLooking(b.String(), keep)
		d := newDraft(b.String())
		got := d.spans(keep)
		if got != taken || d.text != want || len(d.labels) != strings.Count(want, string(cut)) {
			t.Fatalf("%q: %d, %q; want %d, %q", b.String(), got, d.text, taken, want)
		}
	}
}

// A cut that is there already goes with what is taken around it; labels keep their places.
func TestTake(t *testing.T) {
	d := newDraft("a [b]" + mark + " c [d]" + mark + " e f g")
	d.spans(func(string) bool { return false })
	d.labels[1] = "second"
	from := strings.Index(d.text, " c")
	d.take([]gone{{0, from, "one"}, {strings.Index(d.text, "f"), strings.Index(d.text, " g"), "two"}})
	if got, want := d.String(), block+" (one) c "+block+" (second) e "+block+" (two) g"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
