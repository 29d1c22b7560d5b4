package verify

import (
	"fmt"
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// A reseal may leave a file blank, exchange it, or erase another entry than was requested. No judge
// without a key sees that. Readers do, and they keep the earlier keys; the server's copy keeps them
// for a time. With those keys, a repair sets the case right. A repair is a reseal that erases
// nothing, of a case in which nothing is pending. It may put back what was erased. The member who
// sealed the case last may not judge their own work.

// repairs reports whether a reseal is a repair.
func (t *caseJudge) repairs() bool {
	return t.row.reseals && t.before != nil && t.before.Pending == "" && len(t.trailers.Erased) == 0
}

// mayPutBack reports whether the commit may bring back the file of an erased entry.
func (t *caseJudge) mayPutBack(f EntryFact) bool { return t.repairs() && f.Erased != nil }

// checkRepair checks that somebody else sealed the case again before, and that a senior repairs it.
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

// lastResealer returns the member who signed the last reseal of the case; "" for none.
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

// LastReseal returns the last commit that sealed the case again; "" for none. A reseal seals all
// entries, so any entry that is not erased tells it.
func (f *CaseFacts) LastReseal() string {
	for _, e := range f.Entries {
		if e.Resealed != "" && e.Erased == nil {
			return e.Resealed
		}
	}
	return ""
}

// ErasureFault says how the entries that were erased at a request differ from those that it names;
// "" where they do not. Somebody then erased more or less than was endorsed. An entry that a repair
// put back counts as erased if the request named it.
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
