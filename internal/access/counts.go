package access

import (
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// Counts holds the numbers of open questions, by sort.
type Counts struct {
	Entries, People, Numbers, Addresses, Words, Exemptions int

	Named  int  // entries that name the person who asks, or somebody who lives with them
	Answer bool // whether the request is answered at all
}

// Count counts what is open about a request, and exemptions that no decision names.
func Count(open []disclose.Question, uncovered []string, r *cases.Access) Counts {
	out := Counts{Exemptions: len(uncovered)}
	of := map[disclose.QuestionKind]*int{disclose.AskEntry: &out.Entries,
		disclose.AskPerson: &out.People,
		disclose.AskNumber: &out.Numbers, disclose.AskAddress: &out.Addresses,
		disclose.AskWords: &out.Words}
	for _, o := range open {
		if o.What == disclose.AskEntry && hasID(r.Entry, o.Entry.Entry) {
			out.Answer = true
			continue
		}
		*of[o.What]++
		if o.What == disclose.AskEntry && o.Named {
			out.Named++
		}
	}
	return out
}

// Open counts what keeps a copy from being made, as Count does.
func (d Decided) Open(u *disclose.Undecided, r *cases.Access) Counts {
	return Count(u.Questions, uncovered(u.Log, d.All), r)
}

// Any reports whether anything is open.
func (c Counts) Any() bool { return c != Counts{} }

// String says it in words: 2 entries (1 names who asks), 3 people, 1 number.
func (c Counts) String() string {
	var out []string
	add := func(n int, one, many string) {
		if n > 0 {
			out = append(out, record.Plural(n, one, many))
		}
	}
	if c.Answer {
		out = append(out, "whether it is answered at all")
	}
	add(c.Entries, "entry", "entries")
	if c.Named > 0 {
		out[len(out)-1] += " (" + record.Plural(c.Named, "names who asks", "name who asks") + ")"
	}
	add(c.People, "person", "people")
	add(c.Numbers, "number", "numbers")
	add(c.Addresses, "address", "addresses")
	add(c.Words, "piece of other words", "pieces of other words")
	add(c.Exemptions, "exemption", "exemptions")
	return strings.Join(out, ", ")
}
