package cases

import (
	"slices"

	"casefile/internal/record"
)

// ending finds the hold in force, the closure that stands and the last entry.
func (c *Case) ending() {
	for i := range c.in.Items {
		if it := &c.in.Items[i]; it.Entry != nil && it.Fault == "" && !it.reached().After(c.Now) {
			c.LastEntry = it
		}
	}
	c.Hold = c.hold()
	for _, t := range c.of("closure", "reopening") {
		if c.Closure == nil || !t.Recorded.Before(c.Closure.Recorded) {
			c.Closure = t.Item
		}
	}
	if c.Closure != nil && c.Closure.Kind == "reopening" {
		c.Closure = nil
	}
}

// hold is the newest hold that no release names. The subject's death puts one
// on by itself, until somebody releases a hold after it.
func (c *Case) hold() *Hold {
	var out *Hold
	for _, t := range c.of("hold") {
		if len(c.linking(t, "hold", "release")) == 0 {
			out = &Hold{Entry: t, Basis: t.Str("basis")}
		}
	}
	if out != nil || c.Death == nil {
		return out
	}
	released := slices.ContainsFunc(c.of("release"), func(t *Thread) bool { return !t.Recorded.Before(c.Death.Recorded) })
	if released {
		return nil
	}
	return &Hold{Entry: c.byID[c.Death.ID], Basis: "the subject's death", Death: true}
}

// serviceEnded is the day that the closure names or, without one, the docket.
func (c *Case) serviceEnded() record.Date {
	if c.Closure != nil {
		return c.Closure.Date("service_ended")
	}
	if c.Docket != nil {
		return c.Docket.ServiceEnded
	}
	return record.Date{}
}
