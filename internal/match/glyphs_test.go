package match

import (
	"reflect"
	"testing"
)

// The tables of frequent characters say what is said of each without them, from the first to the
// last and on both sides of their ends.
func TestFoldedRune(t *testing.T) {
	for _, c := range []rune{0x7f, 0x80, 'é', 'Ł', 'ſ', 0x17f, 0x180, 0x200f, 0x2010, '’', '“', '–',
		0x2027, 0x2028, 'ﬁ', '٣'} {
		ways, gap := foldedRune(c)
		wantWays, wantGap := foldedAnew(c)
		if !reflect.DeepEqual(ways, wantWays) || gap != wantGap {
			t.Errorf("%q: %q, %v, want %q, %v", c, ways, gap, wantWays, wantGap)
		}
	}
	if ways, _ := foldedRune('É'); !reflect.DeepEqual(ways, []string{"e"}) {
		t.Errorf("É: %q", ways)
	}
	if ways, gap := foldedRune('’'); ways != nil || gap != apostrophe {
		t.Errorf("’: %q, %v", ways, gap)
	}
	if ways, gap := foldedRune('–'); ways != nil || gap == none {
		t.Errorf("–: %q, %v", ways, gap)
	}
}
