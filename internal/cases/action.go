package cases

import (
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
)

// actions reads each action with its newest result.
func (c *Case) actions() {
	for _, t := range c.of(record.KindAction) {
		a := &Action{Entry: t, Who: strings.Join(t.Strs("who"), ", "), What: t.Str("what"),
			plan: c.planned(t, dayOf("due"))}
		a.Due = c.dayOrNone(a.plan.due)
		if results := c.linking(t, "action", record.KindActionResult); len(results) > 0 {
			a.Result = slices.MaxFunc(results, byWritten)
			a.did, a.notBefore = doneSince(results)
			a.Done = a.did != nil
		}
		a.Overdue = !a.Done && !a.Due.IsZero() && Passed(c.endOf(a.Due), c.Now) > 0
		c.Actions = append(c.Actions, a)
	}
}

// doneSince is the result that was recorded first of those since which the action is done,
// or no longer needed; nil where the newest says that it is not. It was not done before
// a result last said so.
func doneSince(results []*Thread) (first *Thread, notBefore time.Time) {
	for _, t := range slices.SortedFunc(slices.Values(results), byWritten) {
		switch done := slices.Contains([]string{"done", "cancelled"}, t.Str("status")); {
		case !done:
			first, notBefore = nil, t.First.Recorded
		case first == nil:
			first = t
		}
	}
	return first, notBefore
}

// actionClock is the clock of an action that was done.
func (c *Case) actionClock(a *Action) ClockState {
	said := c.saidAt(a.did, "at")
	return c.stopped(a.plan, a.did, func(v *Item) time.Time {
		if at := said(v); at.After(a.notBefore) {
			return at
		}
		return a.notBefore
	})
}

// openActions are those that are not done.
func (c *Case) openActions() []*Action {
	var out []*Action
	for _, a := range c.Actions {
		if !a.Done {
			out = append(out, a)
		}
	}
	return out
}
