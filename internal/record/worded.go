package record

import (
	"regexp"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// The types that TypeAt has besides those of Field.Type.
const (
	TypeText    = "text"    // words of an author
	TypeID      = "id"      // of a case or an entry, or a link to one
	TypeSymbols = "symbols" // which the schema's pattern keeps to one word: a member's ID, a sum
)

// TypeAt returns the type of the value at a path of names and of numbers of items, in the words of
// Field.Type. It is text for a value that is not as the schema wants it. A copy that leaves words
// out changes only texts: elsewhere "no" is an answer, even if it is somebody's name.
func (k *Kind) TypeAt(path []string, value string) string {
	s := k.root.at(path)
	if s == nil {
		return TypeText
	}
	one := s.fieldType()
	switch {
	case slices.Contains(s.choices(), value):
		return "choice"
	case one == "integer" && wholeNumber().MatchString(value),
		one == "boolean" && slices.Contains([]string{"true", "false", "yes", "no"}, value),
		(one == "date" || one == "time") && timeWritten().MatchString(value):
		return one
	case (one == TypeID || one == "list") && idWritten().MatchString(value) && s.ids():
		return TypeID
	case s.symbols(value):
		return TypeSymbols
	}
	return TypeText
}

// timeWritten matches the forms of a day, a time or a period. No name has such a form.
var timeWritten = pattern.Of(`^((about )?[0-9TZ:/+.-]+|unknown|none)$`)

// idWritten matches the form of an ID or a link.
var idWritten = pattern.Of(`^([0-9A-Za-z]{4}-?[0-9A-Za-z]{0,4}/)?[0-9A-Za-z]{4}-?[0-9A-Za-z]{0,4}$`)

// ids reports whether the field is of IDs, one or several.
func (s *shape) ids() bool {
	return s.Means == TypeID || s.Items != nil && s.Items.Means == TypeID
}

// symbols reports whether the schema has a pattern that a value fits and two words never do.
func (s *shape) symbols(value string) bool {
	form, err := regexp.Compile(s.Pattern)
	return s.Pattern != "" && err == nil && form.MatchString(value) &&
		!form.MatchString("Two words") &&
		!strings.Contains(value, " ")
}
