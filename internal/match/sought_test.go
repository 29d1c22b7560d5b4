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
		{"12 Alder Road, Kirkby", "12 Alder Rd", true},
		{"12 Alder Road, Kirkby", "They met in Kirkby", false},
		{"12 Weaver's Ln", "12 Weavers Lane", true},
		{"12 Weavers Lane", "at 12 Weaver’s Ln, Northfold", true},
		{"3 St Johns Rd", "3 St. John's Road, Westmoor", true},
		{"3 St John's Road", "3 Saint Johns Road", true},
		{"3 St John's Road", "3 Saint Joans Road", false},
		{"104 Skelham Road, Fenford", "the flat, 104 skelham rd., Fenford", true},
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
	for _, s := range []string{"", "road", "home visit", "12 visits", "street work", "Tobi Adeyemi",
		"2026"} {
		if _, ok := PlaceOf(s, true); ok {
			t.Errorf("%q is taken for a place", s)
		}
	}
	for s, want := range map[string]bool{"12 Alder Road": true, "L32 1AB": true,
		"Alder Road":          false,
		"visit 12 Alder Road": false, "12 Alder Road Kirkby": false,
		"12 Alder Road Kirkby L32 1AB": true,
		"12 Alder Road, Kirkby":        true, "12 Alder Road, dogs": false,
		"12 visits in Kirkby": false} {
		if _, ok := PlaceOf(s, false); ok != want {
			t.Errorf("%q among other words: %v", s, ok)
		}
	}
}

func TestSoughtName(t *testing.T) {
	for _, tt := range []struct {
		sought, text string
		want         bool
	}{
		{"Dana Quill", "Dana Quill came.", true}, {"Quill, Dana", "DANA QUILL came.", true},
		{"Dana Quill", "Then Quill, Dana was told.", true}, {"Dana Quill", "Mrs Quill came.", true},
		{"Dana Quill", "D. Quill came.", true}, {"Dana Quill", "Quill's letter", true},
		{"Dana Quill", "Dana came.", false}, {"Dana Quill", "Thomas Quill came.", false},
		{"Dana Quill", "Dana Marsh came.", false}, {"Dana", "Dana Marsh came.", true},
		{"Mrs Müller", "Frau Mueller", true}, {"Hanna Müller", "Hanna Muller", true},
		{"Tariq Thornley-Padley", "Mr Thornley-Padley", true},
		{"Tariq Thornley-Padley", "Tariq Thornley", true},
		{"Tariq Thornley-Padley", "Ms Thornley was late.", false},
		{"Tariq Thornley-Padley", "Tariq Ashdale", false},
		{"Zoë O'Dell", "zoe odell", true}, {"Zoe Odell", "Zoë O’Dell", true},
	} {
		n, ok := NameOf(tt.sought)
		if !ok {
			t.Errorf("%q is no name", tt.sought)
			continue
		}
		got := len(n.Find(tt.text, false)) > 0
		if got != tt.want {
			t.Errorf("%q in %q: %v", tt.sought, tt.text, got)
		}
		there := PlainLetters(string(AppendLetters(nil, tt.text)))
		if got && !n.May(there, false) {
			t.Errorf("%q in %q: it is passed over", tt.sought, tt.text)
		}
	}
	n, _ := NameOf("Dana Quill")
	for text, want := range map[string]bool{"Dana came.": true, "Dana Marsh came.": false,
		"Dana was late.": true, "Dana": true, "Dan came.": false, "Thomas Quill": false} {
		if got := len(n.Find(text, true)) > 0; got != want {
			t.Errorf("where she is known, in %q: %v", text, got)
		}
	}
	for _, s := range []string{"", "?", "Mrs"} {
		if _, ok := NameOf(s); ok {
			t.Errorf("%q is a name", s)
		}
	}
}
