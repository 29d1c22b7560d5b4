package verify

import (
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// checkEndorse judges each endorsement, and what the docket makes of those of
// the pending entry.
func checkEndorse(t *caseTurn) {
	if len(t.trailers.Endorses) == 0 || len(t.added) != len(t.trailers.Endorses) {
		t.fault(RuleTrailers, "each Casefile-Endorses comes with one endorsement entry, in the same order")
		return
	}
	for i, e := range t.trailers.Endorses {
		t.judgeEndorsement(e, t.trailers.Endorses[:i])
		l := t.learn(t.id)
		l.Endorsements = append(l.Endorsements, EndorseFact{
			Entry: t.added[i].id, Target: e.Target, SHA256: e.SHA256, Level: e.Level, Verdict: e.Verdict,
			Member: t.signer.ID, Commit: t.c.ID, Committed: t.c.Committer.When, Arrived: t.c.Committer.When,
		})
	}
	t.judgeOutcome()
}

// judgeEndorsement: the entry is there with this SHA-256, it is somebody
// else's, the level is within the signer's role, and the signer has not
// endorsed this text before, at any level, nor judges it twice in one commit.
func (t *caseTurn) judgeEndorsement(e EndorseTrailer, before []EndorseTrailer) {
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
	case target.Author == t.signer.ID:
		t.fault(RuleEndorseOwn, "%s can't endorse an entry of their own", t.signer.ID)
	}
	for _, b := range before {
		if b.Target == e.Target {
			t.fault(RuleEndorseTwice, "the commit has two verdicts on %s", e.Target)
		}
	}
	for _, p := range t.past.Endorsements {
		if p.Target == e.Target && p.SHA256 == e.SHA256 && p.Member == t.signer.ID && p.Verdict == record.VerdictEndorsed && e.Verdict == record.VerdictEndorsed {
			t.fault(RuleEndorseTwice, "%s has endorsed this text already", t.signer.ID)
		}
	}
}

// judgeOutcome compares the docket with what the endorsements of the pending
// entry amount to.
func (t *caseTurn) judgeOutcome() {
	want := AfterEndorsing(*t.before, t.j.policy, t.standing())
	if t.after.Status != want.Status || t.after.Pending != want.Pending {
		t.fault(RuleEndorsements, "after these endorsements the case must be %s with pending %q; it is %s with %q",
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

// Missing lists the levels of endorsement that a pending entry still lacks
// under a policy, in order.
func Missing(p *policy.Policy, kind string, given []EndorseFact) []string {
	var signed []policy.Signed
	for _, e := range given {
		if e.Verdict == record.VerdictEndorsed {
			signed = append(signed, policy.Signed{Level: e.Level, By: e.Member})
		}
	}
	return p.Missing(kind, signed)
}

// LeavesNobody reports whether a member who endorsed at the level of the line manager would,
// as a senior, leave that level to nobody: each person counts once.
func LeavesNobody(p *policy.Policy, t team.Team, d *record.Docket, kind, author string,
	given []policy.Signed, by team.Member) bool {
	after := append(slices.Clone(given), policy.Signed{Level: record.LevelLine, By: by.ID})
	if !by.Has(team.Senior) || !slices.Contains(p.Missing(kind, after), record.LevelSenior) {
		return false
	}
	return !slices.ContainsFunc(t.InRole(team.Senior), func(m team.Member) bool {
		taken := m.ID == author || slices.ContainsFunc(after, func(g policy.Signed) bool { return g.By == m.ID })
		return d.Reads(m.ID) && !taken
	})
}

// standing lists the endorsements of the pending entry, those of this commit
// last.
func (t *caseTurn) standing() []EndorseFact {
	var out []EndorseFact
	for _, e := range slices.Concat(t.past.Endorsements, t.learn(t.id).Endorsements) {
		if e.Target == t.before.Pending {
			out = append(out, e)
		}
	}
	return out
}

// AfterEndorsing is the docket that follows once the pending entry has these
// endorsements: closing becomes closed when every level is there; returned or
// declined sends closing back to open and disposing back to closed, and ends
// an erasure.
func AfterEndorsing(d record.Docket, p *policy.Policy, given []EndorseFact) record.Docket {
	if d.Pending == "" || len(given) == 0 {
		return d
	}
	if given[len(given)-1].Verdict != record.VerdictEndorsed {
		d.Pending = ""
		switch d.Status {
		case record.Closing:
			d.Status = record.Open
		case record.Disposing:
			d.Status = record.Closed
		}
		return d
	}
	if d.Status == record.Closing && len(Missing(p, record.KindClosure, given)) == 0 {
		d.Status, d.Pending = record.Closed, ""
	}
	return d
}
