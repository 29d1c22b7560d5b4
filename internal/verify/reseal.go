package verify

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/team"
)

// To erase an entry, the key that it is sealed to must be destroyed: its sealed file stays in the
// commits of the past. So a reseal begins a new epoch and takes the wrapped keys of all earlier
// epochs off the record. Everything that stays readable is sealed again. A judge without a key sees
// that each file is sealed again, is as long as before and is declared to hold the same text. It
// sees that the erasure was endorsed. Only readers see whether the file holds that text, and
// whether the request named just these entries (RuleErasedTarget).

// judgeResealed judges the files that a reseal replaces and removes.
func (t *caseJudge) judgeResealed(changes []Change) error {
	for _, c := range changes {
		if c.Path == record.DocketPath(t.id) || t.isNewEpoch(c) {
			continue
		}
		name := strings.TrimPrefix(c.Path, record.CaseFolder(t.id)+"/")
		_, id, attachment, ok := record.ParseFileName(name)
		fact, known := t.past.Entries[id]
		if !ok || !known || fact.File != name || c.OldID == "" && !t.mayPutBack(fact) {
			t.commitJudge.fault(RulePaths, c.Path, "a reseal adds no file but the recipient of "+
				"the new "+
				"epoch")
			continue
		}
		if c.NewID == "" {
			t.erased = append(t.erased, id)
			continue
		}
		if err := t.judgeResealedFile(c, fact, attachment); err != nil {
			return err
		}
		t.added = append(t.added, addedFile{c, name, id, attachment})
	}
	slices.SortFunc(t.added, func(a, b addedFile) int { return cmp.Compare(a.name, b.name) })
	slices.SortFunc(t.erased, func(a, b record.ID) int {
		return cmp.Compare(t.past.Entries[a].File, t.past.Entries[b].File)
	})
	t.judgeWhole()
	t.judgeErased()
	return nil
}

// judgeResealedFile checks that a sealed file that replaces another, or comes back, is new to
// history and as long as the earlier one.
func (t *caseJudge) judgeResealedFile(c Change, fact EntryFact, attachment bool) error {
	replayed, err := t.brought(c.NewID)
	if err != nil {
		return err
	}
	if replayed {
		t.commitJudge.fault(RuleEntryReplayed, c.Path, "this very sealed file is in the records "+
			"already")
	}
	is, err := t.sealed(c, attachment)
	if err != nil {
		return err
	}
	was, err := t.j.h.Sealed(cmp.Or(c.OldID, fact.Blob))
	if err == nil && was.Size != is.Size {
		t.commitJudge.fault(RuleReseal, c.Path, "it had %d bytes and has %d: it can't hold the "+
			"same text",
			was.Size, is.Size)
	}
	return err
}

// judgeWhole checks that every file that stays is sealed again, and is declared with the SHA-256 of
// its first commit.
func (t *caseJudge) judgeWhole() {
	anew := map[record.ID]bool{}
	var want []EntryTrailer
	for _, a := range t.added {
		anew[a.id] = true
		want = append(want, EntryTrailer{a.id, t.past.Entries[a.id].SHA256})
	}
	for _, id := range slices.Sorted(maps.Keys(t.past.Entries)) {
		if f := t.past.Entries[id]; f.Erased == nil && !anew[id] && !slices.Contains(t.erased, id) {
			t.commitJudge.fault(RuleReseal, record.CaseFolder(t.id)+"/"+f.File,
				"it stays, and is sealed to a key that goes")
		}
	}
	if !slices.Equal(t.trailers.Entries, want) {
		t.fault(RuleTrailers, "the Casefile-Entry trailers must name all that was sealed again, "+
			"in "+
			"the order of the files, each with its first SHA-256")
	}
}

// judgeErased checks that the trailers name the removed entries, and that none of them is a request
// for an erasure: tombstones refer to those.
func (t *caseJudge) judgeErased() {
	if len(t.erased) == 0 && !t.repairs() {
		t.fault(RuleErase, "a reseal erases an entry, at least")
	}
	if !slices.Equal(t.trailers.Erased, t.erased) {
		t.fault(RuleTrailers, "the Casefile-Erased trailers must name the entries removed, in the "+
			"order of their files")
	}
	if len(t.trailers.Endorses) > 0 {
		t.fault(RuleTrailers, "only the operation endorse endorses")
	}
	for _, id := range t.erased {
		if t.past.Entries[id].Op == team.OpEraseRequest {
			t.fault(RuleErase, "%s asks for an erasure itself, and stays", id)
		}
	}
}

// checkReseal judges the docket. Either an endorsed erasure was pending, or the commit is a repair.
// The readers stay those of the newest epoch, and only the new epoch has keys.
func checkReseal(t *caseJudge) {
	if t.repairs() {
		t.checkRepair()
	} else {
		t.checkErasure()
	}
	if t.keys.epochs != 1 || !t.sameReaders() {
		t.fault(RuleKeys, "a reseal makes one new epoch, for those who read the newest one before")
	}
	for i, e := range t.after.Keys {
		if len(e) > 0 && i+1 < t.after.Newest() {
			t.fault(RuleKeys, "a reseal removes every wrapped key of earlier epochs, also those "+
				"of epoch %d", i+1)
		}
	}
}

// checkErasure checks that the erasure was requested and endorsed.
func (t *caseJudge) checkErasure() {
	if t.past.Entries[t.before.Pending].Op != team.OpEraseRequest || t.after.Pending != "" {
		t.fault(RuleErase, "an erasure must be pending before, and nothing after")
	}
	if asked := t.pendingRequest(); !asked.Granted(t.j.policy) {
		t.fault(RuleEndorsements, "the erasure still lacks the endorsement of %s",
			cmp.Or(strings.Join(asked.Missing(t.j.policy), ", "), "somebody else"))
	}
}

// learnResealed notes the resealed and the erased entries.
func (t *caseJudge) learnResealed() {
	if t.before == nil { // judging has reported that
		return
	}
	l := t.learn(t.id)
	for _, a := range t.added {
		l.Resealed = append(l.Resealed, ResealedFact{a.id, a.NewID, t.c.ID})
	}
	for _, id := range t.erased {
		l.Erased = append(l.Erased,
			ErasedFact{Entry: id, Request: t.before.Pending, By: t.author.ID, Commit: t.c.ID,
				When: t.c.Committer.When})
	}
}

// AfterReseal returns the docket after the pending erasure was carried out.
func AfterReseal(d record.Docket, newEpoch record.Epoch) record.Docket {
	d.Pending = ""
	d.Keys = append(make([]record.Epoch, len(d.Keys)), newEpoch)
	return d
}
