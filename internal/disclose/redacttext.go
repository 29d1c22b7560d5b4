package disclose

import (
	"regexp"
	"slices"
	"strings"

	"casefile/internal/record"
)

// candidate is one form of somebody's name, found by its first word.
type candidate struct {
	form   []string
	person *person
}

func index(people []*person) map[string][]candidate {
	out := map[string][]candidate{}
	for _, p := range people {
		for _, f := range p.forms {
			out[f[0]] = append(out[f[0]], candidate{f, p})
		}
	}
	return out
}

// hit is a place in a text where somebody is named: words from to to, exclusive.
type hit struct {
	from, to int
	people   []*person
}

// hits finds who is named in a text: at each place by the longest form that
// fits, so that a kept "Tom Jones" is no "Jones".
func (r *redactor) hits(words []word) []hit {
	var out []hit
	for i := 0; i < len(words); {
		h := r.at(words, i)
		if h.people == nil {
			i++
			continue
		}
		out = append(out, h)
		i = h.to
	}
	return out
}

func (r *redactor) at(words []word, i int) (best hit) {
	best = hit{from: i, to: i}
	for _, first := range stems(words[i].text) {
		for _, c := range r.byWord[first] {
			end := i + len(c.form)
			if end < best.to || !fits(words, i, c.form) {
				continue
			}
			if end > best.to {
				best.to, best.people = end, nil
			}
			if !slices.Contains(best.people, c.person) {
				best.people = append(best.people, c.person)
			}
		}
	}
	if best.people == nil {
		if best.people = r.joined(words[i]); best.people != nil {
			best.to = i + 1
		}
	}
	return best
}

// fits reports whether the words from i are a form: the last in any ending, an
// ordinary word alone only with a capital or behind a title.
func fits(words []word, i int, form []string) bool {
	if i+len(form) > len(words) {
		return false
	}
	for k, f := range form {
		w := words[i+k].text
		if w != f && (k < len(form)-1 || !slices.Contains(stems(w), f)) {
			return false
		}
	}
	if len(form) == 1 && (ordinary(form[0]) || common(form[0]) || len([]rune(form[0])) < 3) {
		return words[i].capital || i > 0 && title(words[i-1].text)
	}
	return true
}

// verdict is what is to be done with a hit: who must go decides over who may
// stay, and who is undecided over who was kept.
func (h hit) verdict() *person {
	return slices.MinFunc(h.people, func(a, b *person) int { return rank(a) - rank(b) })
}

func rank(p *person) int {
	return slices.Index([]standing{bound, removed, undecided, kept}, p.stands)
}

// place says where a text stands, for the log and for what is open.
type place struct {
	edit *edit
	line int // of the text's first character
}

// text gives a text without what must be left out.
func (r *redactor) text(at place, s string) string {
	d := newDraft(s)
	at.edit.note("marked words", ThirdParty, d.spans(r.keptWords))
	if i := badMark(d.text); i >= 0 {
		at.open(d.text, i, "", "a mark that marks no words: amend the entry, or withhold it")
	}
	words := wordsOf(d.text)
	for _, h := range slices.Backward(r.hits(words)) {
		p := h.verdict()
		from, to := words[h.from].from, words[h.to-1].to
		switch p.stands {
		case undecided:
			at.open(d.text, from, p.name, "named without a mark, and nobody has decided")
		case removed, bound:
			at.edit.note(p.what, p.exemption, 1)
			d.take(from, to, p.label)
		}
	}
	r.otherCases(at, d)
	return d.String()
}

// keptWords reports whether marked words were decided to stay, as they are.
func (r *redactor) keptWords(words string) bool {
	folded := texts(wordsOf(words))
	return slices.ContainsFunc(r.d.Items, func(one Decision) bool {
		return one.Do == DoKeep && one.Name != "" && slices.Equal(texts(wordsOf(one.Name)), folded)
	})
}

// idForm is what can be an ID of a case; record knows whether it is one.
var idForm = regexp.MustCompile(`[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}`)

// otherCases takes IDs of other cases out: they are other people's.
func (r *redactor) otherCases(at place, d *draft) {
	all := idForm.FindAllStringIndex(d.text, -1)
	for _, m := range slices.Backward(all) {
		found := d.text[m[0]:m[1]]
		id := record.ID(strings.ToUpper(strings.ReplaceAll(found, "-", "")))
		hyphen := strings.Contains(found, "-")
		if !id.Valid() || r.own[id] || inWord(d.text, m[0], m[1]) || !hyphen && found != strings.ToUpper(found) {
			continue
		}
		at.edit.note("the number of another case", ThirdParty, 1)
		d.take(m[0], m[1], labelWithheld)
	}
}

// inWord reports whether bytes a to b are part of a longer word.
func inWord(s string, a, b int) bool {
	letter := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return a > 0 && letter(s[a-1]) || b < len(s) && letter(s[b])
}

func (p place) open(text string, at int, name, why string) {
	p.edit.r.ask(Open{Entry: p.edit.it.Ref(), Kind: p.edit.it.Kind, Line: p.line + strings.Count(text[:at], "\n"), Name: name, Why: why})
}
