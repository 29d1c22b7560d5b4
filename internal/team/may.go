package team

import (
	"fmt"
	"slices"
	"strings"
)

// Stance is a member's standing to a case in the parent commit.
type Stance struct {
	Reader    bool // reads the newest epoch
	KeyWorker bool
}

// Denied says who may do what was refused, in words for the person refused.
type Denied struct{ Op, Member, Needs string }

func (d *Denied) Error() string {
	return fmt.Sprintf("%s may not %s: %s", d.Member, d.deed(), d.Needs)
}

// deed is the op as a thing that a person does.
func (d *Denied) deed() string {
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

// May answers whether the member, an author or signer, has the right to op in a
// commit whose parent has roster t: nil, or *Denied. Everyone who left, everyone
// unknown, and every unknown op is denied. What the case's state and the policy ask
// besides (nobody endorses their own entry, say) is judged by room verify.
//
// Ops are those of the design's table of operations. An endorsement is asked for
// by level, "endorse:line" or "endorse:senior" ("endorse" alone: either); taking
// away the keys of a member who left is "revoke:left"; "adopt" is the adopter's own
// part, besides the right to the op adopted.
func (t Team) May(op, memberID string, s Stance) error {
	m, found := t.Member(memberID)
	if !found {
		return &Denied{op, memberID, "only members of the team may"}
	}
	if !m.Active() {
		return &Denied{op, memberID, "this member left on " + stamp(m.Left)}
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

// mayAsReader answers for an op, as the table of permissions has it, whether the roles of
// the member allow it in a case that they read.
func (m Member) mayAsReader(op string) bool {
	r, _ := ruleFor(op)
	return slices.ContainsFunc(r.rights,
		func(have right) bool { return have.covers(m, Stance{Reader: true}) })
}

// right is one way to be allowed an op.
type right struct {
	roles     []Role // one of them
	reader    bool   // † of the design: and a reader of the newest epoch
	keyWorker bool   // and the case's key worker
}

func (r right) covers(m Member, s Stance) bool {
	return m.HasAny(r.roles...) && (s.Reader || !r.reader) && (s.KeyWorker || !r.keyWorker)
}
