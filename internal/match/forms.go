package match

import (
	"slices"
	"strings"
)

// Form is one way to name somebody or something: folded words that follow each
// other. A text says it whatever stands between them.
type Form []string

// Forms are the ways in which a text may name somebody: the whole name in both
// orders, each name, the last name with an initial or a title. Names of notAlone
// (the subject's own) count only together with others.
func Forms(name string, notAlone []string) []Form {
	tokens := namesOf(name)
	var out []Form
	if n := len(tokens); n > 1 {
		first, last := tokens[0], tokens[n-1]
		turned := append(Form{last}, tokens[:n-1]...)
		out = append(out, tokens, turned, Form{initial(first), last}, Form{first, last})
	}
	for i, t := range tokens {
		switch {
		case len([]rune(t)) < 2 || particle(t):
		case !slices.Contains(notAlone, t):
			out = append(append(out, Form{t}), apostrophes(t)...)
		case i > 0 || len(tokens) == 1: // the surname, shared with the subject
			for _, before := range []string{"mr", "mrs", "ms", "miss", "mx", "dr"} {
				out = append(out, Form{before, t})
			}
		}
	}
	return out
}

// apostrophes are other ways to write O'Dell: ODell, and O Dell.
func apostrophes(name string) []Form {
	if !strings.Contains(name, "'") {
		return nil
	}
	out := []Form{{strings.ReplaceAll(name, "'", "")}}
	if parts := strings.Split(name, "'"); !slices.Contains(parts, "") {
		out = append(out, parts)
	}
	return out
}

func initial(name string) string { return string([]rune(name)[:1]) }

// PhraseForms are the words of a phrase just as they stand, where one of them tells
// anything, and Forms of the names in it.
func PhraseForms(phrase string, notAlone []string) []Form {
	words := Words(phrase)
	whole := texts(words)
	tokens := slices.DeleteFunc(nameTokens(words), func(w Word) bool {
		return month(w.Text) && len(words) > 1
	})
	var out []Form
	telling := func(w string) bool {
		return !common(w) && !onlyDigits(w) && !slices.Contains(notAlone, w)
	}
	if slices.ContainsFunc(whole, telling) {
		out = append(out, whole)
	}
	if len(tokens) > 0 {
		out = append(out, Forms(strings.Join(spelled(phrase, tokens), " "), notAlone)...)
	}
	return out
}
