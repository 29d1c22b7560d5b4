package casebook

import (
	"testing"
	"time"
)

// No later look shortens how long keys wait, and a reader who is taken off a case undoes no fault.
func TestWaitsThen(t *testing.T) {
	day := func(n int) time.Time { return time.Unix(int64(n)*86400, 0) }
	for name, c := range map[string]struct{ was, now, want keyWait }{
		"the same again": {keyWait{day(7), waitsForDays, "a"}, keyWait{day(9), waitsForDays, "a"},
			keyWait{day(7), waitsForDays, "a"}},
		"another reseal": {keyWait{day(7), waitsForDays, "a"}, keyWait{day(13), waitsForDays, "b"},
			keyWait{day(13), waitsForDays, "b"}},
		"another, where the policy allows no days": {keyWait{day(7), waitsForDays, "a"},
			keyWait{day(6), waitsForDays, "b"}, keyWait{day(7), waitsForDays, "b"}},
		"somebody reads it now": {keyWait{day(7), waitsForDays, "a"},
			keyWait{day(9), waitsForLook, "a"},
			keyWait{day(7), waitsForLook, "a"}},
		"nobody reads it any more": {keyWait{day(7), waitsForLook, "a"},
			keyWait{day(30), waitsForDays, "a"},
			keyWait{day(30), waitsForDays, "a"}},
		"wrong, and nobody reads it": {keyWait{day(7), waitsForever, "a"},
			keyWait{day(30), waitsForDays, "a"},
			keyWait{day(7), waitsForever, "a"}},
		"wrong, and looked at again": {keyWait{day(7), waitsForever, "a"},
			keyWait{day(9), waitsForLook, "a"},
			keyWait{day(7), waitsForever, "a"}},
		"found wrong": {keyWait{day(7), waitsForLook, "a"}, keyWait{day(7), waitsForever, "a"},
			keyWait{day(7), waitsForever, "a"}},
		"wrong, and sealed again": {keyWait{day(7), waitsForever, "a"},
			keyWait{day(20), waitsForLook, "b"},
			keyWait{day(20), waitsForLook, "b"}},
	} {
		if got := c.was.then(c.now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
