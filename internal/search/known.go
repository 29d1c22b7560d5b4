package search

import (
	"slices"
	"strings"

	"casefile/internal/match"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// knownAs returns a node for words that mean one thing together: a day, a telephone number, an
// address, an ID. It returns nil for other words. If an ID or an address may also be plain words,
// otherwise finds these too. alone says that the words were in quotation marks.
func knownAs(typed string, alone bool, otherwise node) node {
	typed = strings.TrimSpace(typed)
	if d, figures, ok := match.DayOf(typed); ok {
		if figures { // it may be a number too, as of a reference
			return wayOf(day{d}, idOf(typed), otherwise)
		}
		return day{d}
	}
	if n := numberLength(typed); n > 0 && n == len(typed) {
		if forms := match.ContactForms(typed); len(forms) > 0 {
			f := match.NewFinder[int]()
			f.Seek(1, forms)
			return number{f, match.ContactLetters(forms)}
		}
	}
	var address node // EH42QT may be an ID as well
	if p, ok := match.PlaceOf(typed, alone); ok {
		address = place{p}
	}
	id := idOf(typed)
	if id == nil && address == nil {
		return nil
	}
	return wayOf(id, address, otherwise)
}

// wayOf returns a node that finds each of several meanings.
func wayOf(ways ...node) node {
	return either(slices.DeleteFunc(ways, func(n node) bool { return n == nil }))
}

// telephone matches a number as people type it: it begins with 0, + or a bracket, and has at least
// seven figures.
var telephone = pattern.Of(`^(?:\+|0|\([0+])(?:[ ()./\-]*[0-9]){6,}`)

// numberLength returns the length of the telephone number at the beginning of a text, or 0.
// Brackets count if they are closed, as in +44 (0)7700.
func numberLength(s string) int {
	n := len(telephone().FindString(s))
	if strings.Count(s[:n], "(") != strings.Count(s[:n], ")") {
		return 0
	}
	if next := strings.TrimLeft(s[n:], " "); next == s[n:] && next != "" && next[0] != ')' {
		return 0 // part of a longer word
	}
	return n
}

// day finds a day in every form that a text may have.
type day struct{ match.Day }

func (d day) in(t *text) bool { return len(d.places(t)) > 0 }

func (d day) places(t *text) [][2]int {
	var out [][2]int
	for _, o := range t.days() {
		if o.Same(d.Day) {
			out = append(out, [2]int{o.From, o.To})
		}
	}
	return out
}

// number finds a telephone number in every form that a text may have.
type number struct {
	finder *match.Finder[int]
	needs  []string // each text with the number has the letters of one of these
}

func (n number) in(t *text) bool {
	return slices.ContainsFunc(n.needs, t.has) && len(n.finder.Find(t.Text)) > 0
}

func (n number) places(t *text) [][2]int {
	var out [][2]int
	for _, h := range n.finder.Find(t.Text) {
		out = append(out, [2]int{h.From, h.To})
	}
	return out
}

// place finds an address in every form that a text may have.
type place struct{ *match.SoughtPlace }

func (p place) in(t *text) bool {
	for _, letters := range p.Needs() {
		if !t.has(letters) {
			return false
		}
	}
	return len(p.Find(t.Text)) > 0
}

func (p place) places(t *text) [][2]int { return p.Find(t.Text) }

// name finds a person's name in every form that a text may have.
type name struct{ *match.SoughtName }

func (n name) in(t *text) bool {
	t.has("")
	return n.May(match.PlainLetters(t.letters), n.known(t)) && len(n.places(t)) > 0
}

func (n name) places(t *text) [][2]int { return n.Find(t.Text, n.known(t)) }

// known reports whether a text's case has the person's whole name.
func (n name) known(t *text) bool {
	for _, person := range t.People {
		plain := match.PlainLetters(string(match.AppendLetters(nil, person)))
		if n.May(plain, false) && len(n.Find(person, false)) > 0 {
			return true
		}
	}
	return false
}

// identified finds the ID of a case or an entry, or CASE/ENTRY. Each may be only the first symbols.
type identified struct{ first, second string }

// idOf parses an ID as people type it. It returns nil for anything else.
func idOf(typed string) node {
	head, tail, both := strings.Cut(typed, "/")
	first, err := record.ParsePrefix(head)
	if err != nil || strings.ContainsAny(typed, " \n") {
		return nil
	}
	if !both {
		return identified{first, ""}
	}
	second, err := record.ParsePrefix(tail)
	if err != nil {
		return nil
	}
	return identified{first, second}
}

func (id identified) in(t *text) bool { return id.itself(t) || len(id.places(t)) > 0 }

// itself reports whether the text is that entry, or an entry of that case.
func (id identified) itself(t *text) bool {
	begins := func(whole record.ID, prefix string) bool {
		return strings.HasPrefix(string(whole), prefix)
	}
	if id.second != "" {
		return begins(t.Case, id.first) && begins(t.ID, id.second)
	}
	return begins(t.Case, id.first) || begins(t.ID, id.first)
}

// places returns the places at which the text names the ID.
func (id identified) places(t *text) [][2]int {
	_, joined := t.readings()
	var out [][2]int
	for i, w := range joined {
		if !names(w.Text, id.first) {
			continue
		}
		to := w.To
		if id.second != "" {
			if i+1 == len(joined) || !names(joined[i+1].Text, id.second) {
				continue
			}
			to = joined[i+1].To
		}
		out = append(out, [2]int{w.From, to})
	}
	return out
}

// names reports whether a word is an ID that begins with prefix.
func names(word, prefix string) bool {
	return len(word) <= len("K3F927QM") && strings.HasPrefix(strings.ToUpper(word), prefix)
}
