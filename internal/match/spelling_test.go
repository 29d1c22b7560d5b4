package match

import "testing"

func TestReplaceSpelled(t *testing.T) {
	for _, c := range []struct{ about, text, name, want string }{
		{"in any case of letters", "EDITH HALLAM's dog; edith  hallam", "Edith Hallam",
			"withheld's dog; withheld"},
		{"over the end of a line", "said Edith\nHallam.", "Edith Hallam", "said withheld."},
		{"twice beside each other", "Edith Hallam Edith Hallam", "Edith Hallam",
			"withheld withheld"},
		{"no part of a longer word", "Ann told Anne and Jo-Ann.", "Ann",
			"withheld told Anne and Jo-withheld."},
		{"its marks count", "EaHx E. H. (aunt)", "E. H. (aunt)", "EaHx withheld"},
		{"an ordinary word in small letters", "I will; Will", "Will", "I withheld; withheld"},
		{"in one spelling alone", "Édith", "Edith", "Édith"},
		{"the words themselves", "Withheld", "withheld", "Withheld"},
		{"a blank name", "a, b", " ", "a, b"},
		{"no name", "a, b", "", "a, b"},
	} {
		if got := string(ReplaceSpelled([]byte(c.text), c.name, "withheld")); got != c.want {
			t.Errorf("%s: got %q, want %q", c.about, got, c.want)
		}
	}
	if got := string(ReplaceSpelled([]byte("Ann"), "Ann", "$1 a")); got != "$1 a" {
		t.Errorf("what a pattern would read: %q", got)
	}
}

func TestSpelled(t *testing.T) {
	for _, c := range []struct {
		text, name string
		want       bool
	}{
		{"Rang Edith HALLAM back", "Edith Hallam", true},
		{"Rang Edith", "Edith Hallam", false},
		{"Anne", "Ann", false},
		{"- ,", " ", false},
	} {
		if got := Spelled(c.text, c.name); got != c.want {
			t.Errorf("%q in %q: %v", c.name, c.text, got)
		}
	}
}
