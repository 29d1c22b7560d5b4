package record

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// accepted says what a field takes.
func accepted(node *yaml.Node, s *shape) string {
	if c := s.choices(); len(c) > 0 {
		words := "one of " + strings.Join(c, ", ")
		if len(s.Enum) == 0 { // they are those of a list
			words += ", or several as [" + c[0] + ", " + c[1%len(c)] + "]"
		}
		return words + suggestion(node.Value, c)
	}
	switch {
	case s.Means == "id":
		return "an ID such as 7K2M, or K3F9/7K2M for an entry of another case"
	case s.Means == "date" || s.Means == "point" || s.Means == "occurred" || s.Means == "instant":
		return dateForm(s.Means) + alsoAccepted(s)
	case s.accepts("boolean"):
		if plain(node) {
			return "true or false"
		}
		return "true or false, without quotes"
	case s.accepts("integer"):
		return wholeNumbers(s) + alsoAccepted(s)
	}
	return sort(s) + ": " + cmp.Or(s.About, "as the schema of the kind says")
}

func sort(s *shape) string {
	switch s.fieldType() {
	case "list":
		return "a list"
	case "map":
		return "named values"
	}
	return "a text"
}

func wholeNumbers(s *shape) string {
	switch {
	case s.Min != nil && s.Max != nil:
		return fmt.Sprintf("a whole number from %d to %d, without quotes", *s.Min, *s.Max)
	case s.Min != nil:
		return fmt.Sprintf("a whole number of at least %d, without quotes", *s.Min)
	}
	return "a whole number, without quotes"
}

// takesUnknown reports whether a field accepts unknown, by its words, its pattern, or as
// any text.
func (s *shape) takesUnknown() bool {
	switch {
	case len(s.Enum) > 0:
		return slices.Contains(s.choices(), Unknown)
	case s.Pattern != "":
		return strings.Contains(s.Pattern, Unknown)
	}
	return s.accepts("string")
}

// alsoAccepted names the word that a field takes beside dates or numbers. Its
// pattern lists it.
func alsoAccepted(s *shape) string {
	for _, word := range []string{Unknown, "none"} {
		if strings.Contains(s.Pattern, word) {
			return ", or " + word
		}
	}
	return ""
}
