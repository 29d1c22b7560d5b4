package disclose

import (
	"slices"
	"strings"

	"casefile/internal/match"
	"casefile/internal/pattern"
)

// location says where a text is, for the log and for questions.
type location struct {
	edit  *edit
	field string // of the front matter; "" in the body
	line  int    // of the text's first character
}

// text returns a text without what must be left out.
func (r *redactor) text(at location, s string) string {
	d := newDraft(s)
	seq := r.entryIndex(at.edit.it)
	keep := func(words string) bool { return r.keptWords(words, seq) }
	at.edit.note("marked words", ThirdParty, d.spans(keep))
	if i := badMark(d.text); i >= 0 && !r.keptEntry(at.edit.it) {
		at.unmarked(d.text, i)
	}
	var all []removedPart
	for _, f := range r.found(d.text, seq) {
		if f.who.rulingIn(seq) == undecided {
			at.open(f.who.ask, d.text, f.from, f.to)
			continue
		}
		at.edit.note(f.who.what, f.who.exemption, 1)
		all = append(all, removedPart{f.from, f.to, f.who.label})
	}
	d.take(all)
	r.otherIDs(at, d)
	return d.String()
}

// found is a place where a text names a person who is removed or undecided.
type found struct {
	from, to int // bytes
	who      *person
}

// found returns the places in the order of the text. A word for what somebody is stays before the
// name of another person who stays: Auntie Bea.
func (r *redactor) found(s string, seq int) []found {
	var out []found
	hits := r.finder.Find(s)
	for i, h := range hits {
		for _, p := range h.Who {
			p.met = true
		}
		p := verdict(h.Who, seq)
		if p.rulingIn(seq) == kept {
			out = append(out, r.boundWithin(s[h.From:h.To], h.From)...)
			continue
		}
		if next := i + 1; p.word && next < len(hits) {
			beside := strings.Trim(s[h.To:hits[next].From], " \n") == ""
			if beside && verdict(hits[next].Who, seq).rulingIn(seq) == kept {
				continue
			}
		}
		to := initialEnd(s, h.From, h.To, p.word)
		if i+1 < len(hits) {
			to = min(to, hits[i+1].From)
		}
		out = append(out, found{h.From, to, p})
	}
	return out
}

// boundWithin returns the places of bound words inside words that stay. The bound words must be a
// number or a whole name. at is the place at which the words begin.
func (r *redactor) boundWithin(words string, at int) []found {
	var out []found
	for _, h := range r.bounds.Find(words) {
		if p := verdict(h.Who, 0); p.toldBy(words[h.From:h.To]) == revealsAll {
			out = append(out, found{at + h.From, at + h.To, p})
		}
	}
	return out
}

// initialEnd returns the end of a name, with the dot after a last initial. After a word such as
// Aunt, an initial is a name: Aunt B.
func initialEnd(s string, from, to int, word bool) int {
	if rest := behindKin().FindString(s[to:]); word && rest != "" {
		return to + len(rest)
	}
	if strings.HasPrefix(s[to:], ".") && lastInitial().MatchString(s[from:to]) {
		return to + 1
	}
	return to
}

var (
	behindKin   = pattern.Of(`^ [^\P{Lu}I](?:\.|\b)`)
	lastInitial = pattern.Of(`(?:^|[^\pL\pN])\p{Lu}$`)
)

// keptWords reports whether a decision keeps exactly these marked words.
func (r *redactor) keptWords(words string, seq int) bool {
	key := match.Key(words)
	return slices.ContainsFunc(r.d.Items, func(one Decision) bool {
		return one.Do == DoKeep && one.Name != "" && match.Key(one.Name) == key && one.covers(seq)
	})
}

// covers reports whether a keep holds for an entry: it was recorded before the keep.
func (d Decision) covers(seq int) bool { return d.Seq == 0 || seq <= d.Seq }

// open adds a question about the bytes from and to of a text.
func (p location) open(o Question, text string, from, to int) {
	p.edit.r.ask(o, PassageAt(p.edit.it, p.field, p.line, text, from, to))
}

// unmarked adds a question about a mark without words.
func (p location) unmarked(text string, from int) {
	o := Question{What: AskWords, Entry: p.edit.it.Ref(),
		Why: "a mark without words: amend the entry, or withhold it"}
	p.open(o, text, from, len(firstLine(text[from:]))+from)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
