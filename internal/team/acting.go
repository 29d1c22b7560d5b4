package team

import (
	"slices"
	"time"
)

// longestAbsence is for how many days another may act for a member: who is away for longer
// has left.
const longestAbsence = 366

// TooLongAway reports whether a day is too far from today for an absence to end on it;
// both are YYYY-MM-DD.
func TooLongAway(today, until string) bool {
	from, err := time.Parse(time.DateOnly, today)
	last := from.AddDate(0, 0, longestAbsence).Format(time.DateOnly)
	return err == nil && last < until
}

// AwayAs reports whether the roster says already that another acts for the member up to
// the end of a day.
func (m Member) AwayAs(by, until string) bool {
	return m.CoveredBy == by && m.CoveredUntil == until
}

// MayActFor reports whether there is anything that the member can do in the place of an
// absent one: whoever reads a case may triage for a safeguarding lead.
func (m Member) MayActFor(away Member) bool { return m.Oversees() || away.Has(Lead) }

// Acting is what a member does in the place of another, as far as the roles of both go.
type Acting struct {
	Endorses bool     // at one of the other's levels
	Not      []string // levels of the other at which they may not endorse
	Triages  bool     // and is rung, in the place of a safeguarding lead
	Accepts  bool     // an intake, in the place of one who may
}

// ActingFor settles it.
func (m Member) ActingFor(away Member) Acting {
	lead := away.Has(Lead)
	a := Acting{Triages: lead, Accepts: lead && m.mayAsReader(OpAccept)}
	for _, level := range away.rights() {
		if slices.Contains(m.rights(), level) {
			a.Endorses = true
		} else {
			a.Not = append(a.Not, level)
		}
	}
	return a
}

// Dependent is an active member for whom another is there: who acts for them, or manages
// them, or both.
type Dependent struct {
	Member
	Covered, Managed bool
}

// Dependents are those for whom a member is there on a day (YYYY-MM-DD), in the order of the
// roster.
func (t Team) Dependents(id, day string) []Dependent {
	var out []Dependent
	for _, m := range t.Members {
		d := Dependent{m, m.Cover(day) == id, m.LineManager == id}
		if m.Active() && (d.Covered || d.Managed) {
			out = append(out, d)
		}
	}
	return out
}
