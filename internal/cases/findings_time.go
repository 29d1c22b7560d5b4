package cases

import (
	"fmt"
	"time"

	"casefile/internal/record"
)

// lastInstant returns the last instant at which the entry's event can have happened; when nothing
// is said, when it was recorded.
func (t *Thread) lastInstant(zone *time.Location) time.Time {
	if t.Occurred.IsZero() {
		return t.Recorded
	}
	return t.Occurred.Latest(zone)
}

// timeFindings reports events at unlikely times: mostly a year was mistyped. A case that was opened
// for an unborn child has events before the birth, and so has a family's history, which may stand.
func (c *Case) timeFindings() {
	born := c.Subject.Born
	unborn := c.Docket != nil && c.Docket.Opened.Before(born)
	for _, t := range c.threads {
		day := c.day(t.lastInstant(c.zone))
		switch {
		case !born.IsZero() && !unborn && day.Before(born):
			c.find(t.Entry, RuleBeforeBirth,
				fmt.Sprintf("it happened on %s, and the subject was born on %s", t.Occurred, born),
				"look at the year again, here and in the profile; family history may stay as it is")
		case t.Kind == record.KindContact && !t.First.fromOthers() && c.Docket != nil &&
			day.AddYears(1).Before(c.Docket.Opened):
			c.find(t.Entry, RuleLongBeforeOpening,
				fmt.Sprintf("the contact was on %s, and the case was opened on %s", t.Occurred,
					c.Docket.Opened), "look at the year again; a contact taken over from earlier "+
					"work may stay as it is")
		}
	}
}
