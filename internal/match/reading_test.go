package match

import (
	"strings"
	"testing"
)

func words(r Reading) string {
	var out []string
	for _, w := range r {
		if w.Parted {
			out = append(out, "/")
		}
		out = append(out, w.Text)
	}
	return strings.Join(out, " ")
}

func TestReadings(t *testing.T) {
	for _, tt := range []struct{ text, apart, joined string }{
		{"Her well-being", "her well being", "her wellbeing"},
		{"Mrs Müller's flat", "mrs muller flat", "mrs muellers flat"},
		{"O'Dell and O’Dell", "odell and odell", "odell and odell"},
		{"José\n\nZoë", "jose / zoe", "jose / zoe"},
		{"**Ki**rkby", "kirkby", "kirkby"},
		{"K3F9-27QM", "k3f9 27qm", "k3f927qm"},
		{"李小龙", "李 小 龙", "李 小 龙"},
		{"'s", "s", "s"},
		{" – …", "", ""},
	} {
		apart, joined := Readings(tt.text)
		if words(apart) != tt.apart || words(joined) != tt.joined {
			t.Errorf("%q: %q and %q, want %q and %q", tt.text, words(apart), words(joined), tt.apart, tt.joined)
		}
	}
	apart, joined := SoughtReadings("Quill's well-being")
	if words(apart) != "quills well being" || words(joined) != "quills wellbeing" {
		t.Errorf("sought: %q, %q", words(apart), words(joined))
	}
}

func TestReadingAt(t *testing.T) {
	r, _ := Readings("a home visit\n\nto her flatmate")
	for _, tt := range []struct {
		words  string
		at     int
		begins bool
		want   bool
	}{
		{"home visit", 1, false, true},
		{"home visit", 0, false, false},
		{"visit to", 2, false, false}, // another paragraph
		{"her flat", 4, false, false},
		{"her flat", 4, true, true},
		{"her flatmate moved", 4, false, false},
		{"", 0, true, false},
	} {
		sought, _ := SoughtReadings(tt.words)
		if got := r.At(tt.at, sought, tt.begins); got != tt.want {
			t.Errorf("%q at %d: %v", tt.words, tt.at, got)
		}
	}
}

func TestFlat(t *testing.T) {
	for text, want := range map[string]string{
		"O'Dell’s WELL-being": "odells wellbeing", "Zoë, 04/03": "zoe, 04/03",
		"a_b *c*\n": "a_b *c*\n", "ﬁne": "fine", "soft\u00adhyphen": "softhyphen",
	} {
		flat, at := Flat(text)
		if string(flat) != want || len(at) != len(flat)+1 || at[len(flat)] != len(text) {
			t.Errorf("%q: %q, %v", text, flat, at)
		}
	}
}
