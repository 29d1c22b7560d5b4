package verify

import (
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// judgeKeysState judges who can read the case after the commit. Members leave and lose roles by
// commits that touch no case. What is wrong since then is an AccessProblem, and no fault of the
// member who next acts on the case.
func (t *caseJudge) judgeKeysState() {
	if t.keys.epochs < 0 { // judgeKeys has reported the dropped epochs
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

// epochsEmptied checks that only dispose and reseal empty an epoch, and that an emptied epoch gets
// no keys again.
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

// epochsUnread checks that an epoch with keys keeps an active member who may read.
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

// read reports whether an active member who may read has a key of the epoch.
func (t *caseJudge) read(e record.Epoch) bool {
	return slices.ContainsFunc(e.Members(), t.j.team.MayRead)
}

// oldKeysOnly checks that each member with a key of an older epoch has one of the newest. Otherwise
// the member would not be listed as a reader, and nobody could take the key away.
func (t *caseJudge) oldKeysOnly() {
	for i, e := range t.after.Keys[:max(len(t.after.Keys), 1)-1] {
		for _, m := range e.Members() {
			if !t.after.Reads(m) {
				t.fault(RuleOldKeyOnly, "%s has a key of epoch %d, and none of the newest", m, i+1)
			}
		}
	}
}

// withdraws reports whether the commit takes away a member's own keys, which opened nothing, or the
// keys of a case that is destroyed. It then ends nobody's reading.
func (t *caseJudge) withdraws() bool {
	return t.op == team.OpRekey || t.op == team.OpDispose
}

// keyWorkerReads checks that the key worker can still read the case.
func (t *caseJudge) keyWorkerReads() {
	if t.before == nil || t.withdraws() {
		return
	}
	if kw := t.after.KeyWorker; kw != "" && t.before.Reads(kw) && !t.after.Reads(kw) {
		t.fault(RuleKeyWorker, "the key worker %s would no longer read the case; hand it over "+
			"first", kw)
	}
}

// enoughRead checks that as many active people can read the case as the policy asks for, or no
// fewer than before. A new intake needs no minimum: its readers are the people who triage.
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

// recoveryReads checks that a new case key is wrapped to every recovery key that counts
// (team.Team.Counts).
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

// unconfirmedReadNothing checks that no key is wrapped to a recovery key that waits for
// confirmation, even where that key read the case before. Somebody may have given it another
// recipient since, and would read everything recorded from now on.
func (t *caseJudge) unconfirmedReadNothing() {
	for _, s := range slices.Concat(t.keys.added, t.keys.replaced) {
		if t.j.team.AwaitsConfirmation(s.member) {
			t.fault(RuleKeys, "%s is a recovery key that no second senior has confirmed", s.member)
		}
	}
}

// isRecovery reports whether a wrapped key is for a recovery key that counts. Every operation on
// keys may give such a key what it lacks.
func (t *caseJudge) isRecovery(s wrappedKey) bool {
	return slices.Contains(t.j.team.RecoveryIDs(), s.member)
}

// withoutRecovery returns the wrapped keys that are not for recovery keys.
func (t *caseJudge) withoutRecovery(list []wrappedKey) []wrappedKey {
	return slices.DeleteFunc(slices.Clone(list), t.isRecovery)
}

// sameReaders reports whether the readers of the newest epoch are the same as before, apart from
// recovery keys that count. Recovery keys that wait for confirmation are no readers.
func (t *caseJudge) sameReaders() bool {
	were := slices.DeleteFunc(t.before.Readers(), t.j.team.AwaitsConfirmation)
	return !slices.ContainsFunc(were, func(m string) bool { return !t.after.Reads(m) }) &&
		!slices.ContainsFunc(t.after.Readers(), func(m string) bool {
			return !slices.Contains(were, m) && !t.isRecovery(wrappedKey{member: m})
		})
}
