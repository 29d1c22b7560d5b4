package casebook

import (
	"testing"
	"time"
)

// No later look shortens how long keys wait, and a reader who is taken off a case undoes no fault.
func TestWaitsThen(t *testing.T) {
	day := func(n int) time.Time { return time.Unix(int64(n)*86400, 0) }
	for name, c := range map[string]struct{ was, now, want waiting }{
		"the same again": {waiting{day(7), waitsForDays, "a"}, waiting{day(9), waitsForDays, "a"},
			waiting{day(7), waitsForDays, "a"}},
		"another reseal": {waiting{day(7), waitsForDays, "a"}, waiting{day(13), waitsForDays, "b"},
			waiting{day(13), waitsForDays, "b"}},
		"another, where the policy allows no days": {waiting{day(7), waitsForDays, "a"},
			waiting{day(6), waitsForDays, "b"}, waiting{day(7), waitsForDays, "b"}},
		"somebody reads it now": {waiting{day(7), waitsForDays, "a"},
			waiting{day(9), waitsForLook, "a"},
			waiting{day(7), waitsForLook, "a"}},
		"nobody reads it any more": {waiting{day(7), waitsForLook, "a"},
			waiting{day(30), waitsForDays, "a"},
			waiting{day(30), waitsForDays, "a"}},
		"wrong, and nobody reads it": {waiting{day(7), waitsForever, "a"},
			waiting{day(30), waitsForDays, "a"},
			waiting{day(7), waitsForever, "a"}},
		"wrong, and looked at again": {waiting{day(7), waitsForever, "a"},
			waiting{day(9), waitsForLook, "a"},
			waiting{day(7), waitsForever, "a"}},
		"found wrong": {waiting{day(7), waitsForLook, "a"}, waiting{day(7), waitsForever, "a"},
			waiting{day(7), waitsForever, "a"}},
		"wrong, and sealed again": {waiting{day(7), waitsForever, "a"},
			waiting{day(20), waitsForLook, "b"},
			waiting{day(20), waitsForLook, "b"}},
	} {
		if got := c.was.then(c.now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
