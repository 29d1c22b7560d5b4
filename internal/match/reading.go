package match

import (
	"strings"
	"unicode/utf8"
)

// A Reading is the order of the words of a text, for a search. Each text has two, since people
// write one word in two ways. The reading apart has the halves of well-being as two words, Müller
// as muller, and Quill's as quill. The reading joined has wellbeing, mueller and quills. Two texts
// say the same if a reading of one is a reading of the other.
type Reading []ReadWord

// ReadWord is one word of a reading. Text has neither accents nor apostrophes, in lower case.
type ReadWord struct {
	Text     string
	From, To int  // bytes of the text that it came from
	Parted   bool // an empty line stands before it
}

// Readings returns both readings of a text. Where nothing in it can be read in two ways, they are
// the same words.
func Readings(s string) (apart, joined Reading) { return readings(s, true) }

// SoughtReadings returns both readings of words that somebody seeks. An owner's s is theirs to type
// or to leave out: it stays in both.
func SoughtReadings(s string) (apart, joined Reading) { return readings(s, false) }

func readings(s string, dropOwner bool) (apart, joined Reading) {
	w := wordReader{dropOwner: dropOwner, apart: newReadingBuilder(len(s))}
	r := reader{s: s, out: make([]glyph, 0, 8), before: between}
	for at := 0; at < len(s); {
		switch c := s[at]; {
		case plainly[c] == parting:
			r.widen(between)
			at++
			continue
		case plainly[c] != readSlowly && (at+1 == len(s) || s[at+1] < utf8.RuneSelf):
			w.all(&r)
			w.plain(plainly[c], at, r.before)
			r.before = none
			at++
			continue
		}
		at += r.step(at)
		if last := len(r.out) - 1; last > 0 { // a mark may still come to the last letter
			w.each(r.out[:last])
			r.out = append(r.out[:0], r.out[last])
		}
	}
	w.all(&r)
	w.ended()
	apart = w.apart.done()
	if !w.differ {
		return apart, apart
	}
	return apart, w.joined.done()
}

// plainly says how each common character counts wherever it stands: as a letter in lower case, as
// parting, or as readSlowly, which step must read. The table is never written to.
var plainly = func() (table [256]byte) {
	for c := range table {
		switch {
		case c < utf8.RuneSelf && asciiWays[c] != nil:
			table[c] = asciiWays[c][0][0]
		case c < utf8.RuneSelf && strings.IndexByte("<&%\\-\n[]()*`~_'", byte(c)) < 0:
			table[c] = parting
		}
	}
	return table
}()

const readSlowly, parting = 0, 1

// wordReader makes both readings of the letters of a text, and keeps none of them: a search
// reads texts by the ten thousand.
type wordReader struct {
	dropOwner     bool
	apart, joined readingBuilder
	differ        bool // the readings are no longer the same: joined is only kept from then on

	begun bool // there was a letter
	solo  bool // and it is a word by itself
	owner bool // and it is an s behind an apostrophe
	shown int  // where the text goes on behind the letter before that
}

// all takes the letters that a reader has.
func (w *wordReader) all(r *reader) {
	w.each(r.out)
	r.out = r.out[:0]
}

func (w *wordReader) each(glyphs []glyph) {
	for _, g := range glyphs {
		w.letter(g.ways, g.from, g.to, g.before, g.solo)
	}
}

// plain takes a letter that everybody types.
func (w *wordReader) plain(letter byte, at int, before gap) {
	if w.solo {
		before = max(before, hyphen)
	}
	if w.begun && before == none { // within a word
		w.shown, w.owner = at, false
		w.apart.more(letter, at+1)
		if w.differ {
			w.joined.more(letter, at+1)
		}
		return
	}
	w.letter(asciiWays[letter], at, at+1, before, false)
}

// letter takes the next letter.
func (w *wordReader) letter(ways []string, from, to int, before gap, solo bool) {
	newWord := !w.begun || before >= hyphen
	newJoined := !w.begun || before > hyphen || newWord && (solo || w.solo)
	if newWord {
		w.ended()
	}
	if !w.differ && (newWord != newJoined || len(ways) > 1) {
		w.part()
	}
	w.owner = !newWord && before == apostrophe && ways[0] == "s"
	w.shown = w.apart.to()
	w.apart.add(ways[0], from, to, before, newWord)
	if w.differ {
		w.joined.add(ways[min(1, len(ways)-1)], from, to, before, newJoined)
	}
	w.begun, w.solo = true, solo
}

// ended takes the s of an owner off the word that has ended.
func (w *wordReader) ended() {
	if w.owner && w.dropOwner {
		if !w.differ {
			w.part()
		}
		w.apart.cut(w.shown)
	}
	w.owner = false
}

// part lets the readings differ from here on.
func (w *wordReader) part() {
	w.differ = true
	w.joined = readingBuilder{append(make([]byte, 0, cap(w.apart.letters)), w.apart.letters...),
		append(make(Reading, 0, cap(w.apart.words)), w.apart.words...),
		append(make([]int32, 0, cap(w.apart.from)), w.apart.from...)}
}

// readingBuilder is a reading while it is made. The letters of all words are one text.
type readingBuilder struct {
	letters []byte
	words   Reading // without their texts
	from    []int32 // where each word's letters begin
}

// newReadingBuilder has room for the words of a text of so many bytes.
func newReadingBuilder(n int) readingBuilder {
	return readingBuilder{make([]byte, 0, n), make(Reading, 0, n/5+1), make([]int32, 0, n/5+1)}
}

func (b *readingBuilder) to() int {
	if len(b.words) == 0 {
		return 0
	}
	return b.words[len(b.words)-1].To
}

func (b *readingBuilder) add(text string, from, to int, before gap, begins bool) {
	if begins {
		b.words = append(b.words, ReadWord{From: from, Parted: len(b.words) > 0 && before == apart})
		b.from = append(b.from, int32(len(b.letters)))
	}
	b.letters = append(b.letters, text...)
	b.words[len(b.words)-1].To = to
}

// more adds a letter to the last word, which then ends at a byte of the text.
func (b *readingBuilder) more(letter byte, to int) {
	b.letters = append(b.letters, letter)
	b.words[len(b.words)-1].To = to
}

// cut takes the last letter off the last word, which then ends at a byte of the text.
func (b *readingBuilder) cut(to int) {
	b.letters = b.letters[:len(b.letters)-1]
	b.words[len(b.words)-1].To = to
}

func (b *readingBuilder) done() Reading {
	letters := string(b.letters)
	for i := range b.words {
		end := len(letters)
		if i+1 < len(b.from) {
			end = int(b.from[i+1])
		}
		b.words[i].Text = letters[b.from[i]:end]
	}
	return b.words
}

// Same reports whether two readings have the same words.
func (r Reading) Same(o Reading) bool {
	if len(r) != len(o) {
		return false
	}
	if len(r) > 0 && &r[0] == &o[0] {
		return true
	}
	for i := range r {
		if r[i].Text != o[i].Text {
			return false
		}
	}
	return true
}

// At reports whether words follow each other in a reading from word i on, in one paragraph.
// The last of them may go on where begins is set.
func (r Reading) At(i int, words Reading, begins bool) bool {
	if len(words) == 0 || i+len(words) > len(r) {
		return false
	}
	last := len(words) - 1
	for k, w := range words {
		here := r[i+k]
		switch {
		case k > 0 && here.Parted:
			return false
		case k == last && begins:
			if !strings.HasPrefix(here.Text, w.Text) {
				return false
			}
		case here.Text != w.Text:
			return false
		}
	}
	return true
}
