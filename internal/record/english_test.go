package record

import "testing"

// What is longer than it may be is cut by characters, not by bytes, and says so.
func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want string
	}{
		{"", 3, ""},
		{"Zoë", 3, "Zoë"},
		{"Zoë A", 4, "Zoë…"},
		{"ñññññ", 3, "ññ…"},
		{"ab", 1, "…"},
	} {
		if got := Shorten(tt.text, tt.most); got != tt.want {
			t.Errorf("%q within %d: %q, want %q", tt.text, tt.most, got, tt.want)
		}
	}
}
