package verify

import (
	"errors"
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Reasons to refuse an endorsement before it is written. The judge would refuse most of them too,
// in words for people who look for a fault.
var (
	ErrEndorsement    = errors.New("an endorsement is not endorsed")
	ErrOwnEntry       = errors.New("nobody endorses an entry of their own")
	ErrNotPending     = errors.New("the entry no longer waits for endorsement")
	ErrAmended        = errors.New("the text has been amended since")
	ErrNobodyLeft     = errors.New("nobody would be left for the level of a senior")
	ErrNotThen        = errors.New("this person did not have the role when it was asked for")
	ErrEndorsedBefore = errors.New("this person has endorsed the text already")
	ErrLineFirst      = errors.New("the line manager comes before the senior")
)

// EndorsementCheck holds a verdict on a text that a member is about to sign.
type EndorsementCheck struct {
	Policy  *policy.Policy
	Team    team.Team
	Docket  *record.Docket
	Member  team.Member     // who signs
	Target  record.ID       // the entry
	Kind    string          // of the entry
	Author  string          // of the text
	Signer  string          // who signed it for the author; "" where the author signed
	Request *policy.Request // as in EntryFact
	SHA256  string          // of the text
	Amended bool            // a newer text has taken its place
	Given   []EndorseFact
	Level   string // the level that the member names; "" to derive it from role and policy
	Verdict string
}

// Settle returns the level of the endorsement, or an error that says why it is refused.
func (e EndorsementCheck) Settle() (level string, err error) {
	switch {
	case e.Kind == record.KindEndorsement:
		return "", ErrEndorsement
	case slices.Contains(e.request().Writers, e.Member.ID):
		return "", ErrOwnEntry
	case record.Pends(e.Kind) && e.Docket.Pending != e.Target:
		return "", ErrNotPending
	case e.Amended:
		return "", ErrAmended
	}
	missing := e.request().Missing(e.Policy)
	if level = e.Level; level == "" {
		level = e.Member.LevelAmong(missing)
	}
	if e.Verdict != record.VerdictEndorsed {
		return level, nil // a return needs no other endorsement first
	}
	return level, e.refuseOutOfTurn(level, missing)
}

// refuseOutOfTurn returns an error where the member can't give this endorsement now.
func (e EndorsementCheck) refuseOutOfTurn(level string, missing []string) error {
	twice := slices.ContainsFunc(e.Given, func(g EndorseFact) bool {
		return g.Member == e.Member.ID && g.Verdict == record.VerdictEndorsed &&
			g.SHA256 == e.SHA256
	})
	lineFirst := e.Policy.Order() != policy.HighestSuffices && slices.Contains(missing,
		record.LevelLine)
	switch {
	case twice:
		return ErrEndorsedBefore
	case !e.Request.Counts(level, e.Member.ID):
		return ErrNotThen
	case level == record.LevelLine &&
		e.request().LeavesNobody(e.Policy, e.Team, e.Docket, e.Member):
		return ErrNobodyLeft
	case level == record.LevelSenior && lineFirst:
		return ErrLineFirst
	}
	return nil
}

// Left returns the members whose endorsement of the text would still count.
func (e EndorsementCheck) Left() []string { return e.request().Left(e.Team) }

// request returns the text with its own endorsements, without those of other texts under the same
// ID.
func (e EndorsementCheck) request() EndorsementRequest {
	a := EndorsementRequest{Kind: e.Kind,
		Writers: EntryFact{Author: e.Author, Signer: e.Signer}.writers(),
		Request: e.Request}
	for _, g := range e.Given {
		if g.SHA256 == e.SHA256 && g.Verdict == record.VerdictEndorsed {
			a.Signed = append(a.Signed, policy.Signed{Level: g.Level, By: g.Member})
		}
	}
	return a
}
