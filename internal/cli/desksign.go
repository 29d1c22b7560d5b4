package cli

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/report"
	"casefile/internal/team"
)

// thread notes what waits for my signature, what came back to me, and what
// answers my own return.
func (d *desk) thread(c *cases.Case, t *cases.Thread) {
	e := t.Endorsement
	switch {
	case t.Author == d.me.ID:
		if e.State == cases.Returned && !e.Answered {
			d.put(report.InboxBack, t.Kind, t.Ref(), e.Given[len(e.Given)-1].At, returner(e), "casefile amend "+t.Ref().String(), "returned to you")
		}
	case pendingOnly(t.Kind) || !d.mine(c, t):
	case e.Answered && returned(e, d.me.ID):
		d.put(report.InboxBack, t.Kind, t.Ref(), t.Recorded, t.Author, endorseNext, "answers your return")
	default:
		d.put(report.InboxSign, t.Kind, t.Ref(), e.WaitingSince, t.Author, "casefile endorse "+t.Ref().String(), "%s%s", signFacts(c, t, e.Missing[0]), d.forWhom(c, e.Missing[0]))
	}
}

// mine reports whether the next endorsement of a text is mine to give.
func (d *desk) mine(c *cases.Case, t *cases.Thread) bool {
	e := t.Endorsement
	if t.Author == d.me.ID || signed(e, d.me.ID) || e.State == cases.Returned || e.State == cases.Declined || !waitsFor(d.me, e.Missing) {
		return false
	}
	return slices.Contains(levelsOf(d.me), e.Missing[0]) || d.standsIn(c, t)
}

// standsIn reports whether a senior must see to what waits for a line manager:
// there is none but the author, or the time for it has run out.
func (d *desk) standsIn(c *cases.Case, t *cases.Thread) bool {
	if due := t.Endorsement.Due; !due.IsZero() && c.Now.After(due) {
		return true
	}
	return !slices.ContainsFunc(c.Docket.Readers(), func(id string) bool {
		m, _ := d.b.Team().Member(id)
		return m.Active() && m.Has(team.Manager) && id != t.Author
	})
}

// forWhom is ", for Mina Hall" where the line manager is somebody else.
func (d *desk) forWhom(c *cases.Case, level string) string {
	worker, _ := d.b.Team().Member(c.Allocation.KeyWorker)
	if level != policy.Line || worker.LineManager == "" || worker.LineManager == d.me.ID || worker.ID == d.me.ID {
		return ""
	}
	return ", for " + nameOf(d.b, worker.LineManager)
}

// pending notes a closure, a disposal or an erasure for which the docket waits.
func (d *desk) pending(c *cases.Case) error {
	if c.Docket.Pending == "" {
		return nil
	}
	level, err := mySignature(d.b, d.me, c.Docket)
	t := c.Thread(c.Docket.Pending)
	if err != nil || level == "" || t == nil {
		return err
	}
	d.put(report.InboxSign, t.Kind, t.Ref(), t.Endorsement.WaitingSince, t.Author, "casefile endorse "+t.Ref().String(), "%s%s", signFacts(c, t, level), d.forWhom(c, level))
	return nil
}

// signFacts is joint, senior, waits 6 days.
func signFacts(c *cases.Case, t *cases.Thread, level string) string {
	var parts []string
	if t.Str("mode") == "joint" {
		parts = append(parts, "joint")
	}
	parts = append(parts, level)
	if since := t.Endorsement.WaitingSince; !since.IsZero() {
		parts = append(parts, "waits "+cases.Length(c.Now.Sub(since)))
	}
	if due := t.Endorsement.Due; !due.IsZero() && c.Now.After(due) {
		parts = append(parts, c.Behind(due, c.Now.Sub(due))+" late")
	}
	return strings.Join(parts, ", ")
}

func returner(e cases.Endorsement) string {
	for _, g := range slices.Backward(e.Given) {
		if g.Verdict == "returned" {
			return g.By
		}
	}
	return ""
}

// returned reports whether a member returned an earlier version.
func returned(e cases.Endorsement, member string) bool {
	return slices.ContainsFunc(e.Given, func(g cases.Given) bool { return g.By == member && g.Verdict == "returned" && g.Earlier })
}
