package verify

import (
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// checkEndorse judges each endorsement, and what the docket makes of those of
// the pending entry.
func checkEndorse(t *caseJudge) {
	if len(t.trailers.Endorses) == 0 || len(t.added) != len(t.trailers.Endorses) {
		t.fault(RuleTrailers, "each Casefile-Endorses comes with one endorsement entry, in the "+
			"same order")
		return
	}
	for i, e := range t.trailers.Endorses {
		t.judgeEndorsement(e, t.trailers.Endorses[:i])
		l := t.learn(t.id)
		l.Endorsements = append(l.Endorsements, EndorseFact{
			Entry: t.added[i].id, Target: e.Target, SHA256: e.SHA256, Level: e.Level,
			Verdict: e.Verdict,
			Member:  t.signer.ID, Commit: t.c.ID, Committed: t.c.Committer.When,
			Arrived: t.c.Committer.When,
		})
	}
	t.judgeOutcome()
}

// judgeEndorsement: the entry is there with this SHA-256, it is somebody
// else's, the level is within the signer's role, and the signer has not
// endorsed this text before, at any level, nor judges it twice in one commit.
func (t *caseJudge) judgeEndorsement(e EndorseTrailer, before []EndorseTrailer) {
	t.may(team.OpEndorseAt+e.Level, record.DocketPath(t.id), t.stance())
	target, ok := t.past.Entries[e.Target]
	_, _, file, _ := record.ParseFileName(target.File)
	switch {
	case !ok || file:
		t.fault(RuleEndorseTarget, "there is no entry %s to endorse", e.Target)
		return
	case target.Erased != nil:
		t.fault(RuleEndorseTarget, "the entry %s was erased", e.Target)
	case target.SHA256 != e.SHA256:
		t.fault(RuleEndorseTarget, "the text endorsed is not the text of %s", e.Target)
	case target.WrittenBy(t.signer.ID):
		t.fault(RuleEndorseOwn, "%s can't endorse an entry of their own, or one that they adopted",
			t.signer.ID)
	}
	for _, b := range before {
		if b.Target == e.Target {
			t.fault(RuleEndorseTwice, "the commit has two verdicts on %s", e.Target)
		}
	}
	for _, p := range t.past.Endorsements {
		if p.Target == e.Target && p.SHA256 == e.SHA256 && p.Member == t.signer.ID &&
			p.Verdict == record.VerdictEndorsed && e.Verdict == record.VerdictEndorsed {
			t.fault(RuleEndorseTwice, "%s has endorsed this text already", t.signer.ID)
		}
	}
}

// judgeOutcome compares the docket with what the endorsements of the pending
// entry amount to.
func (t *caseJudge) judgeOutcome() {
	want := AfterEndorsing(*t.before, t.j.policy, t.past, t.learn(t.id).Endorsements)
	if t.after.Status != want.Status || t.after.Pending != want.Pending {
		t.fault(RuleEndorsements, "after these endorsements the case must be %s with pending %q; "+
			"it is %s with %q",
			want.Status, want.Pending, t.after.Status, t.after.Pending)
	}
}

// DisposalStep is the operation by which the disposal of a case in a status goes on: it is
// asked for, and then carried out; "" once the case is destroyed.
func DisposalStep(s record.Status) string {
	switch s {
	case record.Destroyed:
		return ""
	case record.Disposing:
		return team.OpDispose
	}
	return team.OpDisposeRequest
}

// PendingKind is the kind of entry that is pending in a status: the docket
// tells it without a key.
func PendingKind(s record.Status) string {
	switch s {
	case record.Closing:
		return record.KindClosure
	case record.Disposing:
		return record.KindDisposal
	}
	return record.KindErasure
}

// AfterEndorsing is the docket that follows a commit with these endorsements. Where none of
// them is of the pending entry, nothing of it changes: a case moves on by what is said of its
// request, and by nothing else. Closing becomes closed when every level is there; returned or
// declined sends closing back to open and disposing back to closed, and ends an erasure.
func AfterEndorsing(d record.Docket, p *policy.Policy, past *CaseFacts,
	now []EndorseFact,
) record.Docket {
	said := slices.DeleteFunc(slices.Clone(now),
		func(e EndorseFact) bool { return e.Target != d.Pending })
	switch {
	case d.Pending == "" || len(said) == 0:
		return d
	case said[len(said)-1].Verdict != record.VerdictEndorsed:
		return afterReturn(d)
	case d.Status == record.Closing && past.PendingEndorsement(&d, said...).Granted(p):
		d.Status, d.Pending = record.Closed, ""
	}
	return d
}

// afterReturn is the docket once the request was returned or declined. Whoever may endorse
// may return, also who was given the role since: that undoes nothing.
func afterReturn(d record.Docket) record.Docket {
	d.Pending = ""
	switch d.Status {
	case record.Closing:
		d.Status = record.Open
	case record.Disposing:
		d.Status = record.Closed
	}
	return fitting(d)
}
