package access

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/disclose"
)

// halfWay returns a walk that was broken off at a person.
func halfWay() Walked {
	return Walked{On: "2026-03-06", At: "person Dana Kerr", Rationale: "weighed: each by itself",
		Answers: []disclose.Decision{
			{Entry: ids[1], Do: "withhold", Exemption: "serious_harm", Reason: "it would harm him"},
			{Name: `Bea "Bee" O’Dell: neighbour`, Do: "remove", Exemption: "third_party",
				Reason: "she has not agreed # yet"},
			{Name: "- Dana <Kerr>", Do: "keep", Reason: `\n is no line`},
			{Do: "remove", Exemption: "expressed_wish", Reason: "told in confidence"},
			{Name: "Mr Bell", Do: "keep"},
		}}
}

// TestWalkedSoFar: what a draft of a walk says is read back, and written anew it is the same
// draft. What an editor has added is told from it.
func TestWalkedSoFar(t *testing.T) {
	m := asking(t).maker()
	kind, _ := m.Kinds.Kind("decision")
	w := halfWay()
	draft := w.Text(kind, m.Request, "Asha Rao")
	got, ok := WalkedSoFar(draft)
	if !ok || got.On != w.On || got.At != w.At || got.Rationale != w.Rationale ||
		!slices.Equal(got.Answers, w.Answers) {
		t.Errorf("read back: %+v, %v", got, ok)
	}
	if again := got.Text(kind, m.Request, "Asha Rao"); string(again) != string(draft) {
		t.Errorf("written again it is\n%s", again)
	}
	more := strings.Replace(string(draft), "#options:", "options: to keep all", 1)
	got, _ = WalkedSoFar([]byte(more))
	if again := got.Text(kind, m.Request, "Asha Rao"); more == string(draft) ||
		string(again) == more {
		t.Error("what somebody added is not told")
	}
	w.At = ""
	if _, ok := WalkedSoFar(w.Text(kind, m.Request, "Asha Rao")); ok {
		t.Error("a text that no question stopped at is taken for a walk")
	}
}

// TestWalkedText: the walk's text is one that can be recorded, and its decisions can be
// followed.
func TestWalkedText(t *testing.T) {
	r := asking(t)
	m := r.maker()
	kind, _ := m.Kinds.Kind("decision")
	w := Walked{On: "2026-03-06", Rationale: "weighed", Answers: weighed()}
	for i := range w.Answers {
		w.Answers[i].Reason = "as agreed"
	}
	text := string(kind.Unhint(w.Text(kind, m.Request, "Asha Rao")))
	fields, _, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "---\n")
	it := r.add("asha", "decision", fields, "")
	if err := CheckDecision(it.Entry, r.fold(), m.Request, m.Agency); err != nil {
		t.Errorf("%v in\n%s", err, text)
	}
	if got := it.Maps("disclosure"); len(got) != 3 || got[2]["exemption"] != "third_party" {
		t.Errorf("it decides %v", got)
	}
}

// TestWalkAnswered: an answer needs all that the decision must say, and one that the question
// takes.
func TestWalkAnswered(t *testing.T) {
	step := Step{Kind: AskName, Questions: []disclose.Question{person("Dana Kerr", "")}}
	for _, c := range []struct {
		about string
		given disclose.Decision
		want  bool
	}{
		{"kept", disclose.Decision{Name: "Dana Kerr", Do: "keep", Reason: "she asks"}, true},
		{"removed", disclose.Decision{Name: "Dana Kerr", Do: "remove", Exemption: "third_party",
			Reason: "she has not agreed"}, true},
		{"no reason", disclose.Decision{Name: "Dana Kerr", Do: "keep"}, false},
		{"no exemption", disclose.Decision{Name: "Dana Kerr", Do: "remove", Reason: "x"}, false},
		{"not said what is done", disclose.Decision{Name: "Dana Kerr", Reason: "x"}, false},
		{"what no name takes", disclose.Decision{Name: "Dana Kerr", Do: "withhold",
			Exemption: "third_party", Reason: "x"}, false},
		{"somebody else", disclose.Decision{Name: "Dan Kerr", Do: "keep", Reason: "x"}, false},
	} {
		var w Walked
		w.Decide(c.given)
		if got := w.Answered(step); got != c.want {
			t.Errorf("%s: %v", c.about, got)
		}
	}
}

// TestDecide: a later answer takes the place of an earlier one about the same.
func TestDecide(t *testing.T) {
	w := halfWay()
	w.Decide(disclose.Decision{Name: "Mr Bell", Do: "keep", Reason: "for his work"})
	w.Decide(disclose.Decision{Do: "remove", Exemption: "expressed_wish", Reason: "as she asked"})
	w.Decide(disclose.Decision{Do: "remove", Exemption: "court_data", Reason: "the court's"})
	if len(w.Answers) != 6 || w.Answers[4].Reason != "for his work" ||
		w.Answers[3].Reason != "as she asked" || w.Answers[5].Exemption != "court_data" {
		t.Errorf("%+v", w.Answers)
	}
}

