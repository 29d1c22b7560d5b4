package cases

import (
	"time"

	"casefile/internal/record"
)

// ending finds the holds in force, the standing closure and the last entry. The order of recording
// decides which act ended another, whatever day the texts name.
func (c *Case) ending() {
	for i := range c.in.Items {
		if it := &c.in.Items[i]; it.Entry != nil && it.Fault == "" && c.stood(it) {
			if c.LastEntry == nil || !it.since().Before(c.LastEntry.since()) {
				c.LastEntry = it
			}
		}
	}
	c.Holds = c.holds()
	for _, t := range c.of(record.KindClosure, record.KindReopening) {
		if c.Closure == nil || writtenOrder(t.Item, c.Closure) >= 0 {
			c.Closure = t.Item
		}
	}
	if c.Closure != nil && c.Closure.Kind == record.KindReopening {
		c.Closure = nil
	}
}

// LastWritten returns the time of the last entry; zero = none.
func (c *Case) LastWritten() time.Time {
	if c.LastEntry == nil {
		return time.Time{}
	}
	return c.LastEntry.since()
}

// The operations that ask of nobody to read a case. Room team names them; this room does
// not import it.
const (
	opConcern = "concern"
	opIntake  = "intake"
)

// LastWorkBy returns the time of a member's last entry that only a reader of the case can write;
// zero = none. Raising a concern needs no reading.
func (c *Case) LastWorkBy(member string) time.Time {
	var last time.Time
	for _, it := range c.in.Items {
		needsNoReading := it.Op == opConcern || it.Op == opIntake
		if it.Entry != nil && it.author() == member && !needsNoReading &&
			c.stood(&it) && it.since().After(last) {
			last = it.since()
		}
	}
	return last
}

// serviceEnded returns the day that the closure names or, without one, the docket.
func (c *Case) serviceEnded() record.Date {
	if c.Closure != nil {
		return c.Closure.Date("service_ended")
	}
	if c.Docket != nil {
		return c.Docket.ServiceEnded
	}
	return record.Date{}
}
