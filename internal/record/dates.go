package record

import (
	"time"

	"gopkg.in/yaml.v3"
)

// checkDates judges what the schema's patterns cannot: whether the calendar
// has the day, and whether it has come.
func checkDates(n *notes, dates []dated, c Context) {
	zone := c.zone()
	for _, d := range dates {
		v := d.node.Value
		if d.node.Kind != yaml.ScalarNode || (v == Unknown || v == "none") && d.means != "occurred" {
			continue // whether the field accepts it is for the schema to say
		}
		o, err := parseAs(d.means, v)
		if err != nil {
			n.add(RuleBadDate, nodePlace(d.node), quoted(d.name)+" has "+quoted(v)+", which is no "+dateWord(d.means)+".", "Write "+dateForm(d.means)+".")
			continue
		}
		if !d.future && !c.Now.IsZero() && begins(o, zone).After(c.Now) {
			n.add(RuleFutureDate, nodePlace(d.node), quoted(d.name)+" has "+quoted(v)+", which is still to come.", "Write when it happened; plans go into fields such as due, until or review_on.")
		}
	}
}

// begins is the first instant at which all that was said can have happened.
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
	return "a day as 2026-03-06, a time with its zone as 2026-03-06T14:30+00:00, first/last, or about 2026-03"
}
