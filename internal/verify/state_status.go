package verify

import (
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// judgeStatusState judges the status, the pending entry and the blocks.
func (t *caseJudge) judgeStatusState() {
	t.judgePendingState()
	t.judgeNotReplaced()
	if want := fitting(*t.after).Blocks; !slices.Equal(t.after.Blocks, want) {
		t.fault(RuleBlocks, "a case that is %s can't have the blocks %v", t.after.Status,
			t.after.Blocks)
	}
}

// fitting removes the blocks that the docket's status can't have. A recheck is asked for once a
// case is on its way out, and only a closed case is sent to another agency.
func fitting(d record.Docket) record.Docket {
	if d.Status == record.Intake || d.Status == record.Open {
		d = d.WithoutBlock(record.BlockRecheck)
	}
	if d.Status != record.Closed {
		d = d.WithoutBlock(record.BlockTransfer)
	}
	return d
}

// pendingOp returns the operation whose entry can be pending in a status. always says that one must
// be: when closing or disposing. In the other statuses an erasure may be pending, in destroyed
// nothing.
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

// judgePendingState checks that a case is closing exactly while its closure is pending, and
// disposing while its disposal is. In other statuses only an erasure may be pending.
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

// opOf returns the operation that brought an entry, in this commit or before; "" for none.
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

// judgeNotReplaced checks that a request stands until it is carried out, returned, or cleared with
// its purpose. Another request takes its place only where nobody is left who could endorse it.
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
// is left who could endorse the pending one. The new request is judged by the present roster.
func (t *caseJudge) repeatsRequest() bool {
	kind, asks := asksFor(t.op)
	return asks && t.before != nil && t.before.Pending != "" &&
		kind == PendingKind(t.before.Status) && t.pendingRequest().Nobody(t.j.policy, t.j.team)
}
