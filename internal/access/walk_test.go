package access

import (
	"slices"
	"testing"

	"casefile/internal/disclose"
)

// walkOf returns a walk through the questions of a case.
func walkOf(t *testing.T, r *records) *Walk {
	t.Helper()
	w, err := r.maker().Walk("Asha Rao")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestWalk: a walk goes over what is answered and what is left open, and comes back to an
// answer by what it is about.
func TestWalk(t *testing.T) {
	w := walkOf(t, asking(t))
	var keys []string
	for _, s := range w.Steps() {
		keys = append(keys, s.Key())
	}
	want := []string{"person Dana Adeyemi", "person Margaret O'Dell", "person Ann Lind",
		"exemption expressed_wish"}
	if !slices.Equal(keys, want) {
		t.Fatalf("steps are %q", keys)
	}
	if at := w.Begin(); at != 0 {
		t.Errorf("it begins at %d", at)
	}
	dana := disclose.Decision{Name: "Dana Adeyemi", Do: "keep", Reason: "she asks"}
	w.Decide(dana)
	w.Leave(w.Steps()[1])
	if at := w.Next(-1); at != 2 || w.Unanswered() != 3 {
		t.Errorf("it goes on at %d, with %d unanswered", at, w.Unanswered())
	}
	if at := w.StepOf(dana); at != 0 {
		t.Errorf("the answer is at %d", at)
	}
	if at := w.StepOf(disclose.Decision{Name: "Bogdan"}); at != -1 {
		t.Errorf("nobody asks, and it is at %d", at)
	}
	w.Told.At = "person Ann Lind"
	draft := w.Text()
	again := walkOf(t, asking(t))
	if !again.Resume(draft) || again.Begin() != 2 ||
		!slices.Equal(again.Told.Answers, w.Told.Answers) {
		t.Errorf("taken up: %d, %+v", again.Begin(), again.Told)
	}
	w.Told.At = "the end"
	if !again.Resume(w.Text()) || again.Begin() != 1 { // what was left open is asked again
		t.Errorf("taken up at the end: %d", again.Begin())
	}
	if again.Forget(dana); len(again.Told.Answers) != 0 {
		t.Errorf("left are %+v", again.Told.Answers)
	}
}

// TestAsBefore: what was decided for an earlier copy may be taken, where the law lets it be
// decided so for this one; one's own answer comes first.
func TestAsBefore(t *testing.T) {
	r := asking(t)
	before := r.decide("asha", ids[5], aboutHer)
	r.endorse("mina", "line", "endorsed", before)
	r.handed(ids[5])
	r.add("asha", "access-request", asked, "")
	w := walkOf(t, r)
	odell := Step{Kind: AskName, Questions: []disclose.Question{person("Margaret O'Dell", "")}}
	mrs := Step{Kind: AskName, Questions: []disclose.Question{person("Mrs O'Dell", "")}}
	if d, ok := w.AsBefore(mrs); !ok || d.Do != "remove" || d.Reason != "r" {
		t.Errorf("before it was %v, %+v", ok, d)
	}
	if d, ok := w.AsBefore(odell); ok {
		t.Errorf("of another name it was %+v", d)
	}
	group := Step{Kind: AskAgency, Questions: append(mrs.Questions, odell.Questions...)}
	if got := w.AllAsBefore(group); got != nil {
		t.Errorf("of one of two: %+v", got)
	}
	own := disclose.Decision{Name: "Mrs O'Dell", Do: "keep", Reason: "she agrees"}
	w.Decide(own)
	if d, _ := w.AsBefore(mrs); d != own {
		t.Errorf("answered already, it is %+v", d)
	}
	w.Decide(disclose.Decision{Name: "Margaret O'Dell", Do: "keep", Reason: "she agrees"})
	if got := w.AllAsBefore(group); len(got) != 2 || got[0] != own {
		t.Errorf("of both: %+v", got)
	}
}

// TestFurther: an entry that tells of a withheld one raises a question, and so does an exemption
// that is used by then. Once all is asked there is no more.
func TestFurther(t *testing.T) {
	r := recorded(t)
	r.add("asha", "profile", leila, "")
	concern := r.add("asha", "concern", told, "")
	note := r.add("asha", "note", "links: {concern: "+string(concern.ID)+"}\n", "Football.\n")
	r.add("asha", "access-request",
		askedBy("Dana Kerr", "parent", "child_understands: no\nchild_wish: unknown\n"), "")
	m := r.maker()
	w, err := m.Walk("Asha Rao")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range w.Steps() {
		for _, item := range s.Items() {
			d := item.Decision
			d.Do, d.Exemption, d.Reason = item.Choices[0], "", "weighed"
			if d.Entry == concern.ID {
				d.Do, d.Exemption = "withhold", disclose.ChildAbuse
			}
			if d.Name == "" && d.Entry == "" {
				d = item.Decision
				d.Do, d.Reason = "remove", "as marked"
			}
			w.Decide(d)
		}
	}
	before := len(w.Steps())
	more, err := w.Further(m)
	if err != nil || !more || len(w.Steps()) <= before {
		t.Fatalf("nothing more is asked: %v, %d steps", err, len(w.Steps()))
	}
	at := w.Next(-1)
	if got := w.Steps()[at]; got.Kind != AskEntry || got.Questions[0].Entry != note.Ref() {
		t.Errorf("asked is %+v", got)
	}
	w.Decide(disclose.Decision{Entry: note.ID, Do: "keep", Reason: "it tells nothing"})
	for _, s := range w.Steps() {
		if s.Kind == AskExemption {
			w.Decide(disclose.Decision{Do: "remove", Exemption: s.Exemption, Reason: "as marked"})
		}
	}
	if more, err := w.Further(m); err != nil || more {
		t.Errorf("asked on: %v, %v", more, err)
	}
}
