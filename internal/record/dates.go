package record

import (
	"errors"
	"time"

	"gopkg.in/yaml.v3"
)

// checkDates judges what the schema's patterns cannot: whether the calendar
// has the day, and whether it has come.
func checkDates(n *notes, dates []dated, c Context) {
	zone := c.zone()
	for _, d := range dates {
		v := d.node.Value
		if d.node.Kind != yaml.ScalarNode || v == Unknown && d.unknown ||
			(v == Unknown || v == "none") && d.means != "occurred" {
			continue // whether the field accepts it is for the schema to say
		}
		o, err := parseAs(d.means, v)
		if err != nil {
			found, do := noDate(d, err, zone)
			n.add(RuleBadDate, nodePosition(d.node), found, do)
			continue
		}
		if o.Backwards(zone) {
			n.add(RuleBadDate, nodePosition(d.node),
				quoted(d.name)+" has "+quoted(v)+", which ends before it begins.",
				doBackwards)
			continue
		}
		if !d.future && !c.Now.IsZero() && begins(o, zone).After(c.Now) {
			n.add(RuleFutureDate, nodePosition(d.node), quoted(d.name)+" has "+quoted(v)+
				", which is still to come.", "Write when it happened; plans go into fields such "+
				"as due, until or review_on.")
		}
	}
}

const doBackwards = "Write the earlier of the two first; a day without a time is that day here."

// noDate returns the fault of a text that is no date, and what to write. For a time without a zone
// it names the zone that the agency's own clocks had, if they showed that time once.
func noDate(d dated, err error, zone *time.Location) (found, do string) {
	v := d.node.Value
	found = quoted(d.name) + " has " + quoted(v) + ", which is no " + dateWord(d.means)
	do = "Write " + dateForm(d.means) + "."
	var clock *ClockError
	at, zoneless, clockErr := Zoned(v, zone)
	zoneless = zoneless && d.means != "date"
	switch {
	case zoneless && errors.As(clockErr, &clock):
		return found + ": " + clock.Error() + ".", upperFirst(clock.Hint()) + "."
	case zoneless && clockErr == nil:
		return found + ": it has no zone.", "Write " + at.Format(PointForm) + "."
	}
	if errors.Is(err, errBackwards) {
		return quoted(d.name) + " has " + quoted(v) + ", which ends before it begins.", doBackwards
	}
	var none *noDayError
	if errors.As(err, &none) || errors.As(clockErr, &none) {
		found += ": " + none.means()
	}
	return found + ".", do
}

// begins returns the first instant at which all that was said can have happened.
func begins(o Occurred, zone *time.Location) time.Time {
	if o.About {
		return o.Earliest(zone)
	}
	return o.To.Instant(zone)
}

func parseAs(means, v string) (Occurred, error) {
	o, err := ParseOccurred(v)
	switch {
	case err != nil:
		return o, err
	case means == "date":
		_, err = ParseDate(v)
	case means == "point":
		_, err = ParsePoint(v)
	case means == "instant":
		_, err = ParseInstant(v)
	}
	return o, err
}

func dateWord(means string) string {
	if means == "date" {
		return "day of the calendar"
	}
	return "date or time"
}

func dateForm(means string) string {
	switch means {
	case "date":
		return "a day as 2026-03-06"
	case "instant":
		return "a time with its zone, as 2026-03-06T14:30+00:00"
	case "point":
		return "a day as 2026-03-06, or a time with its zone as 2026-03-06T14:30+00:00"
	}
	return "a day as 2026-03-06, a time with its zone as 2026-03-06T14:30+00:00, first/last, or " +
		"about 2026-03"
}
