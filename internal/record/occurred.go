package record

import (
	"fmt"
	"strings"
	"time"

	"casefile/internal/pattern"
)

// Point is one end of an event's time: a day, or an instant with the zone that the author wrote.
type Point struct {
	Date Date
	Time time.Time // zero when only the day is known
}

// Occurred says when a thing happened, as exactly as its author knew it:
// a point, a range, or "about" a year, month or day.
type Occurred struct {
	From, To Point // equal for a point
	About    bool
	text     string
}

// pointForm is stricter than time.Parse, which takes T9:30 and fractions too.
var pointForm = pattern.Of(`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$`)

// PointForm writes an instant with its zone, as entries have it.
const PointForm = "2006-01-02T15:04-07:00"

var pointForms = []string{"2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00"}

var aboutForm = pattern.Of(`^about (\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$`)

// ParseOccurred reads a point, point/point, or about YYYY[-MM[-DD]], where a
// point is YYYY-MM-DD or YYYY-MM-DDThh:mm[:ss](Z|±hh:mm).
func ParseOccurred(s string) (Occurred, error) {
	if strings.HasPrefix(s, "about ") { // few are: no other waits for the expression
		if m := aboutForm().FindStringSubmatch(s); m != nil {
			return about(s, m[1], m[2], m[3])
		}
	}
	first, second, ranged := strings.Cut(s, "/")
	from, err := parsePoint(first)
	if err != nil {
		return Occurred{}, err
	}
	to := from
	if ranged {
		if to, err = parsePoint(second); err != nil {
			return Occurred{}, err
		}
	}
	o := Occurred{From: from, To: to, text: s}
	if backwardsEverywhere(from, to) {
		return Occurred{}, fmt.Errorf("%w: %q %w", ErrDate, s, errBackwards)
	}
	return o, nil
}

// Backwards reports whether the whole of the end is before the beginning, with days read in a zone.
func (o Occurred) Backwards(zone *time.Location) bool {
	return o.Latest(zone).Before(o.Earliest(zone))
}

// The zones in which a day begins first and ends last.
var (
	firstZone = time.FixedZone("", 14*60*60)
	lastZone  = time.FixedZone("", -12*60*60)
)

// backwardsEverywhere says the same of all zones: a text alone does not tell the agency's,
// and only that zone says when a day without a time of day began.
func backwardsEverywhere(from, to Point) bool {
	if from.Time.IsZero() == to.Time.IsZero() {
		return Occurred{From: from, To: to}.Backwards(time.UTC)
	}
	return to.latest(lastZone).Before(from.earliest(firstZone))
}

// ParseInstant reads one point that has a time of day.
func ParseInstant(s string) (time.Time, error) {
	p, err := parsePoint(s)
	if err == nil && p.Time.IsZero() {
		err = fmt.Errorf("%w: %q has no time of day", ErrDate, s)
	}
	return p.Time, err
}

// ParsePoint reads YYYY-MM-DD or a time with its zone.
func ParsePoint(s string) (Point, error) { return parsePoint(s) }

func parsePoint(s string) (Point, error) {
	day := isDay(s)
	timed := !day && pointForm().MatchString(s)
	if !timed && !day {
		return Point{}, fmt.Errorf("%w: %q (want YYYY-MM-DD or YYYY-MM-DDThh:mm with a zone, as "+
			"2026-03-06T14:30+00:00)", ErrDate, s)
	}
	d, err := ParseDate(s[:len(time.DateOnly)])
	if err != nil || !timed {
		return Point{Date: d}, err
	}
	for _, form := range pointForms {
		if t, err := time.Parse(form, s); err == nil {
			return Point{Date: d, Time: t}, nil
		}
	}
	return Point{}, fmt.Errorf("%w: no day has %s", ErrDate, s[len("2006-01-02T"):])
}

// about spans the whole year, month or day that was named.
func about(s, year, month, day string) (Occurred, error) {
	first, last := year+"-01-01", year+"-12-31"
	if month != "" {
		first = year + "-" + month + "-01"
	}
	if day != "" {
		first = year + "-" + month + "-" + day
	}
	from, err := ParseDate(first)
	if err != nil {
		return Occurred{}, err
	}
	to, _ := ParseDate(last)
	switch {
	case day != "":
		to = from
	case month != "":
		to = from.AddMonths(1).AddDays(-1)
	}
	return Occurred{From: Point{Date: from}, To: Point{Date: to}, About: true, text: s}, nil
}

// String returns the author's own text.
func (o Occurred) String() string { return o.text }

// MarshalText makes JSON show the author's own text.
func (o Occurred) MarshalText() ([]byte, error) { return []byte(o.text), nil }

// UnmarshalText reads what MarshalText wrote.
func (o *Occurred) UnmarshalText(text []byte) (err error) {
	if *o = (Occurred{}); len(text) > 0 {
		*o, err = ParseOccurred(string(text))
	}
	return err
}

// IsZero reports whether nothing was said.
func (o Occurred) IsZero() bool { return o.text == "" }

// Earliest returns the first instant that the text allows, with days read in zone.
func (o Occurred) Earliest(zone *time.Location) time.Time { return o.From.earliest(zone) }

// Latest returns the last instant that the text allows, with days read in zone.
func (o Occurred) Latest(zone *time.Location) time.Time { return o.To.latest(zone) }

// day returns the first day that the text allows, in zone.
func (o Occurred) day(zone *time.Location) Date { return DateOf(o.Earliest(zone).In(zone)) }

// Instant returns the point's first instant, with a bare day read in zone.
func (p Point) Instant(zone *time.Location) time.Time { return p.earliest(zone) }

func (p Point) earliest(zone *time.Location) time.Time {
	if p.Time.IsZero() {
		return p.Date.At(zone)
	}
	return p.Time
}

func (p Point) latest(zone *time.Location) time.Time {
	if p.Time.IsZero() {
		return p.Date.AddDays(1).At(zone).Add(-time.Second)
	}
	return p.Time
}
