package store_test

import (
	"testing"
	"time"

	"casefile/internal/store"
)

// Dates as git takes them in GIT_COMMITTER_DATE (git help commit, DATE FORMATS).
func TestParseDate(t *testing.T) {
	nine := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for _, s := range []string{
		"1772355600", "@1772355600", "1772355600 +0100", " @1772355600 -0500 ",
		"2026-03-01T09:00:00Z", "2026-03-01T10:00:00+01:00", "2026-03-01T10:00:00+0100",
		"2026-03-01T09:00Z",
		"2026-03-01 10:00:00 +0100", "Sun, 01 Mar 2026 10:00:00 +0100",
	} {
		if got, err := store.ParseDate(s); err != nil || !got.Equal(nine) ||
			got.Location() != time.UTC {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	local := time.Date(2026, 3, 1, 9, 0, 0, 0, time.Local)
	for _, s := range []string{"2026-03-01T09:00:00", "2026-03-01 09:00:00"} {
		if got, err := store.ParseDate(s); err != nil || !got.Equal(local) {
			t.Errorf("%q, without a zone: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "yesterday", "noon", "01/03/2026", "2026-03-01",
		"2026-02-30T09:00:00Z", "99999999999999999999"} {
		if got, err := store.ParseDate(s); err == nil {
			t.Errorf("%q is taken for %v", s, got)
		}
	}
}
