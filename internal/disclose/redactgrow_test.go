package disclose

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// spansByLooking returns the same as spans, by looking back from each mark: it costs time by the
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

// openByLooking returns the place of the bracket that the end of a text closes, in its paragraph.
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
	pieces := []string{"[", "]", mark, "]" + mark, "[a]" + mark, "a", "b", "\n", "\n\n", "é", " ",
		"{"}
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
	d.take([]removedPart{{0, from, "one"},
		{strings.Index(d.text, "f"), strings.Index(d.text, " g"), "two"}})
	if got, want := d.String(), block+" (one) c "+block+" (second) e "+block+
		" (two) g"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// manyEntries returns a record in which entries name each other, people, files and cases.
func manyEntries(t *testing.T, n int) []cases.Item {
	t.Helper()
	k := kinds(t)
	items := []cases.Item{profile(t, k, family)}
	id := record.ID("7K2M9QXH")
	for i := range n {
		next := record.NewID()
		ending := string([]byte{byte('a' + i/26%26), byte('a' + i%26)})
		kind, front := "note",
			fmt.Sprintf("sources: [{who: Ada%s Brew%s, how: letter, agency: Oak Primary}]\n"+
				"links: {related: %s}\n", ending, ending, string(id))
		if i%2 == 0 {
			front += "anonymous: yes\n"
		}
		if i%4 == 0 {
			kind, front = "attachment",
				fmt.Sprintf("file: %s\nname: a%d.txt\ntype: text/plain\nlength: 8\nsha256: %s\n"+
					"links: {related: %s}\n",
					string(record.NewID()), i, strings.Repeat("ab", 32), string(id))
		}
		text := fmt.Sprintf("---\nid: %s\ncase: K3F927QM\nkind: %s\n"+
			"recorded: 2026-03-06T17:40:12Z\nby: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n%s---\n"+
			"Mrs Whitlow and Xenia%s Marl%s rang about %s.\n", string(next), kind, front, ending,
			ending, string(id))
		e, err := k.Decode([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, cases.Item{Entry: e, Seq: i + 1})
		id = next
	}
	return items
}

// TestRedactGrowsEvenly: eight times as many entries, and people, cost no 64 times as much.
func TestRedactGrowsEvenly(t *testing.T) {
	if testing.Short() {
		t.Skip("costs are measured where nothing else weighs on them")
	}
	k := kinds(t)
	few, many := manyEntries(t, 40), manyEntries(t, 320)
	least := [2]time.Duration{time.Hour, time.Hour}
	for range 6 {
		for i, items := range [][]cases.Item{few, many} {
			begin := time.Now()
			if _, _, err := Redact(items, k, familyGoes()); !errors.Is(err, ErrUndecided) {
				t.Fatal(err)
			}
			least[i] = min(least[i], time.Since(begin))
		}
		if least[1] < 40*least[0] { // 8 times would be even, 64 the square
			return
		}
	}
	t.Errorf("40 entries cost %v, 320 cost %v", least[0], least[1])
}
