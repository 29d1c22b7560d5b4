package verify

import (
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// judgeKeysState judges who can read the case after the commit. Members leave and lose roles
// by commits that touch no case; what is amiss since then is a finding (Examine), and no fault
// of whoever acts on the case next.
func (t *caseJudge) judgeKeysState() {
	if t.keys.epochs < 0 { // what was dropped has been named
		return
	}
	t.epochsEmptied()
	t.epochsUnread()
	t.oldKeysOnly()
	t.keyWorkerReads()
	t.enoughRead()
	t.recoveryReads()
	t.unconfirmedReadNothing()
}

// epochsEmptied: only dispose and reseal empty an epoch, whose entries are erased by it, and
// none that was emptied has keys again.
func (t *caseJudge) epochsEmptied() {
	if t.before == nil {
		return
	}
	empties := t.op == team.OpDispose || t.row.reseals
	for i, was := range t.before.Keys {
		switch is := epochAt(t.after.Keys, i); {
		case len(was) == 0 && len(is) > 0:
			t.fault(RuleEpochEmptied, "epoch %d was emptied, and stays so: what it opened is "+
				"erased", i+1)
		case len(was) > 0 && len(is) == 0 && !empties:
			t.fault(RuleEpochEmptied, "nobody has a key of epoch %d any more, so that what it "+
				"opens is lost", i+1)
		}
	}
}

// epochsUnread: an epoch that has keys keeps somebody who may read, and is here.
func (t *caseJudge) epochsUnread() {
	for i, is := range t.after.Keys {
		was := record.Epoch(nil)
		if t.before != nil {
			was = epochAt(t.before.Keys, i)
		}
		if len(is) > 0 && !t.read(is) && (len(was) == 0 || t.read(was)) {
			t.fault(RuleEpochUnread, "nobody who is active can read epoch %d any more", i+1)
		}
	}
}

// read says whether one of those who have a key of an epoch is active, and may read.
func (t *caseJudge) read(e record.Epoch) bool {
	return slices.ContainsFunc(e.Members(), t.j.team.MayRead)
}

// oldKeysOnly: whoever has a key of an older epoch has one of the newest. Else they would be no
// reader, whom nobody could take away.
func (t *caseJudge) oldKeysOnly() {
	for i, e := range t.after.Keys[:max(len(t.after.Keys), 1)-1] {
		for _, m := range e.Members() {
			if !t.after.Reads(m) {
				t.fault(RuleOldKeyOnly, "%s has a key of epoch %d, and none of the newest", m, i+1)
			}
		}
	}
}

// withdraws says whether a commit takes keys away that opened nothing for their own member, or
// that of a case that is destroyed: then nobody's reading ends with it.
func (t *caseJudge) withdraws() bool {
	return t.op == team.OpRekey || t.op == team.OpDispose
}

// keyWorkerReads: the key worker goes on reading.
func (t *caseJudge) keyWorkerReads() {
	if t.before == nil || t.withdraws() {
		return
	}
	if kw := t.after.KeyWorker; kw != "" && t.before.Reads(kw) && !t.after.Reads(kw) {
		t.fault(RuleKeyWorker, "the key worker %s would no longer read the case; hand it over "+
			"first", kw)
	}
}

// enoughRead: as many people can read the case as the policy asks, or no fewer than before. An
// intake is for those who triage, however many they are.
func (t *caseJudge) enoughRead() {
	if t.withdraws() || t.before == nil && t.op == team.OpIntake {
		return
	}
	is, need := t.activeReaders(t.after), t.j.policy.MinReaders()
	if is < need && (t.before == nil || is < t.activeReaders(t.before)) {
		t.fault(RuleReaders, "%d active people can read the case; the policy asks for %d", is, need)
	}
}

func (t *caseJudge) activeReaders(d *record.Docket) int {
	return len(t.j.team.Working(d.Readers()))
}

// recoveryReads: a new case key is wrapped to every recovery key that counts.
func (t *caseJudge) recoveryReads() {
	if t.keys.epochs < 1 {
		return
	}
	for _, id := range t.j.team.RecoveryIDs() {
		if !t.after.Reads(id) {
			t.fault(RuleKeys, "the case key is not wrapped for %s", id)
		}
	}
}

// unconfirmedReadNothing: no key is wrapped to a recovery key that does not count, also not
// where it read the case before: somebody gave it another recipient since, and would be given
// what is recorded from now on.
func (t *caseJudge) unconfirmedReadNothing() {
	for _, s := range slices.Concat(t.keys.added, t.keys.replaced) {
		if t.j.team.Awaits(s.member) {
			t.fault(RuleKeys, "%s is a recovery key that no second senior has confirmed", s.member)
		}
	}
}

// isRecovery says whether a key was added for a recovery key that counts: every operation on keys
// may give it one that it lacks.
func (t *caseJudge) isRecovery(s wrappedKey) bool {
	return slices.Contains(t.j.team.RecoveryIDs(), s.member)
}

// withoutRecovery are the slots that are not recovery's.
func (t *caseJudge) withoutRecovery(list []wrappedKey) []wrappedKey {
	return slices.DeleteFunc(slices.Clone(list), t.isRecovery)
}

// sameReaders says whether those who read the newest epoch before do so now, and nobody else
// but recovery. A recovery key that does not count is no reader of what comes.
func (t *caseJudge) sameReaders() bool {
	were := slices.DeleteFunc(t.before.Readers(), t.j.team.Awaits)
	return !slices.ContainsFunc(were, func(m string) bool { return !t.after.Reads(m) }) &&
		!slices.ContainsFunc(t.after.Readers(), func(m string) bool {
			return !slices.Contains(were, m) && !t.isRecovery(wrappedKey{member: m})
		})
}
