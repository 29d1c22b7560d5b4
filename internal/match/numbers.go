package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"casefile/internal/pattern"
)

// minReach is the shortest number or address of mail that is sought, in letters or figures:
// shorter ones are chance.
const minReach = 6

// phoneNumber finds the telephone numbers in a field with somebody's contact details.
var phoneNumber = pattern.Of(`\+?[0-9(][0-9 ()./\-\x{2010}-\x{2015}\x{00a0}]{4,}[0-9]`)

// ContactForms returns the ways in which a text may tell telephone numbers and addresses of mail: a
// number by its figures, however they are grouped, with and without the prefix of the country, and
// of a town also without that of the town; an address of mail in its words, also with at and dot; a
// user name that no word is like. None where there is none of them.
func ContactForms(s string) []Form {
	var out []Form
	for _, number := range phoneNumber().FindAllString(wide2narrow(s), -1) {
		core := coreOf(number)
		if len(core) >= minReach {
			out = append(out, Form{parts: []string{core}, what: digits})
		}
		if part := localPart(core); len(part) >= minReach {
			out = append(out, Form{parts: []string{part}, what: local})
		}
	}
	for _, word := range strings.Fields(s) {
		word = strings.Trim(word, ".,;:()<>[]\"'")
		name, host, ok := strings.Cut(word, "@")
		switch {
		case ok && name != "":
			out = append(out, mailForms(word, name, host)...)
		case ok:
			out = append(out, Exactly(host)...)
		case userName(word):
			out = append(out, Exactly(word)...)
		}
	}
	return out
}

// mailForms returns the ways in which people write an email address: with its signs, and with words
// for them. The name before it counts alone if it has a figure.
func mailForms(word, name, host string) []Form {
	out := Exactly(word)
	spoken := name + " at " + host
	for _, one := range []string{spoken, strings.ReplaceAll(spoken, ".", " dot "),
		name + " at " + strings.ReplaceAll(host, ".", " dot ")} {
		out = append(out, Exactly(one)...)
	}
	if userName(name) {
		out = append(out, Exactly(name)...)
	}
	return unlike(out)
}

// userName reports whether a word is one that people have in a service: it begins with a letter,
// and has figures or underlines among its letters. A postcode is none.
func userName(word string) bool {
	letters := strings.Map(letterOnly, word)
	return nameInService().MatchString(word) && strings.ContainsAny(word, "0123456789_") &&
		utf8.RuneCountInString(letters) >= 3 && !postcode().MatchString(word)
}

