package team

import "slices"

// DefaultReaders returns who can read a new case of this key worker on a day (YYYY-MM-DD), sorted
// by ID. They are:
//
//   - The key worker, their line manager, and that manager's manager.
//   - Every active senior, if there is no such manager's manager who may read.
//   - Safeguarding leads and recovery keys.
//   - Members who act on that day for one of the managers or leads.
//
// All of them may read ([Team.MayRead]). keyWorker "" stands for an intake: see
// [Team.NewIntakeReaders].
func (t Team) DefaultReaders(keyWorker, day string) []string {
	if keyWorker == "" {
		return t.NewIntakeReaders(day)
	}
	return t.withCover(t.UsualReaders(keyWorker), day, keyWorker)
}

// UsualReaders returns [Team.DefaultReaders] without members who act for others.
func (t Team) UsualReaders(keyWorker string) []string {
	if keyWorker == "" {
		return t.IntakeReaders()
	}
	worker, _ := t.Member(keyWorker)
	line, _ := t.Member(worker.LineManager)
	above, _ := t.Member(line.LineManager)
	return t.named(func(m Member) bool {
		return m.ID == worker.ID || m.ID == line.ID || m.ID == above.ID ||
			m.HasAny(Lead, Recovery) ||
			(!t.mayRead(above) && m.Has(Senior))
	})
}

// NewIntakeReaders returns to whom an intake of a day is sealed: [Team.IntakeReaders], and members
// who act for one of them on that day. involved are the author of the concern and the members whom
// it names.
//
// Seniors are added unless some reader may accept the intake, and is neither away nor involved.
// Nobody is left alone with a concern: seniors, then managers, make it two readers if the team has
// them.
func (t Team) NewIntakeReaders(day string, involved ...string) []string {
	ids := t.withCover(t.IntakeReaders(), day, "")
	accepts := func(id string) bool {
		m, _ := t.Member(id)
		return m.mayAsReader(OpAccept) && m.Cover(day) == "" && !slices.Contains(involved, id)
	}
	more := func(role Role) {
		ids = append(ids, t.withCover(t.named(func(m Member) bool {
			return m.Has(role)
		}), day, "")...)
		slices.Sort(ids)
		ids = slices.Compact(ids)
	}
	if !slices.ContainsFunc(ids, accepts) {
		more(Senior)
	}
	for _, role := range []Role{Senior, Manager} {
		if len(t.Working(ids)) < leastTriagers {
			more(role)
		}
	}
	return ids
}

// leastTriagers is the least number of people to whom a concern is sealed, if the team has them.
const leastTriagers = 2

// withCover adds the members who act for one of ids on a day. Cover of the key worker is left to
// the case.
func (t Team) withCover(ids []string, day, keyWorker string) []string {
	out := slices.Clone(ids)
	for i := 0; i < len(out); i++ { // a stand-in may have a stand-in too
		m, _ := t.Member(out[i])
		cover, _ := t.Member(m.Cover(day))
		if m.ID != keyWorker && t.mayRead(cover) && !slices.Contains(out, cover.ID) {
			out = append(out, cover.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// IntakeReaders returns the members who can read an intake: leads, or seniors if there is no active
// lead, and recovery keys.
func (t Team) IntakeReaders() []string {
	first := Lead
	if len(t.InRole(Lead)) == 0 {
		first = Senior
	}
	return t.named(func(m Member) bool { return m.HasAny(first, Recovery) })
}

// RecoveryIDs returns the recovery members that count. Every new case key is wrapped to them.
func (t Team) RecoveryIDs() []string {
	return t.named(func(m Member) bool { return m.Has(Recovery) })
}

func (t Team) named(wanted func(Member) bool) []string {
	var ids []string
	for _, m := range t.Members {
		if t.mayRead(m) && wanted(m) {
			ids = append(ids, m.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