// TestReasonBefore: the last reason for the same is proposed; what is usual for professionals
// is none for a mother, and that of an entry none for a name.
func TestReasonBefore(t *testing.T) {
	w := Walked{Answers: []disclose.Decision{
		{Name: "Bea", Do: "remove", Exemption: "third_party", Reason: "she has not agreed"},
		{Name: "Bo", Do: "remove", Exemption: "court_data", Reason: "the court's"},
		{Entry: ids[1], Do: "keep", Reason: "it harms nobody"},
		{Name: "Dana", Do: "keep", Reason: "she asks"},
		{Name: "Mr Bell", Do: "keep", Reason: "for his work"},
	}}
	for _, c := range []struct {
		about string
		d     disclose.Decision
		want  string
	}{
		{"removed", disclose.Decision{Name: "Al", Do: "remove", Exemption: "third_party"},
			"she has not agreed"},
		{"by another exemption",
			disclose.Decision{Name: "Al", Do: "remove", Exemption: "serious_harm"}, ""},
		{"kept", disclose.Decision{Name: "Al", Do: "keep"}, "she asks"},
		{"the same again", disclose.Decision{Name: "Dana", Do: "keep"}, ""},
		{"an entry", disclose.Decision{Entry: ids[2], Do: "keep"}, "it harms nobody"},
		{"an exemption", disclose.Decision{Do: "remove", Exemption: "third_party"}, ""},
	} {
		if got := w.ReasonBefore(c.d, "for his work"); got != c.want {
			t.Errorf("%s: %q", c.about, got)
		}
	}
}

// TestBegun: a group of which some are decided goes on one by one.
func TestBegun(t *testing.T) {
	steps := []Step{
		{Kind: AskAgency,
			Questions: []disclose.Question{person("Mr Bell", "Oak"), person("Ms Carr", "Oak")}},
		{Kind: AskAgency,
			Questions: []disclose.Question{person("Ann Lind", "CSC"), person("Al Moss", "CSC")}},
		{Kind: AskNames, Questions: []disclose.Question{person("Mill Lane", "")}},
	}
	var w Walked
	for _, name := range []string{"Mr Bell", "Ann Lind", "Al Moss"} {
		w.Decide(disclose.Decision{Name: name, Do: "keep", Reason: "for their work"})
	}
	if got := w.Begun(steps); !slices.Equal(got, []string{"Mr Bell", "Ms Carr"}) {
		t.Errorf("begun are %q", got)
	}
}

// TestUnseen: a text decides nothing about what has come up elsewhere since it was made; of an
// item without a note nobody knows.
func TestUnseen(t *testing.T) {
	r := asking(t)
	m := r.maker()
	kind, _ := m.Kinds.Kind("decision")
	template, err := m.DecisionTemplate(kind, "Asha Rao", saysNothing)
	if err != nil {
		t.Fatal(err)
	}
	w, err := m.Walk("Asha Rao")
	if err != nil {
		t.Fatal(err)
	}
	w.Decide(disclose.Decision{Name: "Dana Adeyemi", Do: "keep", Reason: "she asks"})
	w.Told.At = "the end"
	draft := w.Text()
	for _, text := range [][]byte{template, draft} {
		if got, err := m.Unseen(text); err != nil || len(got) > 0 {
			t.Errorf("nothing is new, and unseen are %q, %v in\n%s", got, err, text)
		}
	}
	r.add("asha", "note", "headline: Later\n", "Dana rang. Ann Lind came.\n")
	m = r.maker()
	if got, err := m.Unseen(template); err != nil ||
		!slices.Equal(got, []string{"“Dana Adeyemi”", "“Ann Lind”"}) {
		t.Errorf("of the template unseen are %q, %v", got, err)
	}
	if got, _ := m.Unseen(draft); !slices.Equal(got, []string{"“Dana Adeyemi”"}) {
		t.Errorf("of the draft unseen are %q", got)
	}
	if got, _ := m.Unseen(halfWay().Text(kind, m.Request, "Asha Rao")); len(got) > 0 {
		t.Errorf("with no notes unseen are %q", got)
	}
	if w, err = m.Walk("Asha Rao"); err != nil || !w.Resume(draft) {
		t.Fatalf("the draft is not taken up: %v", err)
	}
	dana := w.Steps()[0]
	if w.Answered(dana) || !w.Stale(dana.Questions[0]) || w.Next(-1) != 0 {
		t.Error("what stands elsewhere since is not asked again")
	}
	if d, ok := w.AsBefore(dana); !ok || d.Do != "keep" {
		t.Errorf("the answer is not proposed: %+v", d)
	}
	w.Settle()
	if len(w.Told.Answers) > 0 {
		t.Errorf("left are %+v", w.Told.Answers)
	}
}