func letterOnly(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

var nameInService = pattern.Of(`^\pL[\pL\pN._\-]{4,}$`)

// localPart returns a number of the United Kingdom as people write it in its town: without that of
// the town (Ofcom's National Telephone Numbering Plan). "" of any other.
func localPart(core string) string {
	if len(core) < 9 || len(core) > 10 {
		return ""
	}
	n := 4
	switch {
	case core[0] == '2':
		n = 2
	case core[0] != '1':
		return ""
	case core[1] == '1' || core[2] == '1':
		n = 3
	}
	return core[n:]
}

// wide2narrow writes the figures of all scripts as ours.
func wide2narrow(s string) string {
	var b strings.Builder
	for _, r := range s {
		if folded := foldRune(r); len(folded) == 1 && folded[0] >= '0' && folded[0] <= '9' {
			r = rune(folded[0])
		}
		b.WriteRune(r)
	}
	return b.String()
}

// coreOf returns the figures of a number that every way to write it has: without the prefix of the
// country, and without the nought that stands in its place at home.
func coreOf(number string) string {
	figures := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	abroad := strings.HasPrefix(strings.TrimSpace(number), "+")
	if !abroad && strings.HasPrefix(figures, "00") {
		abroad, figures = true, figures[2:]
	}
	switch {
	case abroad:
		figures = strings.TrimPrefix(figures, countryOf(figures))
		return strings.TrimPrefix(figures, "0")
	case strings.HasPrefix(figures, "44") && len(figures) == 12:
		return figures[2:] // typed without the plus
	}
	return strings.TrimPrefix(figures, "0")
}

// countryOf returns the prefix of the country that a number begins with (ITU-T E.164): 1 and 7 have
// one figure, the list here two, and all others three.
func countryOf(figures string) string {
	const two = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 " +
		"60 " +
		"61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98"
	n := 3
	switch {
	case strings.HasPrefix(figures, "1"), strings.HasPrefix(figures, "7"):
		n = 1
	case len(figures) > 2 && strings.Contains(two, figures[:2]):
		n = 2
	}
	return figures[:min(n, len(figures))]
}

// longestPrefix is the length of 00353(0), in figures.
const longestPrefix = 6

// prefix reports whether figures may stand before those that every way to write a number has:
// nothing, the nought, or the country's prefix with or without noughts.
func prefix(figures string) bool {
	if figures == "" || figures == "0" {
		return true
	}
	country := strings.TrimPrefix(figures, "00")
	return country != "" && country[0] != '0' &&
		(len(country) < 4 || len(country) == 4 && country[3] == '0')
}

// longestNumber is the greatest number of figures in a number, its prefix included (ITU-T E.164).
const longestNumber = 15 + longestPrefix

// numbered finds whose telephone number begins with letter i.
func (f *Finder[P]) numbered(t text, i int, m *spot[P]) {
	figures := t.figuresFrom(i)
	for at := 0; at <= longestPrefix && at < len(figures); at++ {
		if !prefix(figures[:at]) {
			continue
		}
		for _, c := range f.numbers {
			core := c.form.parts[0]
			end := i + at + len(core)
			fits := strings.HasPrefix(figures[at:], core) && !t.goesOn(end) && t.prefixed(i, at)
			if c.form.what == local {
				fits = fits && at == 0 && !t.goesOnFrom(i)
			}
			if fits {
				m.take(end, c)
			}
		}
	}
}

// goesOnFrom reports whether the figures before letter i may belong to the same number.
func (t text) goesOnFrom(i int) bool {
	if i == 0 || !t.glyphs[i-1].digit() || t.glyphs[i].before == apart {
		return false
	}
	return strings.Trim(t.signs(i), " -()/.\u00a0") == ""
}

// prefixed reports whether n figures from letter i on belong to the number behind them: they are
// in one piece with it, and between a country's prefix and a nought there are brackets, or no
// blank. "12 07700 …" is a 12 and a number, and so is "12: 07700 …".
func (t text) prefixed(i, n int) bool {
	for k := i + 1; k <= i+n; k++ {
		signs := t.signs(k)
		nought := k == i+n-1 && t.glyphs[k].ways[0] == "0" && t.glyphs[i].ways[0] != "0"
		switch {
		case t.glyphs[k].before == between && strings.ContainsAny(signs, "+:;,|\n"):
			return false
		case nought && !strings.Contains(signs, "(") && strings.Trim(signs, "-./") != "":
			return false
		}
	}
	return true
}

// figuresFrom returns the figures from letter i on that may belong to one number.
func (t text) figuresFrom(i int) string {
	var b strings.Builder
	for k := i; k < len(t.glyphs) && k-i < longestNumber; k++ {
		if !t.glyphs[k].digit() || k > i && !t.grouped(k) {
			break
		}
		b.WriteString(t.glyphs[k].ways[0])
	}
	return b.String()
}

// goesOn reports whether a number goes on with letter i, without a blank.
func (t text) goesOn(i int) bool {
	return i < len(t.glyphs) && t.glyphs[i].before <= unseen && t.glyphs[i].digit()
}

// grouped reports whether the figure at i may belong to the same number as the one before it:
// there are signs and cells of a table between at most.
func (t text) grouped(i int) bool { return t.glyphs[i].before < apart }

// ContactLetters returns letters, as AppendLetters gives them. Every text with one of the forms of
// a number or an address of mail has one of these letters.
func ContactLetters(forms []Form) []string {
	var out []string
	for _, f := range forms {
		out = append(out, strings.ReplaceAll(f.letters(), "'", ""))
	}
	return out
}
