package match

import "testing"

func TestSlipsOfAName(t *testing.T) {
	for _, c := range []struct {
		typed, name string
		slips       int // -1 = another name
	}{
		{"Tobi", "Tobi Adeyemi", 0},
		{"Toib", "Tobi Adeyemi", 1},           // two that changed places
		{"Adeymi", "Tobi Adeyemi", 1},         // one too few
		{"Addeyemi", "Tobi Adeyemi", 1},       // one too many
		{"Adayemi", "Tobi Adeyemi", 1},        // another one
		{"Adeymi, Toib", "Tobi Adeyemi", 2},   // one in each word
		{"Thakcrey", "Imogen Thackray", 2},    // two in a long one
		{"Thakcrei", "Imogen Thackray", -1},   // three
		{"Jan", "Dan Quill", -1},              // short words have none
		{"Dan", "Dan Quill", 0},               //
		{"Toby Okafor", "Tobi Adeyemi", -1},   // each word must be one of the name
		{"Quil Quil", "Dana Quill", -1},       // and each another one
		{"Mrs Adeymi", "Tobi Adeyemi", 1},     // a title is no word of a name
		{"lindstorm", "Zofia Lindström", 1},   // accents are no slips
		{"Oneil", "Kit O'Neill", 1},           // nor apostrophes
		{"Smyth-Jones", "Kim Smith Jones", 1}, // nor hyphens
	} {
		n, ok := NameOf(c.typed)
		if !ok {
			t.Errorf("%s: no name", c.typed)
			continue
		}
		got, near := n.Slips(c.name)
		if !near {
			got = -1
		}
		if got != c.slips {
			t.Errorf("%s for %s: %d slips, want %d", c.typed, c.name, got, c.slips)
		}
	}
}
