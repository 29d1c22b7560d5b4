package cases

import (
	"slices"
	"strings"
	"unicode"

	"casefile/internal/match"
	"casefile/internal/record"
)

// ToldBy returns the words for the people who told an entry: names, and how to reach them.
func ToldBy(e *record.Entry) []string {
	out := []string{e.For}
	for _, m := range e.Maps("referrer") {
		out = append(out, str(m, "name"), str(m, "contact"))
	}
	for _, s := range e.Sources {
		out = append(out, s.Who)
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || s == record.Unknown })
}

// NamesIn returns all names that the profiles among some entries give.
func NamesIn(entries []*record.Entry) []string {
	var out []string
	for _, e := range entries {
		if e.Kind != record.KindProfile {
			continue
		}
		for _, m := range append([]map[string]any{e.Fields}, e.Maps("people")...) {
			out = append(out, str(m, "name"), str(m, "known_as"))
			out = append(out, (&record.Entry{Fields: m}).Strs("other_names")...)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || s == record.Unknown })
}

// HiddenEverywhere reports whether the words for an anonymous informant are kept out of all other
// texts too. Words that name nobody, such as neighbour, stay there. So does a person whom a profile
// names: the case knows them anyway.
func HiddenEverywhere(who string, known []string) bool {
	names := match.NamesSomebody(who) || strings.ContainsFunc(who, unicode.IsDigit)
	return names && !sameName([]string{who}, known)
}

// ReporterForms returns the ways in which another text may name such a reporter. The names that
// profiles give count only together with others, and words that name nobody only as a whole: of
// "neighbour at number 6" no other number.
func ReporterForms(who string, known []string) []match.Form {
	forms := match.ContactForms(who)
	if match.NamesSomebody(who) {
		var words []string
		for _, name := range known {
			words = append(words, match.Folded(name)...)
		}
		forms = append(forms, match.Forms(who, words)...)
	}
	if len(match.Folded(who)) > 1 {
		forms = append(forms, match.Exactly(who)...)
	}
	return forms
}

// reporters returns the people who told an entry of this case and, in any version, asked not to be
// named.
func (c *Case) reporters(known []string) []string {
	var out []string
	for _, t := range c.threads {
		all := append(slices.Clone(t.versions()), t.Item)
		unnamed := func(v *Item) bool { return v.Str("anonymous") == "yes" }
		if !slices.ContainsFunc(all, unnamed) {
			continue
		}
		for _, v := range all {
			out = append(out, ToldBy(v.Entry)...)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(who string) bool { return !HiddenEverywhere(who, known) })
}
