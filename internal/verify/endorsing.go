package verify

import (
	"errors"
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Why an endorsement is refused before it is written: the judge would refuse most of them
// too, in words for those who look for a fault.
var (
	ErrEndorsement    = errors.New("an endorsement is not endorsed")
	ErrOwnEntry       = errors.New("nobody endorses an entry of their own")
	ErrNotPending     = errors.New("the entry no longer waits for endorsement")
	ErrAmended        = errors.New("the text has been amended since")
	ErrNobodyLeft     = errors.New("nobody would be left for the level of a senior")
	ErrEndorsedBefore = errors.New("this person has endorsed the text already")
	ErrLineFirst      = errors.New("the line manager comes before the senior")
)

// Endorsing is a verdict on a text that a member is about to sign.
type Endorsing struct {
	Policy  *policy.Policy
	Team    team.Team
	Docket  *record.Docket
	Member  team.Member // who signs
	Target  record.ID   // the entry
	Kind    string      // of the entry
	Author  string      // of the text
	SHA256  string      // of the text
	Amended bool        // another text stands in its place
	Given   []EndorseFact
	Level   string // that the member names; "" for what follows from role and policy
	Verdict string
}

// Settle gives the level of the endorsement, or why there can be none.
func (e Endorsing) Settle() (level string, err error) {
	switch {
	case e.Kind == record.KindEndorsement:
		return "", ErrEndorsement
	case e.Author == e.Member.ID:
		return "", ErrOwnEntry
	case record.Pends(e.Kind) && e.Docket.Pending != e.Target:
		return "", ErrNotPending
	case e.Amended:
		return "", ErrAmended
	}
	missing := Missing(e.Policy, e.Kind, e.ofThisText())
	if level = e.Level; level == "" {
		level = e.Member.LevelAmong(missing)
	}
	if e.Verdict != record.VerdictEndorsed {
		return level, nil // a return waits for nobody
	}
	return level, e.turn(level, missing)
}

// turn refuses an endorsement that is not the member's to give now.
func (e Endorsing) turn(level string, missing []string) error {
	twice := slices.ContainsFunc(e.Given, func(g EndorseFact) bool {
		return g.Member == e.Member.ID && g.Verdict == record.VerdictEndorsed &&
			g.SHA256 == e.SHA256
	})
	lineFirst := e.Policy.Order() != policy.HighestSuffices && slices.Contains(missing,
		record.LevelLine)
	switch {
	case level == record.LevelLine && e.leavesNobody():
		return ErrNobodyLeft
	case twice:
		return ErrEndorsedBefore
	case level == record.LevelSenior && lineFirst:
		return ErrLineFirst
	}
	return nil
}

// ofThisText leaves out endorsements of other texts under the same ID.
func (e Endorsing) ofThisText() []EndorseFact {
	return slices.DeleteFunc(slices.Clone(e.Given),
		func(g EndorseFact) bool { return g.SHA256 != e.SHA256 })
}

// leavesNobody asks whether a senior who stands in for the line manager would leave the
// level of a senior to nobody.
func (e Endorsing) leavesNobody() bool {
	var signed []policy.Signed
	for _, g := range e.Given {
		signed = append(signed, policy.Signed{Level: g.Level, By: g.Member})
	}
	return LeavesNobody(e.Policy, e.Team, e.Docket, e.Kind, e.Author, signed, e.Member)
}
