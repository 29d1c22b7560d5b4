package term

import (
	"bytes"
	"testing"
	"time"
)

// A line comes after a second, changes ten times a second at most, fits, and goes.
func TestCounter(t *testing.T) {
	for _, tt := range []struct {
		name    string
		columns int
		every   time.Duration // between two steps
		steps   int
		want    string
	}{
		{"done before anybody wonders", 80, 50 * time.Millisecond, 19, ""},
		{"a second and more", 80, 400 * time.Millisecond, 4,
			"\rreading cases: 3 of 20\rreading cases: 4 of 20\r                        \r"},
		{"too often to be read", 80, 60 * time.Millisecond, 18,
			"\rreading cases: 17 of 20\r                         \r"},
		{"narrow", 14, 600 * time.Millisecond, 2, "\rreading cases\r               \r"},
		{"no work", 80, 0, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			at := time.Date(2026, time.March, 6, 9, 0, 0, 0, time.UTC)
			c := &Counter{out: &out, now: func() time.Time { return at }, what: "reading cases",
				total: 20, columns: tt.columns, begun: at}
			for range tt.steps {
				at = at.Add(tt.every)
				c.Add(1)
			}
			c.End()
			if out.String() != tt.want {
				t.Errorf("said %q, want %q", out.String(), tt.want)
			}
		})
	}
}

// Where nobody looks on, nothing is told.
func TestCounterElsewhere(t *testing.T) {
	var out bytes.Buffer
	c := Streams{Err: &out, Width: 80}.Counter("reading cases", 2, false)
	c.begun = c.begun.Add(-time.Hour)
	c.Add(1)
	c.End()
	if out.Len() > 0 {
		t.Errorf("said %q", out.String())
	}
}
