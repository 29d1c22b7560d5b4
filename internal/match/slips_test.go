package match

import "testing"

func TestSlips(t *testing.T) {
	for _, tt := range []struct {
		typed, meant string
		want         int
	}{
		{"note", "note", 0}, {"NOTE", "note", 0}, {"nte", "note", 1}, {"noote", "note", 1},
		{"nota", "note", 1}, {"noet", "note", 1}, {"nte", "due", 2}, {"", "due", 3}, {"due", "", 3},
		{"shwo", "show", 1}, {"abcd", "dcba", 3},
	} {
		if got := Slips(tt.typed, tt.meant); got != tt.want {
			t.Errorf("%s for %s: %d slips, want %d", tt.typed, tt.meant, got, tt.want)
		}
	}
}
