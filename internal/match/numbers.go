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

// prefixForm is what may stand before the figures of a number that every way to write it has.
var prefixForm = regexp.MustCompile(`^(?:0|(?:00)?[1-9][0-9]{0,2}0?)?$`)

// longestPrefix is that of 00353(0), in figures.
const longestPrefix = 6

// number gives where a telephone number ends that begins with letter i, and 0 where there is
// none: its figures in any grouping, with a prefix.
func (t text) number(i int, core string) int {
	prefix := ""
	for k := i; k < len(t.glyphs) && len(prefix) <= longestPrefix; k++ {
		g := t.glyphs[k]
		if !g.digit() || k > i && !t.grouped(k) {
			return 0
		}
		if prefixForm.MatchString(prefix) {
			if end := t.figures(k, core); end > 0 {
				return end
			}
		}
		prefix += g.ways[0]
	}
	return 0
}

// figures gives where figures end that begin with letter i, and 0 where others stand there.
func (t text) figures(i int, core string) int {
	for k := range len(core) {
		at := i + k
		if at >= len(t.glyphs) || t.glyphs[at].ways[0] != core[k:k+1] || k > 0 && !t.grouped(at) {
			return 0
		}
	}
	end := i + len(core)
	if end < len(t.glyphs) && t.glyphs[end].before <= unseen && t.glyphs[end].digit() {
		return 0
	}
	return end
}

// grouped reports whether the figure at i may belong to the same number as the one before it.
func (t text) grouped(i int) bool {
	if t.glyphs[i].before < between {
		return true
	}
	signs := strings.Trim(t.s[t.glyphs[i-1].to:t.glyphs[i].from], " \t\n\r()-./+*_`~\u00a0")
	return t.glyphs[i].before == between && (signs == "" || strings.Trim(signs, "‐‑‒–—―>") == "")
}
