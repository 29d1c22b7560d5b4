package cli

import (
	"fmt"
	"slices"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/team"
)

// desk gathers what waits for one member, case after case.
type desk struct {
	b       *casebook.Book
	me      team.Member
	lines   []report.InboxLine
	alsoFor []report.StandIn
	away    map[string]record.Date // key workers who are covered somewhere, and until when
	alone   []standing             // cases of key workers whom nobody covers there
}

// standing is a case with its key worker in the place.
type standing struct {
	id     record.ID
	worker string
}

func (d *desk) put(mark, what string, ref record.Ref, since time.Time, who, command, format string, args ...any) {
	d.lines = append(d.lines, report.InboxLine{Mark: mark, What: what, Ref: ref, Facts: fmt.Sprintf(format, args...),
		Who: nameOf(d.b, who), Since: since, Command: command})
}

// look notes what one case asks of me.
func (d *desk) look(c *cases.Case) error {
	d.covers(c)
	d.concerns(c)
	for _, l := range c.Deadlines {
		if l.Overdue && overseen(d.b, d.me, c, l) {
			d.late(c, l)
		}
	}
	for _, t := range c.Threads() {
		d.thread(c, t)
	}
	if err := d.pending(c); err != nil {
		return err
	}
	d.watch(c)
	return nil
}

// covers notes for whom I act, and who is away.
func (d *desk) covers(c *cases.Case) {
	worker, cover := c.Allocation.KeyWorker, c.Allocation.Cover
	if cover == "" {
		if worker != "" && live(c.Docket) && oversees(d.b, d.me, c) {
			d.alone = append(d.alone, standing{c.ID, worker})
		}
		return
	}
	if until := c.Allocation.CoverTo; until.After(d.away[worker]) {
		d.away[worker] = until
	}
	if cover != d.me.ID {
		return
	}
	if i := slices.IndexFunc(d.alsoFor, func(s report.StandIn) bool { return s.Member == worker }); i < 0 {
		d.alsoFor = append(d.alsoFor, report.StandIn{Member: worker, Name: nameOf(d.b, worker), Until: c.Allocation.CoverTo})
	} else if c.Allocation.CoverTo.After(d.alsoFor[i].Until) {
		d.alsoFor[i].Until = c.Allocation.CoverTo
	}
}

// concerns are every safeguarding lead's, and a senior's where there is none; also
// one that came to a case after it had closed.
func (d *desk) concerns(c *cases.Case) {
	if !triages(d.b, d.me) {
		return
	}
	for _, n := range c.Concerns {
		if n.Triage != nil {
			continue
		}
		what, command := "concern", "casefile triage "+n.Entry.Ref().String()
		if c.Docket.Status == record.Intake {
			what, command = "intake", "casefile accept "+c.ID.String()
		}
		d.put(report.InboxNow, what, n.Entry.Ref(), n.Entry.First.FirstRecorded(), raisedBy(n), command, "%s", concernFacts(c, n))
		d.lines[len(d.lines)-1].Urgent = n.Immediate != "no"
	}
}

// raisedBy is the member who recorded a concern, also where a lead has filed it
// from an intake since. Who recorded it in another agency is no member here.
func raisedBy(n *cases.Concern) string {
	for _, o := range slices.Backward(n.Entry.First.Origin) {
		if o.Agency == "" && o.By != "" {
			return o.By
		}
	}
	return n.Entry.First.Author
}

// late sorts a clock that has run out by what it is about: concerns and what
// waits for my own endorsement have their places already.
func (d *desk) late(c *cases.Case, l cases.Deadline) {
	worker := c.Allocation.KeyWorker
	switch l.Rule {
	case cases.RuleDormant:
		d.put(report.InboxWatch, "dormant", l.Ref, l.Due, worker, "casefile "+c.ID.String(), "no entry for %s", cases.Length(c.Now.Sub(c.LastEntry.Recorded)))
	case cases.RuleSupervisionOverdue:
		d.put(report.InboxWatch, "supervision", l.Ref, l.Due, worker, "casefile supervision "+c.ID.String(), "due %s ago", c.Behind(l.Due, l.LateBy))
	case cases.RuleConcernWithoutTriage:
		if !triages(d.b, d.me) {
			d.put(report.InboxLate, "concern", l.Ref, l.Due, worker, "", "%s, %s late", l.What, c.Behind(l.Due, l.LateBy))
		}
	case cases.RuleIntakeTooLong: // with its concern it stands above
		if !slices.ContainsFunc(d.lines, func(o report.InboxLine) bool { return o.Ref.Case == c.ID && o.Mark == report.InboxNow }) {
			d.put(report.InboxLate, "intake", l.Ref, l.Due, "", "casefile accept "+c.ID.String(), "%s, %s late", l.What, c.Behind(l.Due, l.LateBy))
		}
	case cases.RuleNotEndorsedInTime:
		if t := c.Thread(l.Ref.Entry); t != nil && !d.mine(c, t) {
			d.put(report.InboxLate, t.Kind, l.Ref, l.Due, t.Author, "", "%s, %s late", l.What, c.Behind(l.Due, l.LateBy))
		}
	default:
		what := "case"
		if t := c.Thread(l.Ref.Entry); t != nil {
			what = t.Kind
		}
		d.put(report.InboxLate, what, l.Ref, l.Due, worker, sees(l), "%s, %s late", l.What, c.Behind(l.Due, l.LateBy))
	}
}

// sees is the command that sees to a deadline, where one alone does.
func sees(l cases.Deadline) string {
	switch l.Rule {
	case cases.RuleReferralUnconfirmed:
		return "casefile confirm " + l.Ref.String()
	case cases.RuleReferralNoResponse:
		return "casefile reply " + l.Ref.String()
	}
	return ""
}
