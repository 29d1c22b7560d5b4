package disclose

import (
	"slices"
	"testing"

	"casefile/internal/cases"
)

// TestFinder: in any text it finds who must go and who is undecided, and not who
// stays; of two with one name, who must go.
func TestFinder(t *testing.T) {
	k := kinds(t)
	people := `people:
  - {name: Margaret Quill, relation: neighbour}
  - {name: Tom Quill, relation: uncle}
  - {name: Bea Lowe, relation: aunt}
  - {name: Ann Lind, relation: nurse, agency: Northshire CSC}
`
	d := Decisions{Items: []Decision{{Name: "Margaret Quill", Do: DoRemove, Exemption: ThirdParty},
		{Name: "Tom Quill", Do: DoKeep}}}
	f := NewRedaction([]cases.Item{profile(t, k, people)}, k, d)
	const text = "Tobi, Tom Quill and A. Lind met Margaret, and Quill and Bea Lowe did not."
	var got []string
	for _, p := range f.Find(text) {
		got = append(got, text[p.From:p.To])
	}
	if want := []string{"A. Lind", "Margaret", "Quill", "Bea Lowe"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestUnused(t *testing.T) {
	k := kinds(t)
	items := []cases.Item{profile(t, k, neighbour), sealedItem(t, k, 1, "note", "", "Ann Lind came.\n")}
	d := Decisions{Items: []Decision{{Name: "Ann Lynd", Do: DoRemove},
		{Name: "Ann Lind", Do: DoRemove}, {Name: "Bea", Do: DoKeep}, {Do: DoRemove}}}
	if got := NewRedaction(items, k, d).Unused(); !slices.Equal(got, []string{"Ann Lynd"}) {
		t.Errorf("unused are %q", got)
	}
}
