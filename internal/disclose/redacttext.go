package disclose

import (
	"regexp"
	"slices"
	"strings"

	"casefile/internal/match"
	"casefile/internal/record"
)

// place says where a text stands, for the log and for what is open.
type place struct {
	edit  *edit
	field string // of the front matter; "" in the body
	line  int    // of the text's first character
}

// text gives a text without what must be left out.
func (r *redactor) text(at place, s string) string {
	d := newDraft(s)
	at.edit.note("marked words", ThirdParty, d.spans(r.keptWords))
	if i := badMark(d.text); i >= 0 {
		at.unmarked(d.text, i)
	}
	var all []gone
	for _, h := range slices.Backward(r.finder.Find(d.text)) {
		p := verdict(h.Who)
		from, to := h.From, h.To
		switch p.stands {
		case undecided:
			o := Open{What: AskPerson, Name: p.name, Why: "named without a mark, and nobody has decided"}
			at.open(o, d.text, from, to)
		case removed, bound:
			at.edit.note(p.what, p.exemption, 1)
			all = append(all, gone{from, to, p.label})
		}
	}
	slices.Reverse(all)
	d.take(all)
	r.otherCases(at, d)
	return d.String()
}

// keptWords reports whether marked words were decided to stay, as they are.
func (r *redactor) keptWords(words string) bool {
	key := match.Key(words)
	return slices.ContainsFunc(r.d.Items, func(one Decision) bool {
		return one.Do == DoKeep && one.Name != "" && match.Key(one.Name) == key
	})
}

// idForm is what can be an ID of a case; record knows whether it is one.
var idForm = regexp.MustCompile(`[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}`)

// otherCases takes IDs of other cases out: they are other people's.
func (r *redactor) otherCases(at place, d *draft) {
	var all []gone
	for _, m := range idForm.FindAllStringIndex(d.text, -1) {
		found := d.text[m[0]:m[1]]
		id := record.ID(strings.ToUpper(strings.ReplaceAll(found, "-", "")))
		hyphen := strings.Contains(found, "-")
		lower := !hyphen && found != strings.ToUpper(found)
		if !id.Valid() || r.own[id] || inWord(d.text, m[0], m[1]) || lower {
			continue
		}
		at.edit.note("the number of another case", ThirdParty, 1)
		all = append(all, gone{m[0], m[1], labelWithheld})
	}
	d.take(all)
}

// inWord reports whether bytes a to b are part of a longer word.
func inWord(s string, a, b int) bool {
	letter := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return a > 0 && letter(s[a-1]) || b < len(s) && letter(s[b])
}

// open asks about bytes from and to of a text.
func (p place) open(o Open, text string, from, to int) {
	it := p.edit.it
	at := Place{Entry: it.Ref(), Kind: it.Kind, Field: p.field, Line: p.line + strings.Count(text[:from], "\n")}
	at.Before, at.Words, at.After = wordsAt(text, from, to)
	p.edit.r.ask(o, at)
}

// unmarked asks about a mark that marks nothing.
func (p place) unmarked(text string, from int) {
	o := Open{What: AskWords, Entry: p.edit.it.Ref(),
		Why: "a mark that marks no words: amend the entry, or withhold it"}
	p.open(o, text, from, len(firstLine(text[from:]))+from)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
