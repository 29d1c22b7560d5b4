package match

import (
	"slices"
	"strings"
)

// nameTokens returns the words of a phrase that name somebody: those with a capital letter or,
// where there are none, those behind a title.
func nameTokens(words []Word) []Word {
	var out, behind []Word
	for i, w := range words {
		switch {
		case title(w.Text) || onlyDigits(w.Text):
		case i > 0 && title(words[i-1].Text):
			behind = append(behind, w)
			fallthrough
		default:
			if w.Capital && !common(stem(w.Text)) {
				out = append(out, w)
			}
		}
	}
	if len(out) == 0 {
		return behind
	}
	return out
}

// NamesSomebody reports whether a phrase has a word that names somebody: "a
// neighbour" has none.
func NamesSomebody(phrase string) bool { return len(nameTokens(Words(phrase))) > 0 }

// NameWithout returns the name in a phrase from the words that are not known. It returns "" if
// there are none, and the unchanged phrase if a title begins it. An acronym and a month name
// nobody.
func NameWithout(phrase string, known func(Word) bool) string {
	words := Words(phrase)
	unknown := slices.DeleteFunc(nameTokens(words), func(w Word) bool {
		typed := phrase[w.From:w.To]
		acronym := len(w.Text) > 1 && strings.ToUpper(typed) == typed
		return acronym || month(w.Text) || known(w)
	})
	switch {
	case len(unknown) == 0:
		return ""
	case title(words[0].Text):
		return phrase
	}
	return strings.Join(spelled(phrase, unknown), " ")
}

// Titled returns the places of a text where somebody is named behind a title, the title with them:
// Mrs Quill.
func Titled(s string) []string {
	var out []string
	words := Words(s)
	for i := 1; i < len(words); i++ {
		if title(words[i-1].Text) && words[i].Capital && !common(words[i].Text) {
			out = append(out, s[words[i-1].From:words[i].To])
		}
	}
	return out
}

// namesOf returns somebody's names from a field of the record: there a name needs no capital
// letter.
func namesOf(name string) []string {
	words := Words(name)
	tokens := nameTokens(words)
	if n, k := len(words), len(tokens); n > 1 && k > 0 && tokens[k-1] != words[n-1] {
		last := words[n-1]
		if last.Capital && !title(last.Text) && !onlyDigits(last.Text) {
			tokens = append(tokens, last) // Bea Friend
		}
	}
	if len(tokens) == 0 {
		for _, w := range words {
			if !title(w.Text) && !common(w.Text) && !onlyDigits(w.Text) {
				tokens = append(tokens, w)
			}
		}
	}
	out := texts(tokens)
	for i := range out {
		out[i] = stem(out[i])
	}
	return out
}

// spelled returns words as they are written.
func spelled(s string, words []Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = s[w.From:w.To]
	}
	return out
}
