package match

import "strings"

// A Reading is how the words of a text follow each other for whoever seeks some of them. There
// are two of each text, since people write one word in two ways: apart has the halves of
// well-being as two words, Müller as muller, and Quill's as quill; joined has wellbeing, mueller
// and quills. Two texts say the same where a reading of one is a reading of the other.
type Reading []ReadWord

// ReadWord is one word of a reading. Text has neither accents nor apostrophes, in lower case.
type ReadWord struct {
	Text     string
	From, To int  // bytes of the text that it came from
	Parted   bool // an empty line stands before it
}

// Readings are both readings of a text. Where nothing in it can be read in two ways, they are
// the same words.
func Readings(s string) (apart, joined Reading) { return readings(s, true) }

// SoughtReadings are both readings of words that somebody seeks. An owner's s is theirs to
// type or to leave out: it stays in both.
func SoughtReadings(s string) (apart, joined Reading) { return readings(s, false) }

func readings(s string, dropOwner bool) (apart, joined Reading) {
	t := text{s, glyphsOf(s)}
	apart = make(Reading, 0, len(t.glyphs)/5)
	for i := 0; i < len(t.glyphs); {
		end := t.wordEnd(i)
		last := end
		if dropOwner && t.owner(end-1) && last > i+1 {
			last--
		}
		apart = append(apart, t.read(i, last, 0))
		i = end
	}
	for i := 0; i < len(t.glyphs); {
		end := t.joinedEnd(i)
		joined = append(joined, t.read(i, end, 1))
		i = end
	}
	return apart, joined
}

// owner reports whether letter i is the s of an owner, behind an apostrophe.
func (t text) owner(i int) bool {
	return t.glyphs[i].before == apostrophe && t.letters(i, i+1) == "s"
}

// joinedEnd is where the words end that hyphens join and that begin with letter i. In scripts
// without blanks each letter is a word, and nothing joins them.
func (t text) joinedEnd(i int) int {
	to := t.wordEnd(i)
	for to < len(t.glyphs) && t.glyphs[to].before == hyphen && !t.glyphs[to].solo &&
		!t.glyphs[to-1].solo {
		to = t.wordEnd(to)
	}
	return to
}

// read is the word of letters from to to, each in the first or the second way to write it.
func (t text) read(from, to, way int) ReadWord {
	var b strings.Builder
	for _, g := range t.glyphs[from:to] {
		b.WriteString(g.ways[min(way, len(g.ways)-1)])
	}
	return ReadWord{b.String(), t.glyphs[from].from, t.glyphs[to-1].to,
		from > 0 && t.glyphs[from].before == apart}
}

// Same reports whether two readings have the same words.
func (r Reading) Same(o Reading) bool {
	if len(r) != len(o) {
		return false
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
