package team

import "slices"

// DefaultReaders names who can read a new case of this key worker on a day
// (YYYY-MM-DD): the key worker, their line manager, that manager's manager (where
// there is none who may read, every active senior), safeguarding leads, recovery, and
// who acts on that day for one of the managers or leads. Only members who
// may read ([Team.MayRead]); sorted by id. keyWorker "" stands for an intake: see
// [Team.NewIntakeReaders].
func (t Team) DefaultReaders(keyWorker, day string) []string {
	if keyWorker == "" {
		return t.NewIntakeReaders(day)
	}
	return t.withCover(t.UsualReaders(keyWorker), day, keyWorker)
}

// UsualReaders are [Team.DefaultReaders] without those who act for somebody.
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

// NewIntakeReaders names to whom an intake of a day is sealed: [Team.IntakeReaders],
// and who acts on that day for one of them. Where none of these is there who may accept
// it, or all of them are involved in it (who raised the concern, whom it names), seniors
// are named too. One person alone is never left with a concern: seniors, then managers,
// make it two where the team has them.
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

// leastTriagers is how many people a concern is sealed to at least, where the team has them.
const leastTriagers = 2

// withCover adds who acts for some members on a day. Cover of the key worker is the
// case's own.
func (t Team) withCover(ids []string, day, keyWorker string) []string {
	out := slices.Clone(ids)
	for i := 0; i < len(out); i++ { // who covers may be covered for in turn
		m, _ := t.Member(out[i])
		cover, _ := t.Member(m.Cover(day))
		if m.ID != keyWorker && t.mayRead(cover) && !slices.Contains(out, cover.ID) {
			out = append(out, cover.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// IntakeReaders names who can read an intake: leads, or seniors where there is no
// active lead, and recovery.
func (t Team) IntakeReaders() []string {
	first := Lead
	if len(t.InRole(Lead)) == 0 {
		first = Senior
	}
	return t.named(func(m Member) bool { return m.HasAny(first, Recovery) })
}

// RecoveryIDs names the recovery members that count, to whom every new case key is wrapped.
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
