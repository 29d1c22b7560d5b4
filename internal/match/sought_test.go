package match

import "testing"

func TestSoughtPlace(t *testing.T) {
	for _, tt := range []struct {
		sought, text string
		want         bool
	}{
		{"12 Alder Road", "They moved to 12 Alder Rd, Kirkby.", true},
		{"12 alder rd", "They moved to 12 Alder Road.", true},
		{"12 Alder Road", "They moved to 14 Alder Road.", false},
		{"12 Alder Road", "12 of us in Elm Road", false},
		{"Alder Road", "the shop in Alder Rd", true},
		{"Alder Road", "He lives near Alder", false},
		{"L32 1AB", "the flat, l321ab", true},
		{"L321AB", "the flat in L32 1AB", true},
		{"L32 1AB", "the flat in L32 1AC", false},
		{"12 Alder Road, L32 1AB", "12 Alder Road, L32 1AB", true},
	} {
		p, ok := PlaceOf(tt.sought, true)
		if !ok {
			t.Errorf("%q is no place", tt.sought)
			continue
		}
		if got := len(p.Find(tt.text)) > 0; got != tt.want {
			t.Errorf("%q in %q: %v", tt.sought, tt.text, got)
		}
	}
	for _, s := range []string{"", "road", "home visit", "12 visits", "street work", "Tobi Adeyemi", "2026"} {
		if _, ok := PlaceOf(s, true); ok {
			t.Errorf("%q is taken for a place", s)
		}
	}
	for s, want := range map[string]bool{"12 Alder Road": true, "L32 1AB": true, "Alder Road": false,
		"visit 12 Alder Road": false, "12 Alder Road Kirkby": false, "12 Alder Road Kirkby L32 1AB": true} {
		if _, ok := PlaceOf(s, false); ok != want {
			t.Errorf("%q among other words: %v", s, ok)
		}
	}
}
