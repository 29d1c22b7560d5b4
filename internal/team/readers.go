package team

import "slices"

// DefaultReaders names who can read a new case of this key worker: the key worker,
// their line manager, that manager's manager (where there is none who may read,
// every active senior), safeguarding leads, and recovery. Only members who
// [Member.MayRead]; sorted by id. keyWorker "" stands for an intake, which leads
// (seniors where there is none) and recovery read.
func (t Team) DefaultReaders(keyWorker string) []string {
	if keyWorker == "" {
		return t.IntakeReaders()
	}
	worker, _ := t.Member(keyWorker)
	line, _ := t.Member(worker.LineManager)
	above, _ := t.Member(line.LineManager)
	readers := t.named(func(m Member) bool {
		return m.ID == worker.ID || m.ID == line.ID || m.ID == above.ID || m.HasAny(Lead, Recovery) ||
			(!above.MayRead() && m.Has(Senior))
	})
	return readers
}

// IntakeReaders names who can read an intake: leads, or seniors where there is no
// active lead, and recovery.
func (t Team) IntakeReaders() []string {
	first := Lead
	if len(t.named(func(m Member) bool { return m.Has(Lead) })) == 0 {
		first = Senior
	}
	return t.named(func(m Member) bool { return m.HasAny(first, Recovery) })
}

// RecoveryIDs names the active recovery members, to whom every case key is wrapped.
func (t Team) RecoveryIDs() []string {
	return t.named(func(m Member) bool { return m.Has(Recovery) })
}

func (t Team) named(wanted func(Member) bool) []string {
	var ids []string
	for _, m := range t.Members {
		if m.MayRead() && wanted(m) {
			ids = append(ids, m.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
