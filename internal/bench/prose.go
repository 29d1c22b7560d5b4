package bench

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"
)

// wordLists are the classes of words, and the sentences that they stand in.
//
//go:embed words.txt
var wordLists string

// lexicon has the words of each class, the common ones first.
type lexicon map[string][]string

// parseLexicon reads word lists: a class a heading. A class with phrases parts them by a
// bar or the end of a line, and any other by spaces.
func parseLexicon(text string) lexicon {
	words, class := lexicon{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch name, ok := strings.CutPrefix(line, "["); {
		case line == "" || line[0] == '#':
		case ok:
			class = strings.TrimSuffix(name, "]")
		case class == "sentence" || strings.Contains(line, "|"):
			words[class] = append(words[class], strings.Split(line, "|")...)
		default:
			words[class] = append(words[class], strings.Fields(line)...)
		}
	}
	return words
}

// prose draws one text: the same for the same seed.
type prose struct {
	words lexicon
	dice  *rand.Rand
	day   time.Time // the text names no date after it
	even  bool      // no word is rarer than another: names of children, most of which differ
}

// newProse draws the n-th text of a case.
func newProse(words lexicon, number, n int, day time.Time) *prose {
	return &prose{words: words, dice: rand.New(rand.NewPCG(uint64(number), uint64(n))), day: day}
}

// rank draws from 0 to n-1, each the rarer the higher it is, as words are in a language.
func (p *prose) rank(n int) int {
	if p.even || n < 2 {
		return p.dice.IntN(n)
	}
	return int(rand.NewZipf(p.dice, 1.08, 3, uint64(n-1)).Uint64())
}

func (p *prose) pick(class string) string { return p.words[class][p.rank(len(p.words[class]))] }

// name draws a name that is made of syllables: a few are everywhere, most are rare.
func (p *prose) name() string {
	prefixes, middles, suffixes := p.words["prefix"], p.words["middle"], p.words["suffix"]
	n := p.rank(len(prefixes) * len(middles) * len(suffixes))
	prefix, n := prefixes[n%len(prefixes)], n/len(prefixes)
	suffix, n := suffixes[n%len(suffixes)], n/len(suffixes)
	return prefix + strings.TrimSuffix(middles[n], "-") + suffix
}

// surname returns a name, one in sixteen of two with a hyphen, one in sixteen with an apostrophe.
func (p *prose) surname() string {
	switch p.dice.IntN(16) {
	case 0:
		return p.name() + "-" + p.name()
	case 1:
		return "O'" + p.name()
	}
	return p.name()
}

func (p *prose) person() string { return p.pick("given") + " " + p.surname() }

func (p *prose) address() string {
	return fmt.Sprintf("%d %s %s, %s", 1+p.rank(180), p.name(), p.pick("street"), p.name())
}

// phone writes a number that is kept for plays, in one of the ways that people write it.
func (p *prose) phone() string {
	form := []string{"07700 900%03d", "07700-900%03d", "+44 7700 900 %03d",
		"01632 960%03d", "(01632) 960 %03d", "020 7946 0%03d"}
	return fmt.Sprintf(form[p.dice.IntN(len(form))], p.dice.IntN(1000))
}

// date writes one of the two years before the text's own day.
func (p *prose) date() string {
	form := []string{"2 January 2006", "2006-01-02", "2 Jan 2006", "02/01/2006"}
	return p.day.AddDate(0, 0, -p.dice.IntN(730)).Format(form[p.dice.IntN(len(form))])
}

// fill draws a pattern of a class, and all that its slots ask for.
func (p *prose) fill(class string) string {
	var b strings.Builder
	rest := p.words[class][p.dice.IntN(len(p.words[class]))]
	for {
		before, after, ok := strings.Cut(rest, "{")
		b.WriteString(before)
		if !ok {
			return capital(b.String())
		}
		slot, tail, _ := strings.Cut(after, "}")
		b.WriteString(p.slot(slot))
		rest = tail
	}
}

func (p *prose) slot(name string) string {
	switch name {
	case "person":
		return p.person()
	case "address":
		return p.address()
	case "phone":
		return p.phone()
	case "date":
		return p.date()
	}
	return p.pick(name)
}

// capital writes the first letter of a sentence large.
func capital(s string) string {
	for i, r := range s {
		return s[:i] + string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// facts returns so many numbered statements, of two sentences each.
func (p *prose) facts(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "\nF%d: %s %s\n", i+1, p.fill("sentence"), p.fill("sentence"))
	}
	return b.String()
}
