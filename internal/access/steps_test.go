package access

import (
	"slices"
	"testing"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// person returns a question about somebody, of an agency where they are named for their work.
func person(name, agency string) disclose.Question {
	o := disclose.Question{What: disclose.AskPerson, Name: name, Agency: agency}
	if agency != "" {
		o.Propose = disclose.DoKeep
	}
	return o
}

func gateOf(id record.ID, named bool) disclose.Question {
	return disclose.Question{What: disclose.AskEntry, Entry: record.Ref{Case: caseID, Entry: id},
		Named: named}
}

// TestSteps: entries that name who asks come first, people of an agency and names of nobody
// together, and what was asked about by itself is apart.
func TestSteps(t *testing.T) {
	r := asking(t).maker().Request
	const nobody = "a name that nobody of the record has"
	place := disclose.Question{What: disclose.AskPerson, Name: "Mill Lane", Why: nobody}
	club := disclose.Question{What: disclose.AskPerson, Name: "Foxes", Why: nobody}
	number := disclose.Question{What: disclose.AskNumber, Name: "0161 496 0123"}
	words := disclose.Question{What: disclose.AskWords, Name: "Quil"}
	open := []disclose.Question{number, words, person("Mr Bell", "Oak Primary"), place,
		person("Dana Kerr", ""), gateOf(ids[1], false), person("Ann Lind", "Northshire CSC"), club,
		gateOf(ids[2], true), person("Ms Carr", "Oak Primary"), gateOf(r.Entry.ID, false)}
	for _, c := range []struct {
		about string
		apart []string
		want  []string
	}{
		{"in order", nil, []string{"request", "entry " + string(ids[2]), "entry " + string(ids[1]),
			"person Dana Kerr", "agency Oak Primary", "person Ann Lind", "names",
			"number 0161 496 0123", "words Quil", "exemption court_data"}},
		{"one by one", []string{"Mr Bell", "Ms Carr", "Foxes"}, []string{"request",
			"entry " + string(ids[2]), "entry " + string(ids[1]), "person Dana Kerr",
			"person Mr Bell",
			"person Ann Lind", "person Ms Carr", "person Mill Lane", "person Foxes",
			"number 0161 496 0123", "words Quil", "exemption court_data"}},
	} {
		var got []string
		for _, s := range Steps(open, []string{"court_data"}, r, c.apart) {
			got = append(got, s.Key())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n%q, want\n%q", c.about, got, c.want)
		}
	}
}

// TestItemOf: what a question can be answered by.
func TestItemOf(t *testing.T) {
	entry := record.Ref{Case: caseID, Entry: ids[1]}
	for _, c := range []struct {
		about string
		open  disclose.Question
		want  disclose.Decision
		can   []string
	}{
		{"a person", person("Dana Kerr", ""), disclose.Decision{Name: "Dana Kerr"},
			[]string{"keep", "remove"}},
		{"an entry", gateOf(ids[1], true), disclose.Decision{Entry: ids[1]},
			[]string{"keep", "withhold"}},
		{"a mark that marks nothing", disclose.Question{What: disclose.AskWords, Entry: entry},
			disclose.Decision{Entry: ids[1]}, []string{"withhold"}},
	} {
		if got := ItemOf(c.open); got.Decision != c.want || !slices.Equal(got.Choices, c.can) {
			t.Errorf("%s: %+v", c.about, got)
		}
	}
	request := asking(t).maker().Request
	step := Step{Kind: AskRequest, Questions: []disclose.Question{gateOf(request.Entry.ID, false)}}
	if got := step.Items()[0].Choices; !slices.Equal(got, []string{"answer"}) {
		t.Errorf("a request is answered by %q", got)
	}
}

func TestExemptionsFor(t *testing.T) {
	m := asking(t).maker()
	if got := ExemptionsFor(m.Request, m.Agency); slices.Contains(got, disclose.ChildAbuse) ||
		!slices.Contains(got, disclose.ThirdParty) {
		t.Errorf("for the subject there are %q", got)
	}
	m.Request.Entry.Fields["as"] = "parent"
	if got := ExemptionsFor(m.Request, m.Agency); !slices.Contains(got, disclose.ChildAbuse) {
		t.Errorf("for a parent there are %q", got)
	}
}
