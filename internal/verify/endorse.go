package verify

import (
	"slices"

	"casefile/internal/record"
)

// checkEndorse judges each endorsement, and what the docket makes of those of
// the pending entry.
func checkEndorse(t *caseTurn) {
	if len(t.trailers.Endorses) == 0 || len(t.added) != len(t.trailers.Endorses) {
		t.fault("trailers", "each Casefile-Endorses comes with one endorsement entry, in the same order")
		return
	}
	for i, e := range t.trailers.Endorses {
		t.judgeEndorsement(e)
		l := t.learn(t.id)
		l.Endorsements = append(l.Endorsements, EndorseFact{
			Entry: t.added[i].id, Target: e.Target, SHA256: e.SHA256, Level: e.Level, Verdict: e.Verdict,
			Member: t.signer.ID, Commit: t.c.ID, Committed: t.c.Committer.When,
		})
	}
	t.judgeOutcome()
}

// judgeEndorsement: the entry is there with this SHA-256, it is somebody
// else's, the level is within the signer's role, and the signer has not
// endorsed this text at another level.
func (t *caseTurn) judgeEndorsement(e EndorseTrailer) {
	t.may("endorse:"+e.Level, record.DocketPath(t.id), t.stance())
	target, ok := t.past.Entries[e.Target]
	switch {
	case !ok:
		t.fault("endorse-target", "there is no entry %s to endorse", e.Target)
		return
	case target.SHA256 != e.SHA256:
		t.fault("endorse-target", "the text endorsed is not the text of %s", e.Target)
	case target.Author == t.signer.ID:
		t.fault("endorse-own", "%s can't endorse an entry of their own", t.signer.ID)
	}
	for _, p := range t.past.Endorsements {
		if p.Target == e.Target && p.SHA256 == e.SHA256 && p.Member == t.signer.ID && p.Verdict == "endorsed" && e.Verdict == "endorsed" {
			t.fault("endorse-twice", "%s has endorsed this text already", t.signer.ID)
		}
	}
}

// judgeOutcome compares the docket with what the endorsements of the pending
// entry amount to.
func (t *caseTurn) judgeOutcome() {
	want := AfterEndorsing(*t.before, t.policyLevels(), t.standing())
	if t.after.Status != want.Status || t.after.Pending != want.Pending {
		t.fault("endorsements", "after these endorsements the case must be %s with pending %q; it is %s with %q",
			want.Status, want.Pending, t.after.Status, t.after.Pending)
	}
}

// PendingKind is the kind of entry that is pending in a status: the docket
// tells it without a key.
func PendingKind(s record.Status) string {
	switch s {
	case record.Closing:
		return "closure"
	case record.Disposing:
		return "disposal"
	}
	return "erasure"
}

// LevelRule is how many and which levels of endorsement a kind asks for.
type LevelRule struct {
	Levels         []string // in order
	HighestSuffice bool     // the highest level stands for those below it
}

func (t *caseTurn) policyLevels() LevelRule {
	return LevelRule{
		Levels:         t.j.policy.Levels(PendingKind(t.before.Status)),
		HighestSuffice: t.j.policy.Order() == "highest_suffices",
	}
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
func AfterEndorsing(d record.Docket, rule LevelRule, given []EndorseFact) record.Docket {
	if d.Pending == "" || len(given) == 0 {
		return d
	}
	if given[len(given)-1].Verdict != "endorsed" {
		d.Pending = ""
		switch d.Status {
		case record.Closing:
			d.Status = record.Open
		case record.Disposing:
			d.Status = record.Closed
		}
		return d
	}
	if d.Status == record.Closing && rule.satisfied(given) {
		d.Status, d.Pending = record.Closed, ""
	}
	return d
}

// satisfied reports whether every level was given, each by another person.
func (r LevelRule) satisfied(given []EndorseFact) bool {
	return len(r.Missing(given)) == 0
}

// Missing lists the levels still to be given, in order.
func (r LevelRule) Missing(given []EndorseFact) []string {
	var out []string
	people := map[string]bool{}
	have := map[string]bool{}
	for _, e := range given {
		if e.Verdict == "endorsed" && !people[e.Member] {
			people[e.Member] = true
			have[e.Level] = true
		}
	}
	if n := len(r.Levels); n > 0 && r.HighestSuffice && have[r.Levels[n-1]] {
		return nil
	}
	for _, l := range r.Levels {
		if !have[l] {
			out = append(out, l)
		}
	}
	return out
}

// endorsersOf lists the distinct people who endorsed an entry, and counts the
// seniors' level among them.
func (t *caseTurn) endorsersOf(target record.ID) (who []string, seniors int) {
	for _, e := range t.past.Endorsements {
		if e.Target == target && e.Verdict == "endorsed" && !slices.Contains(who, e.Member) {
			who = append(who, e.Member)
			if e.Level == "senior" {
				seniors++
			}
		}
	}
	return who, seniors
}
