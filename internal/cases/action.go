package cases

import (
	"slices"
	"strings"

	"casefile/internal/record"
)

// actions reads each action with its newest result.
func (c *Case) actions() {
	for _, t := range c.of(record.KindAction) {
		a := &Action{Entry: t, Who: strings.Join(t.Strs("who"), ", "), What: t.Str("what"), Due: t.Date("due")}
		if results := c.linking(t, "action", record.KindActionResult); len(results) > 0 {
			a.Result = slices.MaxFunc(results, byWritten)
			a.Done = slices.Contains([]string{"done", "cancelled"}, a.Result.Str("status"))
		}
		a.Overdue = c.live() && !a.Done && !a.Due.IsZero() && Passed(c.endOf(a.Due), c.Now) > 0
		c.Actions = append(c.Actions, a)
	}
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
