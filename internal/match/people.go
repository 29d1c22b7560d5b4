package match

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Named is a place of a text where somebody may be named: bytes From to To, exclusive.
type Named struct {
	From, To int
	Text     string // as people read it: Kevin Marsh
	Begins   bool   // a sentence, with a word that is no usual first name: it may be any word
}

// People returns the places of a text that look like somebody's name: runs of words with a capital
// letter that are no ordinary words, and first names in any case. At the beginning of a sentence a
// word counts if it is a usual first name, or if another such word follows. A word that the text
// also has in small letters does not count. A place, a school or a club looks the same: people
// decide what each is.
func People(s string) []Named {
	out := peopleOf(s)
	for _, span := range hidden(s) {
		for _, n := range peopleOf(s[span[0]:span[1]]) {
			n.From, n.To = n.From+span[0], n.To+span[0]
			out = append(out, n)
		}
	}
	return out
}

func peopleOf(s string) []Named {
	p := &peopleIn{s: s, words: Words(s), small: map[string]bool{}}
	for _, w := range p.words {
		if !w.Capital {
			p.small[w.Text] = true
		}
	}
	var out []Named
	for i := 0; i < len(p.words); {
		n := p.nameAt(i)
		if n == 0 {
			i = max(i+1, p.passed)
			continue
		}
		from, to := p.words[i].From, p.words[i+n-1].To
		out = append(out, Named{from, to, strings.Join(spelled(s, p.words[i:i+n]), " "),
			begins(s, from) && !given(stem(p.words[i].Text))})
		i += n
	}
	return out
}

// peopleIn is a text in which names are looked for.
type peopleIn struct {
	s      string
	words  []Word
	small  map[string]bool // words that it has in small letters
	passed int             // up to this word there is a place, and nobody
}

// nameAt returns the number of words from i on that look like one name; 0 for none. A run of
// capitals that ends as places do (Oak Primary) is passed over.
func (p *peopleIn) nameAt(i int) int {
	n, end := i, i
	for n < len(p.words) && n < i+mostNames && p.capitals(n) && (n == i || p.sameName(n)) {
		n++
		if !particle(p.words[n-1].Text) {
			end = n
		}
	}
	run := p.words[i:end]
	switch {
	case end == i || !slices.ContainsFunc(run, telling):
		return 0
	case slices.ContainsFunc(run, func(w Word) bool { return institution(stem(w.Text)) }):
		p.passed = end
		return 0
	case saint(run[0].Text): // St Mary's is a place
		p.passed = end
		return 0
	case !telling(run[0]) && !particle(run[0].Text):
		return 0 // the name begins with the next word
	case !begins(p.s, run[0].From) || given(stem(run[0].Text)):
		return p.telling(i, end)
	case len(run) == 1 || p.small[run[0].Text] || given(stem(run[1].Text)):
		return 0
	case p.telling(i, end) < 2:
		return 0 // Saw Mr Marsh
	}
	return p.telling(i, end)
}

func saint(w string) bool { return w == "st" || w == "saint" || w == "saints" }

// mostNames is the greatest number of words in one name.
const mostNames = 8

// telling returns the number of words from i on, before end, that belong to the name.
func (p *peopleIn) telling(i, end int) int {
	n := i
	for n < end && (telling(p.words[n]) || particle(p.words[n].Text)) {
		n++
	}
	return n - i
}

// capitals reports whether a word is written as names are: with a capital and small letters. A
// particle needs no capital.
func (p *peopleIn) capitals(n int) bool {
	w := p.words[n]
	typed := p.s[w.From:w.To]
	heading := strings.ToUpper(typed) == typed && strings.ToLower(typed) != typed
	return particle(w.Text) || plainName(w) || w.Capital && !heading && !hasDigit(w.Text)
}

// plainName reports whether a word is a first name and nothing else, however it is typed: kevin,
// KEVIN.
func plainName(w Word) bool {
	s := stem(w.Text)
	return given(s) && !ordinary(s) && !common(s) && !everyday(s) && !month(s) && !alsoWord(s)
}

// telling reports whether a word with a capital may be a name: it is no ordinary word.
func telling(w Word) bool {
	s := stem(w.Text)
	return (w.Capital || plainName(w)) && utf8.RuneCountInString(s) > 1 && !particle(s) &&
		!common(s) && !title(s) &&
		!common(strings.TrimSuffix(s, "s")) &&
		!month(s) && !everyday(s) && !strings.HasPrefix(s, "i'")
}

// sameName reports whether what stands before word n lets it be one name with the word before.
func (p *peopleIn) sameName(n int) bool {
	between := p.s[p.words[n-1].To:p.words[n].From]
	return !strings.Contains(between, "\n\n") && strings.Trim(between, " \t\r\n-*_'’") == ""
}

// begins reports whether a byte of a text begins a sentence, a line, a cell or an item.
func begins(s string, at int) bool {
	before := strings.TrimRight(s[:at], " \t*_`\"'“‘’([>#-–—•")
	return before == "" || slices.Contains([]byte("\n.:;!?|/"), before[len(before)-1]) ||
		strings.Contains(s[len(before):at], "\n")
}
