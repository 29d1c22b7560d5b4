package match

import (
	"slices"
	"strings"
	"testing"
)

func TestPeople(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Her boyfriend Kevin Marsh hit her.", []string{"Kevin Marsh"}},
		{"Kevin hit her. Then Marsh left.", []string{"Kevin", "Marsh"}},
		{"kevin marsh hit her; KEVIN did, and mike. Saw Mr Marsh. Will olive oil do?",
			[]string{"kevin", "KEVIN", "Marsh"}},
		{"Kwame Boateng rang.", []string{"Kwame Boateng"}},
		{"Yesterday it rained. Nothing else.", nil},
		{"He goes to Oak Primary in Mill Lane on Monday, speaks Polish.", nil},
		{"With Jan van der Berg and Ana", []string{"Jan van der Berg", "Ana"}},
		{"at the GP, with NHS and I'm here, in May", nil},
		{"- Rosa said so\n- Lunch was late", []string{"Rosa"}},
		{"Asked Leanne. Mondays are hard, and on Tuesdays Xanthe Marsh rings.",
			[]string{"Leanne", "Xanthe Marsh"}},
		{"Gave Leanne the form. Rang Mr Marsh at St Mary's, 3 Feb, Class teacher.",
			[]string{"Leanne", "Marsh"}},
		{"Rang Mr Quill on 12 Mar and 3 Feb.", []string{"Quill"}},
		{"told by **Kev**in", []string{"Kev**in"}},
		{"Based on: F1, F2", nil},
		{"Mum said Dad came with Uncle Femi", []string{"Femi"}},
		{"", nil},
	} {
		var got []string
		for _, n := range People(c.text) {
			got = append(got, n.Text)
			if c.text[n.From:n.To] != n.Text && !strings.Contains(n.Text, " ") {
				t.Errorf("%q: the place of %q is %q", c.text, n.Text, c.text[n.From:n.To])
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestRelation(t *testing.T) {
	for relation, want := range map[string][]string{
		"aunt":   {"aunt", "auntie", "aunty"},
		"Uncle":  {"uncle"},
		"mother": {"mother", "mum", "mam", "mom", "mummy", "mommy", "mammy", "mama"},
		"foster mother": {"foster mother", "foster mum", "foster mam", "foster mom", "foster mummy",
			"foster mommy", "foster mammy", "foster mama"},
		"stepdad":           {"step father", "step dad", "step daddy", "step papa"},
		"friend of mum":     {"friend of mum"}, // and no mum
		"mother's friend":   {"mother s friend"},
		"half-brother":      {"brother", "half brother"},
		"aunt, by marriage": {"aunt", "auntie", "aunty"},
		"uncle (ill)":       {"uncle"},
		"neighbour":         {"neighbour", "neighbor"},
		"friend":            nil,
		"":                  nil,
	} {
		if got := lines(Relation(relation)); !slices.Equal(got, want) {
			t.Errorf("%q: got %q", relation, got)
		}
	}
	f := NewFinder[string]()
	f.Seek("aunt", Relation("aunt"))
	f.Seek("father", Relation("father"))
	f.Seek("nan", Relation("grandmother"))
	for _, phrase := range []string{"Father Christmas", "on Father's Day", "a nan bread"} {
		if got := found(f, phrase); got != nil {
			t.Errorf("%q has %q", phrase, got)
		}
	}
	if got := found(f, "Auntie rang; his aunt's car; AUNTY"); !slices.Equal(got,
		[]string{"Auntie=aunt", "aunt's=aunt", "AUNTY=aunt"}) {
		t.Errorf("got %q", got)
	}
}
