package verify

import (
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// EndorsementRequest is a text that waits for endorsement: who wrote it, who may endorse it, and
// what was said of it. Judge, writer, inbox and pages all ask it who may endorse and what is
// missing, so that there is one rule.
type EndorsementRequest struct {
	Kind    string
	Writers []string        // its author, and who signed it for the author
	Request *policy.Request // of a closure, a disposal or an erasure; else nil
	Signed  []policy.Signed // endorsements of it
}

// PendingEndorsement returns the pending entry of a docket with its endorsements: those in history,
// and those in besides. A request of which history has no facts can be endorsed by nobody.
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

// Adopter returns the member who signed an entry for an author who had left; "" for nobody.
func (e EntryFact) Adopter() string {
	if e.Signer == e.Author {
		return ""
	}
	return e.Signer
}

// writers returns the members who answer for an entry: its author, and its adopter if there is one.
func (e EntryFact) writers() []string {
	if e.Adopter() == "" {
		return []string{e.Author}
	}
	return []string{e.Author, e.Signer}
}

// BySenior reports whether the signer of a request was a senior manager then. For an adopted
// request the signer is the adopter, whatever role its author had.
func (e EntryFact) BySenior() bool {
	w := e.writers()
	return e.Request != nil && e.Request.Counts(record.LevelSenior, w[len(w)-1])
}

// WrittenBy reports whether a member is the author or the adopter of an entry. Neither may endorse
// it.
func (e EntryFact) WrittenBy(member string) bool { return slices.Contains(e.writers(), member) }

// Missing lists the levels of endorsement that the text still lacks, in order.
func (a EndorsementRequest) Missing(p *policy.Policy) []string {
	return a.Request.Missing(p, a.Kind, a.counted())
}

// counted returns the endorsements that count: by people other than the writers, who held the role
// when the request was made.
func (a EndorsementRequest) counted() []policy.Signed {
	return slices.DeleteFunc(slices.Clone(a.Signed), func(g policy.Signed) bool {
		return slices.Contains(a.Writers, g.By) || !a.Request.Counts(g.Level, g.By)
	})
}

// Granted reports whether every level is there. An erasure needs at least one endorsement besides.
func (a EndorsementRequest) Granted(p *policy.Policy) bool {
	return len(a.Missing(p)) == 0 && (a.Kind != record.KindErasure || len(a.counted()) > 0)
}

// Takes reports whether an endorsement by a member at a level would count: the member is no writer,
// has not endorsed the text, and held the role when the request was made.
func (a EndorsementRequest) Takes(member, level string) bool {
	gave := func(g policy.Signed) bool { return g.By == member }
	return !slices.Contains(a.Writers, member) && !slices.ContainsFunc(a.Signed, gave) &&
		a.Request.Counts(level, member)
}

// Left returns the members, by ID, whose endorsement would still count at some level.
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

// Nobody reports whether the members who are left can no longer give what is missing, even if all
// of them could read the case. The request may then be made again.
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

// WorthRepeating reports whether a member should make the request again: the people who are left
// can't give what is missing (Nobody), and those who hold the roles now could endorse a new request
// by this member.
func (a EndorsementRequest) WorthRepeating(p *policy.Policy, t team.Team, by string) bool {
	anew := EndorsementRequest{Kind: a.Kind, Writers: []string{by},
		Request: policy.RequestOf(p, a.Kind,
			t.Endorsers(record.LevelLine), t.Endorsers(record.LevelSenior))}
	return a.Nobody(p, t) && !anew.Nobody(p, t)
}

// LeavesNobody reports whether an endorsement by a senior at the level of the line manager would
// leave the senior level to nobody who reads the case. Each person counts once.
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

// asksFor returns the kind of entry that an operation brings for endorsement. asks is false for
// other operations.
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

// request returns the endorsement that policy and roster ask for the entry of the commit; nil where
// they ask none. Both are those before the commit, so that its signer can change neither with it.
func (t *caseJudge) request() *policy.Request {
	kind, asks := asksFor(t.op)
	if !asks || t.j.policy == nil {
		return nil
	}
	return policy.RequestOf(t.j.policy, kind, t.j.team.Endorsers(record.LevelLine),
		t.j.team.Endorsers(record.LevelSenior))
}

// pendingRequest returns the pending entry of the parent, with the endorsements of this commit.
func (t *caseJudge) pendingRequest() EndorsementRequest {
	return t.past.PendingEndorsement(t.before, t.learn(t.id).Endorsements...)
}
