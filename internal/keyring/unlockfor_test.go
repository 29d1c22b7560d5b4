package keyring

import (
	"errors"
	"testing"
	"time"
)

// TestUnlockFor: an identity stays open for as long as was asked for, within what the policy
// allows or, where it says nothing, an hour.
func TestUnlockFor(t *testing.T) {
	const second, minute = time.Second, time.Minute
	for _, c := range []struct {
		about          string
		asked, allowed time.Duration
		want           time.Duration // 0 where it is refused
	}{
		{"nothing asked for, no policy", 0, 0, time.Hour},
		{"nothing asked for", 0, 20 * minute, 20 * minute},
		{"less than the hour", 20 * minute, 0, 20 * minute},
		{"the hour", time.Hour, 0, time.Hour},
		{"more than the hour", time.Hour + second, 0, 0},
		{"less than the policy's", 90 * second, 20 * minute, 90 * second},
		{"as long as the policy's", 20 * minute, 20 * minute, 20 * minute},
		{"more than the policy's", 20*minute + second, 20 * minute, 0},
		{"the least", second, 0, second},
	} {
		got, err := UnlockFor(c.asked, c.allowed)
		if c.want > 0 {
			if err != nil || got != c.want {
				t.Errorf("%s: %s, %v", c.about, got, err)
			}
			continue
		}
		long, ok := errors.AsType[*TooLong](err)
		if !ok || long.Asked != c.asked || long.Policy != c.allowed {
			t.Errorf("%s: %s, %v", c.about, got, err)
		}
	}
	for _, asked := range []time.Duration{-1, -time.Hour, 1, second - 1} {
		if got, err := UnlockFor(asked, 20*minute); !errors.Is(err, ErrTooShort) {
			t.Errorf("for %s: %s, %v", asked, got, err)
		}
	}
	const says = "an identity stays open for 20m0s at most, not 30m0s"
	if _, err := UnlockFor(30*minute, 20*minute); err == nil || err.Error() != says {
		t.Errorf("it says %v", err)
	}
}
