package verify

import (
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// EndorsementRequest is a text of which an endorsement is asked: by whom, of whom, and what was
// said of it. Judge, writer, inbox and pages ask it who may endorse and what is missing, so that
// none of them knows another rule.
type EndorsementRequest struct {
	Kind    string
	Writers []string        // who recorded it, and who signed it for them
	Request *policy.Request // of a closure, a disposal or an erasure; else nil
	Signed  []policy.Signed // endorsements of it
}

// PendingEndorsement is the entry that a docket waits for, with what history knows was said of it,
// and with what a commit says besides. A request of which no facts are known is endorsed by nobody.
func (f *CaseFacts) PendingEndorsement(d *record.Docket,
	besides ...EndorseFact,
) EndorsementRequest {
	if f == nil {
		f = NewCaseFacts()
	}
	e := f.Entries[d.Pending]
	a := EndorsementRequest{Kind: PendingKind(d.Status), Writers: e.writers(), Request: e.Request}
	if a.Request == nil {
		a.Request = &policy.Request{}
	}
	for _, s := range slices.Concat(f.Endorsements, besides) {
		if s.Target == d.Pending && s.Verdict == record.VerdictEndorsed {
			a.Signed = append(a.Signed, policy.Signed{Level: s.Level, By: s.Member})
		}
	}
	return a
}

// Adopter is who signed an entry for its author, who had left; "" for nobody.
func (e EntryFact) Adopter() string {
	if e.Signer == e.Author {
		return ""
	}
	return e.Signer
}

// writers are those who answer for an entry: its author, and who signed it for them.
func (e EntryFact) writers() []string {
	if e.Adopter() == "" {
		return []string{e.Author}
	}
	return []string{e.Author, e.Signer}
}

// BySenior reports whether a senior manager answers for a request: who signed it held the role
// then. Of what was adopted that is who adopted it, whatever its author had been.
func (e EntryFact) BySenior() bool {
	w := e.writers()
	return e.Request != nil && e.Request.Counts(record.LevelSenior, w[len(w)-1])
}

// WrittenBy reports whether a member answers for an entry: who adopted it as well as its
// author. Nobody endorses that.
func (e EntryFact) WrittenBy(member string) bool { return slices.Contains(e.writers(), member) }

// Missing lists the levels of endorsement that the text still lacks, in order.
func (a EndorsementRequest) Missing(p *policy.Policy) []string {
	return a.Request.Missing(p, a.Kind, a.counted())
}

// counted are the endorsements by others who held the role when it was asked for.
func (a EndorsementRequest) counted() []policy.Signed {
	return slices.DeleteFunc(slices.Clone(a.Signed), func(g policy.Signed) bool {
		return slices.Contains(a.Writers, g.By) || !a.Request.Counts(g.Level, g.By)
	})
}

// Granted reports whether every level is there, and for an erasure one endorsement at least.
func (a EndorsementRequest) Granted(p *policy.Policy) bool {
	return len(a.Missing(p)) == 0 && (a.Kind != record.KindErasure || len(a.counted()) > 0)
}

// Takes reports whether an endorsement by a member at a level would count: they are none of
// its writers, have not endorsed it, and held the role when it was asked for.
func (a EndorsementRequest) Takes(member, level string) bool {
	gave := func(g policy.Signed) bool { return g.By == member }
	return !slices.Contains(a.Writers, member) && !slices.ContainsFunc(a.Signed, gave) &&
		a.Request.Counts(level, member)
}

// Left are the members, by ID, whose endorsement would still count at some level.
func (a EndorsementRequest) Left(t team.Team) []string {
	var out []string
	for _, level := range []string{record.LevelLine, record.LevelSenior} {
		for _, id := range t.Endorsers(level) {
			if a.Takes(id, level) && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Nobody reports whether those who are left can no longer give what is missing, whoever of
// them is let in to read the case: the request may then be made anew.
func (a EndorsementRequest) Nobody(p *policy.Policy, t team.Team) bool {
	a.Signed = slices.Clone(a.Signed)
	for _, level := range []string{record.LevelSenior, record.LevelLine} {
		for _, id := range t.Endorsers(level) {
			if a.Takes(id, level) {
				a.Signed = append(a.Signed, policy.Signed{Level: level, By: id})
			}
		}
	}
	return !a.Granted(p)
}

// WorthRepeating reports whether a member would do well to make the request anew: those who are
// left can't give what is missing (Nobody), and those who have the roles now could give all that
// the same request by this member would ask.
func (a EndorsementRequest) WorthRepeating(p *policy.Policy, t team.Team, by string) bool {
	anew := EndorsementRequest{Kind: a.Kind, Writers: []string{by},
		Request: policy.RequestOf(p, a.Kind,
			t.Endorsers(record.LevelLine), t.Endorsers(record.LevelSenior))}
	return a.Nobody(p, t) && !anew.Nobody(p, t)
}

// LeavesNobody reports whether a member who endorsed at the level of the line manager would,
// as a senior, leave that level to nobody who reads the case: each person counts once.
func (a EndorsementRequest) LeavesNobody(p *policy.Policy, t team.Team, d *record.Docket,
	by team.Member,
) bool {
	after := a
	after.Signed = append(slices.Clone(a.Signed),
		policy.Signed{Level: record.LevelLine, By: by.ID})
	if !by.Has(team.Senior) || !slices.Contains(after.Missing(p), record.LevelSenior) {
		return false
	}
	return !slices.ContainsFunc(t.Endorsers(record.LevelSenior), func(id string) bool {
		return d.Reads(id) && after.Takes(id, record.LevelSenior)
	})
}

// Asks reports whether an operation brings an entry that waits for endorsement.
func Asks(op string) bool {
	_, asks := asksFor(op)
	return asks
}

// asksFor is the kind of entry that each operation brings which waits for endorsement.
func asksFor(op string) (kind string, asks bool) {
	switch op {
	case team.OpClose:
		return record.KindClosure, true
	case team.OpDisposeRequest:
		return record.KindDisposal, true
	case team.OpEraseRequest:
		return record.KindErasure, true
	}
	return "", false
}

// request is what policy and roster before the commit ask for the entry that it brings; nil
// where nothing is asked. Whoever signs it changes neither by the same commit.
func (t *caseJudge) request() *policy.Request {
	kind, asks := asksFor(t.op)
	if !asks || t.j.policy == nil {
		return nil
	}
	return policy.RequestOf(t.j.policy, kind, t.j.team.Endorsers(record.LevelLine),
		t.j.team.Endorsers(record.LevelSenior))
}

// pendingRequest is the pending entry of the parent, with what the commit says of it.
func (t *caseJudge) pendingRequest() EndorsementRequest {
	return t.past.PendingEndorsement(t.before, t.learn(t.id).Endorsements...)
}
