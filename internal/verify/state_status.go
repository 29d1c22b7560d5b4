package verify

import (
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// judgeStatusState judges the status, what waits for endorsement, and the blocks.
func (t *caseJudge) judgeStatusState() {
	t.judgePendingState()
	t.judgeNotReplaced()
	if want := fitting(*t.after).Blocks; !slices.Equal(t.after.Blocks, want) {
		t.fault(RuleBlocks, "a case that is %s can't have the blocks %v", t.after.Status,
			t.after.Blocks)
	}
}

// fitting is a docket without the blocks that its status can't have: a look at the date is
// asked for once a case is on its way out, and only what is closed is sent to another agency.
func fitting(d record.Docket) record.Docket {
	if d.Status == record.Intake || d.Status == record.Open {
		d = d.WithoutBlock(record.BlockRecheck)
	}
	if d.Status != record.Closed {
		d = d.WithoutBlock(record.BlockTransfer)
	}
	return d
}

// pendingOp is the operation whose entry is pending in a status. Closing and disposing have
// one always; the others none, or an erasure; destroyed has none.
func pendingOp(s record.Status) (op string, always bool) {
	switch s {
	case record.Closing:
		return team.OpClose, true
	case record.Disposing:
		return team.OpDisposeRequest, true
	case record.Destroyed:
		return "", true
	}
	return team.OpEraseRequest, false
}

// judgePendingState: a case is closing just as long as its closure waits, and disposing as
// long as its disposal does; in any other status nothing waits, or an erasure.
func (t *caseJudge) judgePendingState() {
	want, always := pendingOp(t.after.Status)
	if is := t.opOf(t.after.Pending); is != want && (always || t.after.Pending != "") {
		t.fault(RulePending, "%q is pending in a case that is %s; there %s", t.after.Pending,
			t.after.Status, pendingWords(want, always))
	}
}

func pendingWords(op string, always bool) string {
	switch {
	case op == "":
		return "nothing can be"
	case always:
		return "an entry that came with " + op + " must be"
	}
	return "nothing can be, or an entry that came with " + op
}

// opOf is the operation that brought an entry, with this commit or before; "" for no entry.
func (t *caseJudge) opOf(id record.ID) string {
	for _, a := range t.added {
		if a.id == id && !a.attachment && !t.row.reseals {
			return t.op
		}
	}
	if t.past == nil || id == "" {
		return ""
	}
	return t.past.Entries[id].Op
}

// judgeNotReplaced: a request stands until it is carried out, returned, or cleared with what
// it was for. Another takes its place only where nobody is left who could endorse it.
func (t *caseJudge) judgeNotReplaced() {
	if t.before == nil || t.before.Pending == "" || t.repeatsRequest() {
		return
	}
	if is := t.after.Pending; Asks(t.op) || is != "" && is != t.before.Pending {
		t.fault(RulePending, "the entry %s still waits for endorsement, and nothing takes its "+
			"place",
			t.before.Pending)
	}
}

// repeatsRequest reports whether the operation makes a request of the same kind again, where nobody
// is left who could endorse the one that waits. Whom it is asked of then is the roster of now.
func (t *caseJudge) repeatsRequest() bool {
	kind, asks := asksFor(t.op)
	return asks && t.before != nil && t.before.Pending != "" &&
		kind == PendingKind(t.before.Status) && t.pendingRequest().Nobody(t.j.policy, t.j.team)
}
