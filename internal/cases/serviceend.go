package cases

import (
	"fmt"
	"slices"

	"casefile/internal/record"
)

// endedReason is the field of a closure that says why service ended earlier than the record
// makes it look: before the last contact that was held, or before the case was opened here.
const endedReason = "service_ended_reason"

// floorFrom returns the day from which the floor of retention is counted. It is the latest of three
// days: the end of service, the last contact that was held, and the opening. What the closure gives
// a reason for does not count.
func (c *Case) floorFrom(ended record.Date) record.Date {
	if ended.IsZero() {
		return ended
	}
	explained := c.endExplained()
	if held := c.lastHeld(explained); held.After(ended) {
		ended = held
	}
	if explained == nil && c.Docket != nil && c.Docket.Opened.After(ended) {
		ended = c.Docket.Opened
	}
	return ended
}

// lastHeld returns the day of the last contact that was held, of those that were recorded after a
// text; of all where there is no text. Zero where there is none.
func (c *Case) lastHeld(after *Item) record.Date {
	var last record.Date
	for _, t := range c.of(record.KindContact) {
		for _, v := range t.Newest() {
			known := after != nil && writtenOrder(v, after) <= 0
			if v.Str("kept") != "held" || known {
				continue
			}
			if day := c.lastDay(v); day.After(last) {
				last = day
			}
		}
	}
	return last
}

// lastDay returns the last day on which what an entry tells of can have been. A text that knows it
// about, or not at all, tells of nothing later than itself.
func (c *Case) lastDay(it *Item) record.Date {
	recorded := c.day(it.Recorded)
	if it.Occurred.IsZero() {
		return recorded
	}
	last := c.day(it.Occurred.Latest(c.zone))
	if first := c.day(it.Occurred.Earliest(c.zone)); it.Occurred.About && last.After(recorded) {
		return slices.MaxFunc([]record.Date{first, recorded}, record.Date.Compare)
	}
	return last
}

// endExplained returns the standing closure that says why the day of the end of service is right,
// and nil if there is none. It covers what its author could know: a contact that is recorded later
// counts again. Of closures written apart, each must say it.
func (c *Case) endExplained() *Item {
	for _, t := range c.of(record.KindClosure) {
		silent := func(v *Item) bool { return known(v.Str(endedReason)) == "" }
		if c.Closure == t.Item && !slices.ContainsFunc(t.Newest(), silent) {
			return c.Closure
		}
	}
	return nil
}

// earlyEnd is an end of service that looks too early, for want of a reason in the closure.
type earlyEnd struct {
	ended, held record.Date // as the closure has it; the last contact that was held
	opened      record.Date // zero where the case was opened by then
}

// earlyEnd tells how the closure that stands ends service too early; nil where it does not,
// or says why the day is right.
func (c *Case) earlyEnd() *earlyEnd {
	if c.Closure == nil || c.endExplained() != nil {
		return nil
	}
	e := earlyEnd{ended: c.Closure.Date("service_ended"), held: c.lastHeld(nil)}
	if c.endsBeforeOpening() {
		e.opened = c.Docket.Opened
	}
	if e.opened.IsZero() && !e.contact() {
		return nil
	}
	return &e
}

// contact says that a contact was held after the end.
func (e *earlyEnd) contact() bool { return e.held.After(e.ended) }

// String tells of all the days that there are.
func (e *earlyEnd) String() string {
	says := "ended on " + e.ended.Long()
	if !e.opened.IsZero() {
		says += ", before the case was opened on " + e.opened.Long()
	}
	if e.contact() {
		says += "; the last contact that was held was on " + e.held.Long()
	}
	return says
}

// question asks why the day is right, and says what no answer leads to.
func (e *earlyEnd) question() Question {
	empty := "the date is counted from " + e.held.Long()
	if !e.opened.IsZero() {
		empty = "the case is not closed"
	}
	return Question{endedReason,
		fmt.Sprintf("Service %s. Why is the earlier day right? (empty: %s) ", e, empty)}
}

// endsBeforeOpening says that service ended before the case was opened here, as it does
// where an agency brings its old cases in.
func (c *Case) endsBeforeOpening() bool {
	return c.Closure != nil && c.Docket != nil &&
		c.Closure.Date("service_ended").Before(c.Docket.Opened)
}

// EndNote says that the floor of retention is counted from a contact after the end of
// service, and which field says why it need not be; "" where the floor is counted from the end.
func (c *Case) EndNote() string {
	e := c.earlyEnd()
	if e == nil || !e.contact() {
		return ""
	}
	return "service " + e.String() + ", and the floor of retention is counted from there; " +
		endedReason + " in the closure says why the earlier day is right"
}
