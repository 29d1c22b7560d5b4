package cli

import (
	"slices"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/team"
)

// watch notes where nobody is there for a case, or too few can read it.
func (d *desk) watch(c *cases.Case) {
	if !live(c.Docket) || !oversees(d.b, d.me, c) {
		return
	}
	ref := record.Ref{Case: c.ID}
	worker := c.Allocation.KeyWorker
	if m, ok := d.b.Team().Member(worker); ok && !m.Active() {
		d.put(report.InboxWatch, "no key worker", ref, m.Left, worker, "casefile assign "+c.ID.String()+" MEMBER", "the key worker has left")
	}
	for _, e := range coverEnded(d.b, c) {
		d.put(report.InboxWatch, "cover ended", ref, e.On.At(d.b.Policy().Zone()), e.Member, revokeCommand(c.ID, e.Member), "on %s; they can read it still", e.On)
	}
	if n := len(activeReaders(d.b, c.Docket)); n < d.b.LeastReaders() {
		d.put(report.InboxWatch, "readers", ref, time.Time{}, worker, "casefile readers "+c.ID.String()+" grant MEMBER",
			"can be read by %s of the team, there must be %d", peopleWords(n), d.b.LeastReaders())
	}
}

// uncovered names the cases of key workers who are away, as cover elsewhere
// tells, where nobody acts for them.
func (d *desk) uncovered() {
	for _, s := range d.alone {
		until := d.away[s.worker]
		if until.IsZero() || s.worker == d.me.ID {
			continue
		}
		d.put(report.InboxWatch, "no cover", record.Ref{Case: s.id}, time.Time{}, s.worker,
			"casefile handover "+s.id.String()+" --to MEMBER --until "+until.String(), "key worker away, covered elsewhere to %s", until)
	}
}

// activeReaders are the people who work with cases and can read this one.
func activeReaders(b *casebook.Book, d *record.Docket) []string {
	return slices.DeleteFunc(d.Readers(), func(id string) bool {
		m, ok := b.Team().Member(id)
		return !ok || !m.Active() || !m.Casework()
	})
}

// triages reports whether concerns are a member's to triage: every safeguarding
// lead's, or every senior's where there is no lead.
func triages(b *casebook.Book, m team.Member) bool {
	led := slices.ContainsFunc(b.Team().Members, func(o team.Member) bool { return o.Active() && o.Has(team.Lead) })
	return m.Has(team.Lead) || !led && m.Has(team.Senior)
}

// oversees reports whether a case is mine to look after: I am its key worker,
// cover for them, or am their line manager.
func oversees(b *casebook.Book, me team.Member, c *cases.Case) bool {
	worker, _ := b.Team().Member(c.Docket.KeyWorker)
	return worker.ID == me.ID || worker.LineManager == me.ID || c.Allocation.Cover == me.ID
}

// overseen reports whether a deadline is mine to see to: it names me, the case
// is mine to look after, or one of my roles sees to such things.
func overseen(b *casebook.Book, me team.Member, c *cases.Case, d cases.Deadline) bool {
	switch {
	case d.Member == me.ID || oversees(b, me, c):
		return true
	case d.Role == cases.RoleRecords:
		return me.Has(team.Records)
	}
	triage := d.Role == cases.RoleLead || d.Rule == cases.RuleConcernWithoutTriage || d.Rule == cases.RuleIntakeTooLong
	return triage && triages(b, me)
}
