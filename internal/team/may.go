package team

import (
	"fmt"
	"slices"
	"strings"
)

// Stance is a member's place in a case, as the parent commit has it.
type Stance struct {
	Reader    bool // reads the newest epoch
	KeyWorker bool
}

// Denied says who may do the refused operation, in words for the member who was refused.
type Denied struct{ Op, Member, Needs string }

func (d *Denied) Error() string {
	return fmt.Sprintf("%s may not %s: %s", d.Member, d.opInWords(), d.Needs)
}

// opInWords returns the operation in words.
func (d *Denied) opInWords() string {
	switch d.Op {
	case OpTeam, OpPolicy:
		return "change the " + d.Op
	case OpRejoin:
		return "rejoin the records"
	case OpAdd:
		return "add to the case"
	case OpConcern:
		return "record a concern"
	case OpIntake:
		return "begin an intake"
	case OpHold:
		return "put on a hold"
	case OpEndorseLine, OpEndorseSenior:
		return "endorse as " + strings.TrimPrefix(d.Op, OpEndorseAt) + " manager"
	case OpGrant, OpGrantKeyWorker:
		return "let in readers"
	case OpRevoke, OpRevokeLeft:
		return "take readers away"
	}
	return d.Op
}

// May returns nil if the member, an author or signer, has the right to op in a commit whose parent
// has roster t. Otherwise it returns a *Denied. It denies every member who left, every unknown
// member and every unknown op. Room verify judges what the case's state and the policy also
// require, for example that nobody endorses their own entry.
//
// The ops are those of FORMAT.md, 12. An endorsement is asked for by level, "endorse:line" or
// "endorse:senior"; "endorse" alone means either. Taking away the keys of a member who left is
// "revoke:left". "adopt" is the adopter's own part, besides the right to the adopted op.
func (t Team) May(op, memberID string, s Stance) error {
	m, found := t.Member(memberID)
	if !found {
		return &Denied{op, memberID, "only members of the team may"}
	}
	if !m.Active() {
		return &Denied{op, memberID, "this member left on " + formatTime(m.Left)}
	}
	if m.Has(Recovery) && !t.Counts(m) {
		return &Denied{op, memberID, "a recovery key counts once a second senior has confirmed it"}
	}
	r, known := ruleFor(op)
	if !known {
		return &Denied{op, memberID, "there is no such operation"}
	}
	if !slices.ContainsFunc(r.rights, func(have right) bool { return have.covers(m, s) }) {
		return &Denied{op, memberID, r.needs}
	}
	return nil
}

// mayAsReader reports whether the member's roles allow an op in a case that the member reads.
func (m Member) mayAsReader(op string) bool {
	r, _ := ruleFor(op)
	return slices.ContainsFunc(r.rights,
		func(have right) bool { return have.covers(m, Stance{Reader: true}) })
}

// right is one way to be allowed an op. All parts must hold.
type right struct {
	roles     []Role // the member has one of them
	reader    bool   // and reads the newest epoch († in FORMAT.md, 12)
	keyWorker bool   // and is the case's key worker
}

func (r right) covers(m Member, s Stance) bool {
	return m.HasAny(r.roles...) && (s.Reader || !r.reader) && (s.KeyWorker || !r.keyWorker)
}
