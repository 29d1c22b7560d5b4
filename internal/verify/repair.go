package verify

import (
	"fmt"
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// A reseal may leave a file blank, exchange it, or erase another than was asked for, and no
// judge without a key sees that. The readers do, and keep the earlier keys (the copy of the
// server keeps them for a time). With those a repair sets the case right: it is a reseal
// that erases nothing, of a case in which nothing is pending, and may put back what was
// erased. Whoever sealed the case last does not judge their own work.

// repairs reports whether a reseal is a repair.
func (t *caseJudge) repairs() bool {
	return t.row.reseals && t.before != nil && t.before.Pending == "" && len(t.trailers.Erased) == 0
}

// mayPutBack reports whether the commit may bring the file of an entry that is not there.
func (t *caseJudge) mayPutBack(f EntryFact) bool { return t.repairs() && f.Erased != nil }

// checkRepair: the case was sealed anew before, by somebody else, and a senior repairs it.
func (t *caseJudge) checkRepair() {
	last, err := t.lastResealer()
	switch {
	case err != nil || last == "":
		t.fault(RuleRepair, "nothing of the case was ever sealed again, so that there is nothing "+
			"to repair")
	case last == t.signer.ID:
		t.fault(RuleRepair, "%s sealed the case last time; somebody else repairs it", last)
	}
	if !t.signer.Has(team.Senior) {
		t.fault(RuleRole, "%s may not repair: a senior manager who reads the case repairs it",
			t.signer.ID)
	}
	if t.after.Pending != "" {
		t.fault(RuleRepair, "a repair leaves nothing pending")
	}
}

// lastResealer is the member who signed the last reseal of the case, "" where none is known.
func (t *caseJudge) lastResealer() (string, error) {
	commit := t.past.LastReseal()
	if commit == "" {
		return "", nil
	}
	c, err := t.j.h.Commit(commit)
	if err != nil {
		return "", err
	}
	m, _, _ := t.j.team.BySigningKey(c.Signer)
	return m.ID, nil
}

// LastReseal is the commit that sealed the case anew the last time, "" for none: the same
// for all that was there before it.
func (f *CaseFacts) LastReseal() string {
	for _, e := range f.Entries {
		if e.Resealed != "" && e.Erased == nil {
			return e.Resealed
		}
	}
	return ""
}

// ErasureFault says why what was erased at a request is not what it names, "" where it is.
// Somebody erased more or less then than was endorsed. What a repair put back counts for
// erased, unless the request never named it.
func ErasureFault(f *CaseFacts, request record.ID, targets []record.ID) (means string) {
	var erased []record.ID
	commit := ""
	for id, e := range f.Entries {
		x := e.Erased
		if x == nil && e.PutBack != nil && slices.Contains(targets, id) {
			x = e.PutBack
		}
		if x != nil && x.Request == request {
			erased, commit = append(erased, id), x.Commit
		}
	}
	if slices.Sort(erased); commit == "" || slices.Equal(erased, targets) {
		return ""
	}
	return erasedOther(erased, commit, targets)
}

func erasedOther(erased []record.ID, commit string, targets []record.ID) string {
	return fmt.Sprintf("at its request %v was erased in %.12s; it names %v", erased, commit,
		targets)
}
