package cli

import (
	"errors"
	"testing"
)

func TestParseWithin(t *testing.T) {
	for s, want := range map[string]int{"": -1, "0d": 0, "7d": 7, "7": 7, "2w": 14, "9999": 9999} {
		if got, err := parseWithin(s); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"soon", "-3d", "7 d", "1m", "d", "7dd", "10000d", "٣d", "1e3"} {
		if got, err := parseWithin(s); !errors.Is(err, errUsage) {
			t.Errorf("%q: %d, %v; want a refusal", s, got, err)
		}
	}
}
