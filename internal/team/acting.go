package team

import (
	"slices"
	"time"
)

// longestAbsence is the number of days for which another may act for a member. Who is away for
// longer has left.
const longestAbsence = 366

// TooLongAway reports whether an absence would end too far from today. Both days are YYYY-MM-DD.
func TooLongAway(today, until string) bool {
	from, err := time.Parse(time.DateOnly, today)
	last := from.AddDate(0, 0, longestAbsence).Format(time.DateOnly)
	return err == nil && last < until
}

// AwayAs reports whether the roster already says that by acts for the member, up to the end of a
// day.
func (m Member) AwayAs(by, until string) bool {
	return m.CoveredBy == by && m.CoveredUntil == until
}

// MayActFor reports whether the member could do anything for an absent one. Every reader of a case
// may triage for a safeguarding lead.
func (m Member) MayActFor(away Member) bool { return m.Oversees() || away.Has(Lead) }

// StandInRights says what a member may do in another's place, by the roles of both.
type StandInRights struct {
	Endorses bool     // at one of the other's levels
	Not      []string // the other's levels at which the member may not endorse
	Triages  bool     // triages, and is telephoned, in the place of a safeguarding lead
	Accepts  bool     // accepts intakes, if the other may
}

// ActingFor returns the rights of the member in an absent one's place.
func (m Member) ActingFor(away Member) StandInRights {
	lead := away.Has(Lead)
	a := StandInRights{Triages: lead, Accepts: lead && m.mayAsReader(OpAccept)}
	for _, level := range away.rights() {
		if slices.Contains(m.rights(), level) {
			a.Endorses = true
		} else {
			a.Not = append(a.Not, level)
		}
	}
	return a
}

// Dependent is an active member who depends on another: the other acts for them, manages them, or
// both.
type Dependent struct {
	Member
	Covered, Managed bool
}

// Dependents returns the members who depend on a member on a day (YYYY-MM-DD), in the order of the
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
