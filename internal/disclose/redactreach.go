package disclose

import (
	"strings"

	"casefile/internal/match"
	"casefile/internal/pattern"
)

// Telephone numbers, which begin with a nought or a plus, and email addresses.
var (
	phoneForm = pattern.Of(`(?:\+|\b0)[0-9(][0-9 ().\-\x{2010}-\x{2015}\x{00a0}]{6,}[0-9]\b`)
	dateForm  = pattern.Of(`^[0-9]{1,2}[-.][0-9]{1,2}[-.][0-9]{2,4}\b`)
	mailForm  = pattern.Of(`[\pL\pN._%+\-]+@[\pL\pN\-]+(?:\.[\pL\pN\-]+)+`)
)

// leastFigures and mostFigures bound the figures of a telephone number (ITU-T E.164).
const leastFigures, mostFigures = 9, 15

// reaches adds telephone numbers and email addresses of nobody known.
func (r *redactor) reaches(s string) {
	if !strings.ContainsAny(s, "+0@") {
		return
	}
	found := mailForm().FindAllString(s, -1)
	for _, number := range phoneForm().FindAllString(s, -1) {
		if n := figures(number); n >= leastFigures && n <= mostFigures &&
			!dateForm().MatchString(number) {
			found = append(found, strings.Trim(number, " "))
		}
	}
	for _, one := range found {
		r.noOnes(AskNumber, one, match.ContactForms(one), whyNoOnes)
	}
}

// streets adds addresses of nobody known.
func (r *redactor) streets(s string) {
	for _, n := range match.Streets(s) {
		name := oneLine(n.Text)
		r.noOnes(AskAddress, name, match.AddressForms(name), whyNoAddress)
	}
}

const (
	whyNoAddress = "an address that nobody of the record has"
	whyNoOnes    = "a number or an address of mail that belongs to nobody of the record"
)

// noOnes adds a question about words that are nobody's known.
func (r *redactor) noOnes(what QuestionKind, words string, forms []match.Form, why string) {
	if key := match.Key(words); r.byName[key] == nil && len(r.finder.Find(words)) == 0 {
		r.byName[key] = &person{names: []string{words}, what: reachWhat, label: labelThird,
			forms: forms,
			ask:   Question{What: what, Name: words, Why: why}}
		r.put(r.byName[key])
	}
}

func figures(s string) int {
	n := 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}
