package disclose

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
)

// TestFinder: in any text it finds the people who must go and the undecided ones, and not those who
// stay. Of two with one name, it finds the one who must go.
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

// TestFinderPassesShownIDs: the ID of an entry that goes names nobody, though a name stands in its
// signs. The same name beside it, and in other numbers, is found.
func TestFinderPassesShownIDs(t *testing.T) {
	k := kinds(t)
	items := []cases.Item{profile(t, k, "people: [{name: Ann Lind, relation: nurse}]\n"),
		sealedItem(t, k, 1, "note", "", "A note.\n"), sealedItem(t, k, 2, "note", "", "Another.\n")}
	items[1].ID, items[2].ID = "7K2D4ANN", "DANNX9ZZ"
	x := NewRedaction(items, k, Decisions{Items: []Decision{
		{Name: "Ann Lind", Do: DoRemove, Exemption: ThirdParty}}})
	for text, want := range map[string]string{
		"Entry: K3F9-27QM/7K2D-4ANN":      "",
		"attachments/7K2D4ANN-letter.txt": "",
		"Entry: 7K2D-4ANN, by Ann":        "Ann",
		"Entry: 7K2D-5ANN":                "ANN",
		"7K2D-4ANN ANN Lind":              "ANN Lind",
		"<td>4ANN</td>":                   "ANN",
	} {
		var got []string
		for _, p := range x.Find(text) {
			got = append(got, text[p.From:p.To])
		}
		if joined := strings.Join(got, "|"); joined != want {
			t.Errorf("%q: found %q, want %q", text, joined, want)
		}
	}
	items[1].ID = "4ANN7K2D"
	x = NewRedaction(items, k, Decisions{})
	if got := x.Find("<td>4ANN</td><td>4ANN</td>"); len(got) != 0 {
		t.Errorf("the first half of an ID that goes is found: %v", got)
	}
}

func TestUnused(t *testing.T) {
	k := kinds(t)
	items := []cases.Item{profile(t, k, neighbour),
		sealedItem(t, k, 1, "note", "", "Ann Lind came.\n")}
	d := Decisions{Items: []Decision{{Name: "Ann Lynd", Do: DoRemove},
		{Name: "Ann Lind", Do: DoRemove}, {Name: "Bea", Do: DoKeep}, {Do: DoRemove}}}
	if got := NewRedaction(items, k, d).Unused(); !slices.Equal(got, []string{"Ann Lynd"}) {
		t.Errorf("unused are %q", got)
	}
}

// TestNearly: words that sound like a name that goes, and are not it; nothing of who stays, of
// the subject, or of a figure beside a name.
func TestNearly(t *testing.T) {
	k := kinds(t)
	people := `people:
  - {name: Margaret Quill, relation: neighbour}
  - {name: Kemi Aldous, relation: sister}
  - {name: Joss Bell, relation: uncle}
`
	d := Decisions{Items: []Decision{{Name: "Margaret Quill", Do: DoRemove, Exemption: ThirdParty},
		{Name: "Kemi Aldous", Do: DoRemove, Exemption: ThirdParty},
		{Name: "Joss Bell", Do: DoKeep}}}
	x := NewRedaction([]cases.Item{profile(t, k, people)}, k, d)
	for text, want := range map[string]string{
		"Margaret Quill":             "",
		"he met margret quil, twice": "quil",
		"Kwill, 15y":                 "Kwill",
		"Joss Bell and Tobi Aldous":  "",
		"Tobi Aldous, 15y4m":         "",
		"Tobi Aldous I saw":          "",
		"the bell rang":              "",
	} {
		var got []string
		for _, n := range x.Nearly(text) {
			got = append(got, text[n.From:n.To])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
