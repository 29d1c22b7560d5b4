package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	tests := []struct {
		in    string
		width int
		want  []string
	}{
		{"", 5, []string{""}},
		{"one", 5, []string{"one"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 6, []string{"one", "two", "three"}},
		{"abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"a abcdef b", 4, []string{"a", "abcd", "ef b"}},
		{"éééé é", 4, []string{"éééé", "é"}}, // characters, not bytes
		{"one two", 0, []string{"o", "n", "e", "t", "w", "o"}},
	}
	for _, tt := range tests {
		if got := wrap(tt.in, tt.width); !slices.Equal(got, tt.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", tt.in, tt.width, got, tt.want)
		}
	}
}

func TestTextNeverOverflows(t *testing.T) {
	long := strings.Repeat("Donaudampfschifffahrt", 12)
	calm := tobi(t, nil)
	wordy := tobi(t, changed{
		"02-referral.md": {"headline: No lunch on 4 days of 5", "headline: " + long[:120]},
		"04-risk.md":     {"source_of_harm: home", "source_of_harm: " + long},
		"05-outcome.md":  {"headline: Fed and rested", "headline: " + long[:119]},
		"01-profile.md":  {"name: Tobi Adeyemi\nknown_as", "name: " + long + "\nknown_as"},
	})
	for _, p := range []Page{calm, wordy, hostileCase(t)} {
		for width := narrowest; width <= widest; width += 4 {
			p.Width, p.All = width, true
			for _, k := range Kinds() {
				checkWidth(t, write(t, k, Text, p), width)
			}
			var sheet bytes.Buffer
			if err := FrontSheet(&sheet, p); err != nil {
				t.Fatal(err)
			}
			checkWidth(t, sheet.String(), width)
		}
	}
}

func checkWidth(t *testing.T, text string, width int) {
	t.Helper()
	for _, line := range strings.Split(text, "\n") {
		if runes(line) > width {
			t.Fatalf("at width %d a line has %d characters: %s", width, runes(line), line)
		}
		if strings.HasSuffix(line, " ") {
			t.Fatalf("a line ends in a space: %q", line)
		}
	}
}

// A terminal that is narrower or wider than lines may be, or of unknown width, causes no failure.
func TestWidthsOutOfRange(t *testing.T) {
	for given, want := range map[int]int{0: usual, -3: usual, 10: narrowest, 80: 80, 300: widest} {
		if got := newTextPage(given).width; got != want {
			t.Errorf("a terminal of %d columns is set in %d, want %d", given, got, want)
		}
	}
}

func TestSparkline(t *testing.T) {
	tests := []struct {
		series []int
		line   string
		trend  string
	}{
		{nil, "", ""},
		{[]int{3, 4, 5}, "▃▄▅", "3 > 5  ▃▄▅"}, // practice.md's own example
		{[]int{0, 10}, "▁█", "0 > 10  ▁█"},
		{[]int{7}, "▆", "7  ▆"},
		{[]int{-4, 99}, "▁█", "-4 > 99  ▁█"}, // out of the scale: drawn at its edge, named as it is
	}
	for _, tt := range tests {
		if got := sparkline(tt.series); got != tt.line {
			t.Errorf("sparkline(%v) = %s, want %s", tt.series, got, tt.line)
		}
		if got := trend(tt.series); got != tt.trend {
			t.Errorf("trend(%v) = %s, want %s", tt.series, got, tt.trend)
		}
	}
}

// Points are inside the drawing, from left to right, and higher for higher ratings.
func TestChart(t *testing.T) {
	c := &chart{Points: []point{{"baseline", 0}, {"6 Feb 2026", 10}, {"2 Mar 2026", 5}}, Target: 8,
		HasTarget: true}
	m := c.Marks()
	if !(m[0].X < m[1].X && m[1].X < m[2].X) || m[0].X < chartLeft || m[2].X > chartRight {
		t.Errorf("the points stand at %+v", m)
	}
	if m[0].Y != chartBottom || m[1].Y != chartTop || m[2].Y != (chartTop+chartBottom)/2 {
		t.Errorf("the heights are %+v", m)
	}
	if got, want := c.Words(),
		"baseline: 0; 6 Feb 2026: 10; 2 Mar 2026: 5; target: 8"; got != want {
		t.Errorf("the words are %q, want %q", got, want)
	}
}
