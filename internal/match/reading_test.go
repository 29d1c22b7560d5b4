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
		{"Quill’s", "quill", "quills"},
		{"the Quills' it's", "the quills it", "the quills its"},
		{"u\u0308ber", "uber", "ueber"},
		{"the &amp; co-op<br>x", "the co op x", "the coop x"},
	} {
		apart, joined := Readings(tt.text)
		if words(apart) != tt.apart || words(joined) != tt.joined {
			t.Errorf("%q: %q and %q, want %q and %q", tt.text, words(apart), words(joined),
				tt.apart, tt.joined)
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
		if again := AppendFlat(nil, text); string(again) != want {
			t.Errorf("%q: %q", text, again)
		}
	}
}

func BenchmarkReadings(b *testing.B) {
	text := strings.Repeat("F1: The family has lived at 32 Caldley Drive since 17/07/2020. "+
		"Chloë's well-being was spoken of. ", 13)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Readings(text)
	}
}

func BenchmarkFlat(b *testing.B) {
	text := strings.Repeat("F1: The family has lived at 32 Caldley Drive since 17/07/2020. "+
		"Chloë's well-being was spoken of. ", 13)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Flat(text)
	}
}

func BenchmarkAppendFlat(b *testing.B) {
	text := strings.Repeat("F1: The family has lived at 32 Caldley Drive since 17/07/2020. "+
		"Chloë's well-being was spoken of. ", 13)
	b.SetBytes(int64(len(text)))
	var room []byte
	for b.Loop() {
		room = AppendFlat(room[:0], text)
	}
}

func BenchmarkDays(b *testing.B) {
	text := strings.Repeat("F1: The family has lived at 32 Caldley Drive since 17/07/2020. "+
		"Chloë's well-being was spoken of. ", 13)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Days(text)
	}
}

func TestUnaccented(t *testing.T) {
	for text, want := range map[string]string{
		"Zoë’s Straße – 1": "Zoe's Strasse - 1", "ÉMILE": "EMILE", "plain-Text's": "plain-Text's",
		"李 x\u00ad": "李 x", "\xff": "\xff",
	} {
		plain, at, same := Unaccented(text)
		if plain != want || same != (plain == text && isASCII(text)) ||
			!same && len(at) != len(plain)+1 {
			t.Errorf("%q: %q, %v, %v", text, plain, at, same)
		}
		if got := AppendUnaccented(nil, text); string(got) != strings.ToLower(want) &&
			text != "\xff" {
			t.Errorf("%q in small letters: %q", text, got)
		}
	}
}

func TestAppendLetters(t *testing.T) {
	if got := AppendLetters(nil, "Zoë O'Dell, 07700-900 123!"); string(
		got) != "zoeodell07700900123" {
		t.Errorf("%s", got)
	}
}
