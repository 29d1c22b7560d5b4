package verify

import (
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// checkEndorse judges each endorsement, and whether the docket follows from the endorsements of the
// pending entry.
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

// judgeEndorsement checks that the entry exists with this SHA-256, is somebody else's, and that the
// signer's role allows the level. The signer has not endorsed this text before at any level, and
// gives one verdict on it in this commit.
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

// judgeOutcome compares the docket with the result of the endorsements of the pending entry.
func (t *caseJudge) judgeOutcome() {
	want := AfterEndorsing(*t.before, t.j.policy, t.past, t.learn(t.id).Endorsements)
	if t.after.Status != want.Status || t.after.Pending != want.Pending {
		t.fault(RuleEndorsements, "after these endorsements the case must be %s with pending %q; "+
			"it is %s with %q",
			want.Status, want.Pending, t.after.Status, t.after.Pending)
	}
}

// DisposalStep returns the next operation in the disposal of a case: the request, then the
// disposal; "" for a destroyed case.
func DisposalStep(s record.Status) string {
	switch s {
	case record.Destroyed:
		return ""
	case record.Disposing:
		return team.OpDispose
	}
	return team.OpDisposeRequest
}

// PendingKind returns the kind of entry that can be pending in a status. The docket tells it
// without a key.
func PendingKind(s record.Status) string {
	switch s {
	case record.Closing:
		return record.KindClosure
	case record.Disposing:
		return record.KindDisposal
	}
	return record.KindErasure
}

// AfterEndorsing returns the docket after a commit with these endorsements. Only endorsements of
// the pending entry change it. A closing case is closed when every level is there. A returned or
// declined request makes a closing case open and a disposing case closed, and ends an erasure.
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

// afterReturn returns the docket after the request was returned or declined. Anybody who may
// endorse now may return, even with a role newer than the request: a return undoes nothing.
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
