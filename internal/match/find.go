package match

import "slices"

// Finder finds in texts who is named there. P is whom its user looks for.
type Finder[P comparable] struct {
	byWord map[string][]candidate[P]
	runs   []run[P] // the forms without blanks
}

// candidate is one form of somebody's name, found by its first word.
type candidate[P comparable] struct {
	form Form
	who  P
}

// NewFinder finds nobody yet.
func NewFinder[P comparable]() *Finder[P] {
	return &Finder[P]{byWord: map[string][]candidate[P]{}}
}

// Seek makes a finder look for somebody, too.
func (f *Finder[P]) Seek(who P, forms []Form) {
	for _, form := range forms {
		if len(form) == 0 {
			continue
		}
		f.byWord[form[0]] = append(f.byWord[form[0]], candidate[P]{form, who})
		if s, ok := runOf(form); ok {
			f.runs = append(f.runs, run[P]{s, who})
		}
	}
}

// Hit is a place in a text where somebody is named: words From to To, exclusive.
// Who has more than one where they share the name.
type Hit[P comparable] struct {
	From, To int
	Who      []P
}

// Find gives who is named in a text, in its order: at each place by the longest
// form that fits, so that a "Tom Jones" who is sought is no "Jones".
func (f *Finder[P]) Find(words []Word) []Hit[P] {
	var out []Hit[P]
	for i := 0; i < len(words); {
		h := f.at(words, i)
		if h.Who == nil {
			i++
			continue
		}
		out = append(out, h)
		i = h.To
	}
	return out
}

func (f *Finder[P]) at(words []Word, i int) (best Hit[P]) {
	best = Hit[P]{From: i, To: i}
	for _, first := range stems(words[i].Text) {
		for _, c := range f.byWord[first] {
			end := i + len(c.form)
			if end < best.To || !fits(words, i, c.form) {
				continue
			}
			if end > best.To {
				best.To, best.Who = end, nil
			}
			if !slices.Contains(best.Who, c.who) {
				best.Who = append(best.Who, c.who)
			}
		}
	}
	if best.Who == nil {
		if best.Who = f.joined(words[i]); best.Who != nil {
			best.To = i + 1
		}
	}
	return best
}

// fits reports whether the words from i are a form: the last in any ending, an
// ordinary word alone only with a capital or behind a title.
func fits(words []Word, i int, form Form) bool {
	if i+len(form) > len(words) {
		return false
	}
	last := len(form) - 1
	for k, f := range form {
		if w := words[i+k]; w.Text != f && (k < last || !w.Is(f)) {
			return false
		}
	}
	if last == 0 && (ordinary(form[0]) || common(form[0]) || len([]rune(form[0])) < 3) {
		return words[i].Capital || i > 0 && title(words[i-1].Text)
	}
	return true
}
