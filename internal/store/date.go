package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"casefile/internal/pattern"
)

var unixForm = pattern.Of(`^@?(\d+)(?: [+-]\d{4})?$`)

// gitDates are the date formats that git accepts and that have one meaning only.
var gitDates = []string{
	time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04Z07:00",
	time.RFC1123Z, "2006-01-02T15:04:05", "2006-01-02 15:04:05",
}

// ParseDate reads a date as in GIT_COMMITTER_DATE: seconds since 1970 with
// or without @ and zone, ISO 8601 or RFC 2822. Without a zone it is local
// time, as for git.
func ParseDate(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if m := unixForm().FindStringSubmatch(s); m != nil {
		seconds, err := strconv.ParseInt(m[1], 10, 64)
		if err == nil {
			return time.Unix(seconds, 0).UTC(), nil
		}
	}
	for _, form := range gitDates {
		if t, err := time.ParseInLocation(form, s, time.Local); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date that git would take", s)
}
