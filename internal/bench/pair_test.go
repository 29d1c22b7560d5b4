package bench

import (
	"strings"
	"testing"
	"time"
)

func TestVerdict(t *testing.T) {
	ms := time.Millisecond
	for _, c := range []struct {
		name        string
		pair        Pair
		ours, stock time.Duration
		want        string
	}{
		{"nothing asked", Pair{}, 5 * ms, 1 * ms, ""},
		{"at the target", Pair{Target: 60 * ms}, 60 * ms, 0, "at most 60ms"},
		{"over the target", Pair{Target: 60 * ms}, 61 * ms, 0, "at most 60ms MISSED"},
		{"fast enough", Pair{Ratio: 20}, 10 * ms, 200 * ms, "ratio 20"},
		{"not fast enough", Pair{Ratio: 20}, 10 * ms, 199 * ms, "ratio 20 MISSED"},
	} {
		if got := c.pair.verdict(c.ours, c.stock); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTimeSaysWhatFailed(t *testing.T) {
	_, err := Pair{Runs: 1, Ours: "git no-such-command"}.Time()
	if err == nil || !strings.Contains(err.Error(), "no-such-command") {
		t.Errorf("a command that fails gives %v", err)
	}
}

func TestMedian(t *testing.T) {
	if got := median([]time.Duration{9, 1, 5}); got != 5 {
		t.Errorf("the median of 9, 1 and 5 is %d", got)
	}
}
