package access

import (
	"cmp"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// StepKind says how a step of the walk through open questions is answered.
type StepKind string

// The subjects of a step.
const (
	AskRequest   StepKind = "request"   // whether there is to be a copy at all
	AskEntry     StepKind = "entry"     // whether an entry goes
	AskName      StepKind = "name"      // a person, a number, an address or words
	AskAgency    StepKind = "agency"    // people of one agency, named for their work
	AskNames     StepKind = "names"     // names that nobody of the record has
	AskExemption StepKind = "exemption" // what marks and rules leave out by it
)

// Step is asked at once: one question, or several that one answer may settle.
type Step struct {
	Kind      StepKind
	Questions []disclose.Question
	Agency    string // of an AskAgency; "" where the record names none
	Exemption string // of an AskExemption

	LeftOut disclose.Log // by that exemption, as far as it is known
}

// LeftOutWords lists the parts that marks and rules leave out by the exemption of a step. Each line
// has the place and the sort of thing.
func (s Step) LeftOutWords() []string {
	var out []string
	for _, item := range s.LeftOut {
		words := item.Entry.Entry.String() + "  " + item.What
		if item.Count > 1 {
			words += ", " + record.Counted(item.Count, "time")
		}
		out = append(out, words)
	}
	return out
}

// Key names a step in a draft, so that the walk goes on there.
func (s Step) Key() string {
	switch {
	case s.Kind == AskRequest || s.Kind == AskNames:
		return string(s.Kind)
	case s.Kind == AskAgency:
		return string(s.Kind) + " " + s.Agency
	case s.Kind == AskExemption:
		return string(s.Kind) + " " + s.Exemption
	}
	o := s.Questions[0]
	return string(o.What) + " " + cmp.Or(o.Name, string(o.Entry.Entry))
}

// Item is one decision that a step asks for.
type Item struct {
	disclose.Decision          // without what it does
	Choices           []string // what it can do
}

// Items returns the decisions that a step asks for.
func (s Step) Items() []Item {
	if s.Kind == AskExemption {
		return []Item{{disclose.Decision{Exemption: s.Exemption}, []string{disclose.DoRemove}}}
	}
	var out []Item
	for _, o := range s.Questions {
		item := ItemOf(o)
		if s.Kind == AskRequest {
			item.Choices = []string{disclose.DoAnswer}
		}
		out = append(out, item)
	}
	return out
}

// ItemOf returns the decision that a question asks for. A mark that marks nothing can't be kept:
// nobody knows what it was to mark.
func ItemOf(o disclose.Question) Item {
	switch {
	case o.Name != "":
		return Item{disclose.Decision{Name: o.Name}, []string{disclose.DoKeep, disclose.DoRemove}}
	case o.What == disclose.AskEntry:
		return Item{disclose.Decision{Entry: o.Entry.Entry},
			[]string{disclose.DoKeep, disclose.DoWithhold}}
	}
	return Item{disclose.Decision{Entry: o.Entry.Entry}, []string{disclose.DoWithhold}}
}

// Steps puts questions in the order in which they are asked. First comes whether there is a copy at
// all; then the entries that name the person who asks, and other entries. Then come people: first
// most people, then those named for their work, and names of nobody last. Numbers, addresses,
// words, and the exemptions that no decision names follow. apart are the names that are asked about
// by themselves, not with their agency or with other names.
func Steps(open []disclose.Question, uncovered []string, r *cases.Access, apart []string) []Step {
	var out []Step
	for _, one := range sortsOf(r) {
		var at = map[string]int{} // the step of a group
		for _, o := range open {
			if !one.of(o) {
				continue
			}
			s := Step{Kind: one.asking, Questions: []disclose.Question{o}}
			together := one.asking == AskAgency || one.asking == AskNames
			if together && slices.Contains(apart, o.Name) {
				s.Kind, together = AskName, false
			}
			if one.asking == AskAgency {
				s.Agency = o.Agency
			}
			if i, ok := at[s.Agency]; together && ok {
				out[i].Questions = append(out[i].Questions, o)
				continue
			} else if together {
				at[s.Agency] = len(out)
			}
			out = append(out, s)
		}
	}
	for i, s := range out {
		if len(s.Questions) == 1 && (s.Kind == AskAgency || s.Kind == AskNames) {
			out[i].Kind = AskName
		}
	}
	for _, e := range uncovered {
		out = append(out, Step{Kind: AskExemption, Exemption: e})
	}
	return out
}

// questionSort is one sort of question.
type questionSort struct {
	asking StepKind
	of     func(disclose.Question) bool
}

// sortsOf returns the sorts of question in the order in which they come.
func sortsOf(r *cases.Access) []questionSort {
	request := func(o disclose.Question) bool {
		return o.What == disclose.AskEntry && hasID(r.Entry, o.Entry.Entry)
	}
	entry := func(named bool) func(disclose.Question) bool {
		return func(o disclose.Question) bool {
			return o.What == disclose.AskEntry && o.Named == named && !request(o)
		}
	}
	what := func(w disclose.QuestionKind) func(disclose.Question) bool {
		return func(o disclose.Question) bool { return o.What == w }
	}
	words := func(o disclose.Question) bool { return o.What == disclose.AskWords && o.Name != "" }
	marks := func(o disclose.Question) bool { return o.What == disclose.AskWords && o.Name == "" }
	work := func(o disclose.Question) bool {
		return o.What == disclose.AskPerson && o.Propose == disclose.DoKeep
	}
	known := func(o disclose.Question) bool {
		return o.What == disclose.AskPerson && !work(o) && !o.OfNobody()
	}
	return []questionSort{{AskRequest, request}, {AskEntry, entry(true)}, {AskEntry, entry(false)},
		{AskName, known}, {AskAgency, work}, {AskNames, disclose.Question.OfNobody},
		{AskName, what(disclose.AskNumber)}, {AskName, what(disclose.AskAddress)},
		{AskName, words}, {AskEntry, marks}}
}

func hasID(t *cases.Thread, id record.ID) bool { return slices.Contains(versionIDs(t), id) }

// ExemptionsFor returns the exemptions by which a copy for a request may leave something out. That
// for child abuse is never an answer to the subject's own.
func ExemptionsFor(r *cases.Access, a Agency) []string {
	own := r.Entry.Str("as") == "subject"
	return slices.DeleteFunc(slices.Clone(a.Policy.SubjectAccess.Exemptions), func(e string) bool {
		return own && e == disclose.ChildAbuse
	})
}
