package match

import (
	"regexp"
	"strings"
)

// minReach is the shortest number or address of mail that is sought, in letters or figures:
// shorter ones are chance.
const minReach = 6

// reachForm finds the telephone numbers in what a field says of how somebody is reached.
var reachForm = regexp.MustCompile(`\+?[0-9(][0-9 ()./\-\x{2010}-\x{2015}\x{00a0}]{4,}[0-9]`)

// ReachForms are the ways in which a text may tell telephone numbers and addresses of mail: a
// number by its figures, however they are grouped, with and without the prefix of the country;
// an address of mail in its words. None where there is neither.
func ReachForms(s string) []Form {
	var out []Form
	for _, number := range reachForm.FindAllString(wide2narrow(s), -1) {
		if core := coreOf(number); len(core) >= minReach {
			out = append(out, Form{parts: []string{core}, what: digits})
		}
	}
	for _, word := range strings.Fields(s) {
		if name, _, ok := strings.Cut(word, "@"); ok && name != "" {
			out = append(out, Exactly(strings.Trim(word, ".,;:()<>"))...)
		}
	}
	return out
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

// coreOf are the figures of a number that every way to write it has: without the prefix of the
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

// countryOf is the prefix of the country that a number begins with (ITU-T E.164): 1 and 7 have
// one figure, the list here two, and all others three.
func countryOf(figures string) string {
	const two = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 " +
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

// longestPrefix is that of 00353(0), in figures.
const longestPrefix = 6

// prefix reports whether figures are what may stand before those that every way to write a
// number has: nothing, the nought, or the country's prefix with or without noughts.
func prefix(figures string) bool {
	if figures == "" || figures == "0" {
		return true
	}
	country := strings.TrimPrefix(figures, "00")
	return country != "" && country[0] != '0' &&
		(len(country) < 4 || len(country) == 4 && country[3] == '0')
}

// longestNumber is how many figures a number has at most, its prefix with it (ITU-T E.164).
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
			if strings.HasPrefix(figures[at:], core) && !t.goesOn(end) {
				m.take(end, c)
			}
		}
	}
}

// figuresFrom are the figures from letter i on that may belong to one number.
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

// grouped reports whether the figure at i may belong to the same number as the one before it.
func (t text) grouped(i int) bool {
	if t.glyphs[i].before < between {
		return true
	}
	signs := strings.Trim(t.s[t.glyphs[i-1].to:t.glyphs[i].from], " \t\n\r()-./+*_`~\u00a0")
	return t.glyphs[i].before == between && (signs == "" || strings.Trim(signs, "‐‑‒–—―>") == "")
}
