package match

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// joint says that a word may hold names without a blank between them, as
// addresses of mail and user names do.
type joint int

const (
	apart   joint = iota
	mixed         // digits, or a capital within: MQuill, quill77
	address       // part of an address, or of a file's name
)

// addressForm finds what is an address of mail or of a page, a user name, or a
// file's name.
var addressForm = regexp.MustCompile(`\S*(?:@|://|www\.|\.\pL{2,}/|` + fileEnding + `)\S*`)

const fileEnding = `\.(?i:pdf|png|jpe?g|heic|txt|md|csv|html?|docx?|odt|xlsx?|ods|eml|msg|mp[34])\b`

// markJoint says of each word of a text how names may stand in it.
func markJoint(s string, words []Word) {
	for i, w := range words {
		if mixedCase(s[w.From:w.To]) {
			words[i].joint = mixed
		}
	}
	if !strings.ContainsAny(s, "@/.") {
		return
	}
	i := 0
	for _, span := range addressForm.FindAllStringIndex(s, -1) {
		for ; i < len(words) && words[i].From < span[1]; i++ {
			if words[i].From >= span[0] {
				words[i].joint = address
			}
		}
	}
}

// mixedCase reports whether a word is written as no word of a text is.
func mixedCase(s string) bool {
	_, first := utf8.DecodeRuneInString(s)
	upperWithin := strings.ContainsFunc(s[first:], unicode.IsUpper)
	bothCases := upperWithin && strings.ContainsFunc(s, unicode.IsLower)
	return bothCases || strings.ContainsFunc(s, unicode.IsDigit)
}

// run is a form of a name without blanks.
type run[P comparable] struct {
	text string
	who  P
}

// minRun is the shortest name that counts within a longer word, and minWhole
// where the word is nothing but the name and digits: shorter ones are chance. In
// bytes of folded words.
const minRun, minWhole = 5, 4

// runOf is a form without blanks; false where in a longer word it would be chance.
func runOf(f Form) (string, bool) {
	s := strings.Join(f, "")
	return s, len(s) >= minWhole && !onlyDigits(s) && (len(f) > 1 || !ordinary(s) && !common(s))
}

// joined finds whose name stands in a word that may hold several: the longest.
func (f *Finder[P]) joined(w Word) (found []P) {
	if w.joint == apart {
		return nil
	}
	letters, longest := strings.Trim(w.Text, "0123456789"), 0
	for _, run := range f.runs {
		whole := letters == run.text
		n := len(run.text)
		within := w.joint == address && n >= minRun && strings.Contains(w.Text, run.text)
		if !whole && !within || n < longest {
			continue
		} else if n > longest {
			found, longest = nil, n
		}
		if !slices.Contains(found, run.who) {
			found = append(found, run.who)
		}
	}
	return found
}

// RunTogether reports whether the name of a file has one of the forms in it, in
// whatever way it is run together with other words.
func RunTogether(name string, forms []Form) bool {
	all := strings.Join(Folded(name), "")
	return slices.ContainsFunc(forms, func(f Form) bool {
		s := strings.Join(f, "")
		return len(s) > 3 && strings.Contains(all, s)
	})
}
