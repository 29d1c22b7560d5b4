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
			a.did, a.notBefore = doneSince(results, takenBack(t))
			a.Done = a.did != nil
		}
		a.Overdue = !a.Done && !a.Due.IsZero() && c.hour.late(c.endOf(a.Due)) > 0
		c.Actions = append(c.Actions, a)
	}
}

// takenBack returns the results that once belonged to an action, and now belong to none or another.
func takenBack(action *Thread) []*Thread {
	return slices.DeleteFunc(slices.Clone(action.dropped), func(t *Thread) bool {
		return t.Kind != record.KindActionResult
	})
}

// doneSince returns the result that was recorded first of those since which the action is done, or
// no longer needed; nil where the newest says that it is not. It was not done before a result last
// said so, in whichever version, also where it is of this action no more: what was open then no
// amendment makes done from before.
func doneSince(results, dropped []*Thread) (first *Thread, notBefore time.Time) {
	all := slices.Concat(results, dropped)
	for _, t := range slices.SortedFunc(slices.Values(all), byWritten) {
		if slices.ContainsFunc(slices.Concat(t.History, []*Item{t.Item}), stillOpen) {
			first, notBefore = nil, t.First.Recorded
		}
		if first == nil && !stillOpen(t.Item) && slices.Contains(results, t) {
			first = t
		}
	}
	return first, notBefore
}

// stillOpen reports whether a result says that an action is not done.
func stillOpen(v *Item) bool {
	return !slices.Contains([]string{"done", "cancelled"}, v.Str("status"))
}

// actionClock returns the clock of an action that was done.
func (c *Case) actionClock(a *Action) ClockState {
	said := c.saidAt(a.did, "at")
	return c.stopped(a.plan, a.did, func(v *Item) time.Time {
		if at := said(v); at.After(a.notBefore) {
			return at
		}
		return a.notBefore
	})
}

// openActions returns the actions that are not done.
func (c *Case) openActions() []*Action {
	var out []*Action
	for _, a := range c.Actions {
		if !a.Done {
			out = append(out, a)
		}
	}
	return out
}
