package match

import (
	"cmp"
	"slices"
	"strings"
)

// Finder finds the places where a text names somebody. P stands for the people that its user looks
// for.
type Finder[P comparable] struct {
	byStart map[string][]candidate[P] // by the first two letters of the form
	numbers []candidate[P]
	long    []candidate[P] // those that count within a longer word of an address
}

// candidate is one form of somebody's name.
type candidate[P comparable] struct {
	form    Form
	who     P
	letters string // of the form
}

// NewFinder finds nobody yet.
func NewFinder[P comparable]() *Finder[P] {
	return &Finder[P]{byStart: map[string][]candidate[P]{}}
}

// Seek makes a finder look for somebody, too.
func (f *Finder[P]) Seek(who P, forms []Form) {
	for _, form := range forms {
		letters := form.letters()
		c := candidate[P]{form, who, letters}
		switch {
		case letters == "":
		case form.what == digits, form.what == local:
			f.numbers = append(f.numbers, c)
		default:
			start := firstRunes(letters, 2)
			f.byStart[start] = append(f.byStart[start], c)
			if within(form, letters) {
				f.long = append(f.long, c)
			}
		}
	}
}

// minWithin is the shortest name that counts within a longer word of an address, in bytes of
// folded letters: shorter ones are chance.
const minWithin = 5

func within(f Form, letters string) bool {
	chance := len(f.parts) == 1 && (ordinary(letters) || common(letters))
	whole := f.what != initials && f.what != mailed
	return whole && len(letters) >= minWithin && !chance && !onlyDigits(letters)
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// Hit is a place in a text where somebody is named: bytes From to To, exclusive. It includes the
// title and the initial before the name, and emphasis that begins or ends within it. Who has
// several people if they share the name.
type Hit[P comparable] struct {
	From, To int
	Who      []P
}

// Find returns the people named in a text, in its order. At each place the longest form that fits
// counts, so that a "Tom Jones" who is sought is no "Jones". The words in a comment or a tag of
// HTML are searched by themselves.
func (f *Finder[P]) Find(s string) []Hit[P] {
	out := f.find(s)
	for _, span := range hidden(s) {
		for _, h := range f.find(s[span[0]:span[1]]) {
			h.From, h.To = h.From+span[0], h.To+span[0]
			covers := func(o Hit[P]) bool { return o.From < h.To && h.From < o.To }
			if !slices.ContainsFunc(out, covers) {
				out = append(out, h)
			}
		}
	}
	slices.SortFunc(out, func(a, b Hit[P]) int { return cmp.Compare(a.From, b.From) })
	return out
}

func (f *Finder[P]) find(s string) []Hit[P] {
	t := text{s, glyphsOf(s)}
	var out []Hit[P]
	done := 0 // letters up to here belong to a hit
	for i := 0; i < len(t.glyphs); {
		m := f.at(t, i, len(t.glyphs))
		if m.who == nil {
			i++
			continue
		}
		m = f.yielding(t, i, m, mostYielding)
		m.from = max(done, t.widened(i))
		if m.near != nil {
			m.from, m.to = t.grown(done, m.from, m.to, m.near)
		} else {
			m.from, m.to = t.doubled(done, i, m.from, m.to)
			f.initialsBeside(t, done, &m)
		}
		a, b := t.span(m.from, m.to)
		out = append(out, Hit[P]{a, b, m.who})
		i, done = m.to, m.to
	}
	return out
}

// spot is a hit while it is worked on: letters from to to.
type spot[P comparable] struct {
	from, to int
	who      []P
	near     map[string]bool
	initials string // of all of them
	most     int    // it ends here at the latest
}

// take keeps the longest; of those that are alike, whom all of them name.
func (m *spot[P]) take(to int, c candidate[P]) {
	if to < m.to || to == 0 || to > m.most {
		return
	}
	if to > m.to {
		m.to, m.who, m.near, m.initials = to, nil, nil, ""
	}
	if m.near == nil {
		m.near = c.form.near
	}
	if !slices.Contains(m.who, c.who) {
		m.who = append(m.who, c.who)
	}
	m.initials += c.form.initials
}

// mostYielding is the greatest number of hits in a row that each begin within the one before.
const mostYielding = 4

// yielding returns a hit's last words to a longer one that begins with them: of "Marsh, Ada Quill"
// Ada belongs to Quill, though there is an Ada Marsh. The longer one may have to yield likewise,
// deep times.
func (f *Finder[P]) yielding(t text, i int, m spot[P], deep int) spot[P] {
	for k := t.wordEnd(i); k < m.to && m.near == nil && deep > 0; k = t.wordEnd(k) {
		o := f.at(t, k, len(t.glyphs))
		if o.to <= m.to || o.near != nil {
			continue
		}
		if f.yielding(t, k, o, deep-1).to > m.to {
			if shorter := f.at(t, i, k); shorter.who != nil {
				return shorter
			}
		}
	}
	return m
}

// at finds who is named from letter i on, up to letter most.
func (f *Finder[P]) at(t text, i, most int) (m spot[P]) {
	m.most = most
	if t.begins(i) {
		for _, start := range t.starts(i) {
			for _, c := range f.byStart[start] {
				m.take(t.fits(i, c.form), c)
			}
		}
		if t.glyphs[i].digit() {
			f.numbered(t, i, &m)
		}
	}
	if m.who == nil && t.glyphs[i].address && t.glyphs[i].before != none {
		f.inAddress(t, i, &m)
	}
	return m
}

// inAddress finds whose name stands anywhere in a word of an address, which all goes.
func (f *Finder[P]) inAddress(t text, i int, m *spot[P]) {
	end := i + 1
	for end < len(t.glyphs) && t.glyphs[end].before == none {
		end++
	}
	word, longest := t.letters(i, end), 0
	for _, c := range f.long {
		n := len(c.letters)
		if n < longest || !strings.Contains(word, c.letters) {
			continue
		}
		if n > longest {
			longest, m.to, m.who = n, 0, nil
		}
		m.take(end, c)
	}
}
