package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

func TestSimilarities(t *testing.T) {
	profile := func(name, born string, more map[string]any,
		refs ...record.Reference) *record.Entry {
		fields := map[string]any{"name": name, "date_of_birth": born}
		for k, v := range more {
			fields[k] = v
		}
		return &record.Entry{Kind: "profile", Fields: fields, References: refs}
	}
	csc := record.Reference{Agency: "Northshire CSC", Number: "884213"}
	there := profile("Tobi Ansah-Reid", "2016-11-20",
		map[string]any{"other_names": []any{"Tobi Reid"}}, csc)
	c := &Case{Subject: Subject{Profile: &Item{Entry: there}, Born: there.Date("date_of_birth")}}
	tests := []struct {
		name string
		new  *record.Entry
		want []string
	}{
		{"another child", profile("Remi Lowe", "2015-02-03", nil), nil},
		{"written otherwise", profile("tobi ansah reid", "2015-02-03", nil),
			[]string{"the same name"}},
		{"with an accent", profile("Tóbi Ansah‑Reid", "2015-02-03", nil),
			[]string{"the same name"}},
		{"an earlier name",
			profile("Tobias Hall", "unknown", map[string]any{"known_as": "Tobi Reid"}),
			[]string{"the same name"}},
		{"born on the day", profile("T. A.", "2016-11-20", nil),
			[]string{"the same date of birth"}},
		{"known elsewhere",
			profile("T. A.", "unknown", nil,
				record.Reference{Agency: "northshire csc", Number: "88 4213"}),
			[]string{"the reference northshire csc 88 4213"}},
		{"with other signs",
			profile("T. A.", "unknown", nil,
				record.Reference{Agency: "Northshire C.S.C.", Number: "88/4213"}),
			[]string{"the reference Northshire C.S.C. 88/4213"}},
		{"the number of another agency",
			profile("T. A.", "unknown", nil, record.Reference{Agency: "Police", Number: "884213"}),
			nil},
		{"all of it", profile("Tobi Ansah-Reid", "2016-11-20", nil, csc),
			[]string{"the same name", "the same date of birth",
				"the reference Northshire CSC 884213"}},
	}
	for _, tt := range tests {
		if got := c.knownAs().similarities(tt.new); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	// Two people write one name in many ways; another child of the family has another.
	for _, tt := range []struct {
		name, other string
		want        bool
	}{
		{"Jörg Müller-Groß", "Joerg Mueller Gross", true},
		{"Åse Ødegård", "Aase Oedegaard", true},
		{"Tobi Ansah-Reid", "ANSAH REID, Tobi", true},
		{"Tobi Ansah-Reid", "T. Ansah-Reid", true},
		{"Tobi Kwame Ansah-Reid", "Tobi Ansah-Reid", true},
		{"Bryn O’Dell", "Bryn Odell", true},
		{"Tobi Ansah-Reid", "Tobi", false},
		{"Tobi Ansah-Reid", "Ansah-Reid", false},
		{"Tobi Ansah-Reid", "Remi Ansah-Reid", false},
		{"Tobi Ansah-Reid", "Tobias Ansah-Reid", false},
	} {
		c := &Case{Subject: Subject{Profile: &Item{Entry: profile(tt.name, "unknown", nil)}}}
		if got := c.knownAs().similarities(
			profile(tt.other, "unknown", nil)); (got != nil) != tt.want {
			t.Errorf("%s and %s: %q", tt.name, tt.other, got)
		}
	}
	// A long number tells one child whoever is said to have given it.
	nhs := func(name, agency, number string) *record.Entry {
		return profile(name, "unknown", nil, record.Reference{Agency: agency, Number: number})
	}
	c = &Case{Subject: Subject{Profile: &Item{Entry: nhs("Sam Whitfield", "NHS", "999 123 4567")}}}
	if got := c.knownAs().similarities(nhs("T. A.", "GP surgery", "999-1234567")); !slices.Equal(
		got,
		[]string{"the reference GP surgery 999-1234567"}) {
		t.Errorf("one long number of two agencies: %q", got)
	}
	// Two who are both unknown are not the same.
	nobody := profile("unknown", "unknown", nil)
	c = &Case{Subject: Subject{Profile: &Item{Entry: nobody}}}
	if got := c.knownAs().similarities(nobody); got != nil {
		t.Errorf("two unknown children are said to be one: %q", got)
	}
	if got := (&Case{}).knownAs().similarities(there); got != nil {
		t.Errorf("a case with no profile: %q", got)
	}
}

// A case that began with a concern has no profile yet: the concern alone names the child.
func TestSimilarConcern(t *testing.T) {
	about := func(name string) *Case {
		e := &record.Entry{Kind: "concern", Fields: map[string]any{"about": name}}
		return &Case{Concerns: []*Concern{{Entry: &Thread{Item: &Item{Entry: e}}}}}
	}
	profile := func(name string) *record.Entry {
		return &record.Entry{Kind: "profile", Fields: map[string]any{"name": name}}
	}
	tests := []struct {
		about, name string
		want        []string
	}{
		{"Sam Whitfield", "sam whit-field", []string{"a concern about the same name"}},
		{"Sam Whitfield", "Kay Whitfield", nil},
		{"WHITFIELD, Sam (year 4)", "Sam Whitfield", []string{"a concern about the same name"}},
		{"S. Whitfield and her brother Kay", "Sam Whitfield",
			[]string{"a concern about the same name"}},
		{"Sam, year 4", "Sam Whitfield", nil},
		{"Mrs Whitfield", "Sam Whitfield", nil},
		{"unknown", "unknown", nil},
		{"", "", nil},
	}
	for _, tt := range tests {
		if got := about(tt.about).knownAs().similarities(profile(tt.name)); !slices.Equal(got,
			tt.want) {
			t.Errorf("a concern about %q, a profile of %q: got %q, want %q", tt.about, tt.name, got,
				tt.want)
		}
		there := &Case{Subject: Subject{Profile: &Item{Entry: profile(tt.name)}}}
		got := there.knownAs().similarities(AboutOf(about(tt.about).Concerns[0]))
		if (got != nil) != (tt.want != nil) {
			t.Errorf("an intake about %q, a case of %q: got %q", tt.about, tt.name, got)
		}
	}
}
