package cli

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// worthReading leaves out, from its docket alone, an ended case in which nothing
// can be for whoever is asked about. What goes on in one, a transfer or an
// answer to a subject access request, is for the last key worker, the line
// manager and whoever keeps the records.
func (d *duties) worthReading(k *record.Docket) bool {
	switch {
	case k.Status == record.Destroyed:
		return false
	case live(k) || k.Pending != "" || d.o.all:
		return true
	case d.o.worker != "":
		return k.KeyWorker == d.o.worker
	}
	worker, _ := d.b.Team().Member(k.KeyWorker)
	return k.KeyWorker == d.me.ID || worker.LineManager == d.me.ID || d.me.Has(team.Records)
}

// mine reports whether a thing is to be seen to by whoever is asked about.
func (d *duties) mine(c *cases.Case, t cases.Deadline) bool {
	member := d.me.ID
	switch {
	case d.o.all:
		return true
	case d.o.worker != "":
		member = d.o.worker
	}
	if t.Member == member || c.Allocation.KeyWorker == member || c.Allocation.Cover == member {
		return true
	}
	if d.o.worker != "" {
		return false
	}
	worker, _ := d.b.Team().Member(c.Allocation.KeyWorker)
	return worker.LineManager == member || d.byRole(c, t)
}

// byRole reports whether one of my roles must see to a thing.
func (d *duties) byRole(c *cases.Case, t cases.Deadline) bool {
	switch t.Role {
	case cases.RoleLead:
		return d.me.Has(team.Lead)
	case cases.RoleRecords:
		return d.me.Has(team.Records)
	case policy.Line, policy.Senior:
		entry := c.Thread(t.Ref.Entry)
		return entry != nil && entry.Author != d.me.ID && slices.Contains(levelsOf(d.me), t.Role)
	}
	return false
}
