package verify

import (
	"fmt"
	"math"
	"strings"

	"casefile/internal/record"
	"casefile/internal/team"
)

// field is a bit for each fact of a docket that an operation may change.
type field uint

const (
	keyWorker field = 1 << iota
	serviceEnded
	retainUntil
	pending
	policyVersion
	keys
)

// opRow is one row of the table of operations in schema/FORMAT.md.
type opRow struct {
	root    func(path string) bool // for operations on root files: the paths that it may touch
	many    bool                   // may touch several cases
	entries [2]int                 // fewest and most entries that come with it
	steps   map[record.Status][]record.Status
	free    field                             // docket facts that may change
	blocks  func(record.Docket) record.Docket // returns the blocks after it; nil: unchanged
	holds   func(*caseJudge) []record.ID      // returns the holds after it; nil: unchanged
	linked  bool                              // may ask for a recheck of other cases' dates
	check   func(*caseJudge)                  // checks what the other columns can't express
	reseals bool                              // replaces sealed files and adds none
}

const anyNumber = math.MaxInt

func (r *opRow) entryWords() string {
	lo, hi := r.entries[0], r.entries[1]
	switch {
	case hi == 0:
		return "no entry"
	case lo == hi:
		return fmt.Sprintf("exactly %d entry", lo)
	case hi == anyNumber:
		return "one entry or more"
	}
	return fmt.Sprintf("%d or %d entries", lo, hi)
}

// same returns steps that leave each status as it is.
func same(list ...record.Status) map[record.Status][]record.Status {
	m := map[record.Status][]record.Status{}
	for _, s := range list {
		m[s] = []record.Status{s}
	}
	return m
}

func anyStatus() map[record.Status][]record.Status {
	return same(record.Intake, record.Open, record.Closing, record.Closed, record.Transferred,
		record.Disposing)
}

// created is the status of a case that does not exist yet.
const created record.Status = ""

func steps(pairs ...record.Status) map[record.Status][]record.Status {
	m := map[record.Status][]record.Status{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = append(m[pairs[i]], pairs[i+1])
	}
	return m
}

// withRecheck asks for a recheck of the retention date where a case on its way out gets something
// new.
func withRecheck(d record.Docket) record.Docket {
	switch d.Status {
	case record.Closing, record.Closed, record.Transferred, record.Disposing:
		return d.WithBlock(record.BlockRecheck)
	}
	return d
}

func withoutRecheck(d record.Docket) record.Docket { return d.WithoutBlock(record.BlockRecheck) }

// table holds every operation of format 1 that this program knows. No row has a step from the
// status destroyed: nothing follows it.
var table = map[string]*opRow{
	team.OpOpen: {entries: [2]int{1, 2}, steps: steps(created, record.Open),
		check: checkOpen},
	team.OpIntake: {entries: [2]int{1, 1}, steps: steps(created, record.Intake),
		check: checkIntake},
	team.OpAccept: {steps: steps(record.Intake, record.Open), free: keyWorker | keys,
		check: checkAccept},
	team.OpConcern: {entries: [2]int{1, 1}, steps: anyStatus(), blocks: withRecheck},
	team.OpAdd: {many: true, entries: [2]int{1, anyNumber}, steps: anyStatus(),
		free: retainUntil, blocks: withRecheck, check: checkLater},
	team.OpEndorse: {many: true, steps: endorseSteps(), free: pending, linked: true,
		check: checkEndorse},
	team.OpClose: {entries: [2]int{1, 1}, steps: closeSteps(),
		free: pending | serviceEnded | retainUntil | policyVersion, linked: true,
		check: checkClose},
	team.OpReopen: {entries: [2]int{1, 1}, steps: reopenSteps(),
		free: pending | serviceEnded | retainUntil | policyVersion, linked: true,
		check: checkReopen},
	team.OpHandover: {entries: [2]int{1, 1}, steps: anyStatus(), free: keyWorker,
		check: checkKeyWorker},
	team.OpGrant:  {many: true, steps: anyStatus(), free: keys, check: checkGrant},
	team.OpRevoke: {many: true, steps: anyStatus(), free: keys, check: checkRevoke},
	team.OpRekey:  {many: true, steps: anyStatus(), free: keys, check: checkRekey},
	team.OpHold:   {entries: [2]int{1, 1}, steps: anyStatus(), holds: holdsMore},
	team.OpRelease: {entries: [2]int{1, 1}, steps: anyStatus(), holds: holdsLess,
		check: checkRelease},
	team.OpRetain: {many: true, steps: retainSteps(), free: retainUntil | policyVersion,
		blocks: withoutRecheck, linked: true, check: checkRetain},
	team.OpTransfer: {entries: [2]int{1, 1},
		steps: steps(record.Closed, record.Closed, record.Closed, record.Transferred), blocks: nil,
		check: checkTransfer},
	team.OpDisposeRequest: {entries: [2]int{1, 1},
		steps: steps(record.Closed, record.Disposing, record.Transferred, record.Disposing,
			record.Disposing, record.Disposing), free: pending, check: checkDisposeRequest},
	team.OpDispose: {steps: steps(record.Disposing, record.Destroyed), free: pending | keys,
		check: checkDispose},
	team.OpEraseRequest: {entries: [2]int{1, 1}, steps: anyStatus(), free: pending,
		check: checkEraseRequest},
	team.OpReseal: {steps: anyStatus(), free: pending | keys, check: checkReseal,
		reseals: true},
	team.OpTeam:   {root: func(p string) bool { return p == TeamPath || p == SignersPath }},
	team.OpPolicy: {root: func(p string) bool { return p == PolicyPath || isSchema(p) }},
	team.OpRejoin: {root: func(string) bool { return false }},
}

func endorseSteps() map[record.Status][]record.Status {
	m := anyStatus()
	m[record.Closing] = []record.Status{record.Closing, record.Closed, record.Open}
	m[record.Disposing] = []record.Status{record.Disposing, record.Closed}
	return m
}

// retainSteps ends a request for disposal, because it depends on the date that is computed again.
// The request has to be made again.
func retainSteps() map[record.Status][]record.Status {
	m := same(record.Closing, record.Closed, record.Transferred)
	m[record.Disposing] = []record.Status{record.Closed}
	return m
}

func closeSteps() map[record.Status][]record.Status {
	return steps(record.Open, record.Closing, record.Open, record.Closed, record.Intake,
		record.Closed,
		record.Closing, record.Closing, record.Closing, record.Closed)
}

func reopenSteps() map[record.Status][]record.Status {
	return steps(record.Closing, record.Open, record.Closed, record.Open, record.Transferred,
		record.Open)
}

// endsRequest reports whether a new date ends a request for disposal, which depended on the old
// date.
func (t *caseJudge) endsRequest() bool {
	return t.op == team.OpRetain && t.before.Status == record.Disposing && t.after.Pending == ""
}

// judgeStep checks the step from the old status to the new.
func (t *caseJudge) judgeStep() {
	from := created
	if t.before != nil {
		from = t.before.Status
	}
	for _, to := range t.row.steps[from] {
		if to == t.after.Status {
			return
		}
	}
	t.fault(RuleStatus, "the operation %s can't take a case from %s to %s", t.op, statusWord(from),
		statusWord(t.after.Status))
}

func statusWord(s record.Status) string {
	if s == created {
		return "not there"
	}
	return string(s)
}

// judgeFields checks that the facts outside the row's free columns have not changed.
func (t *caseJudge) judgeFields() {
	if t.before == nil {
		return
	}
	b, a := t.before, t.after
	t.fixed(0, "opened", b.Opened == a.Opened)
	t.fixed(keyWorker, "key_worker", b.KeyWorker == a.KeyWorker)
	t.fixed(serviceEnded, "service_ended", b.ServiceEnded == a.ServiceEnded)
	t.fixed(retainUntil, "retain_until", b.RetainUntil == a.RetainUntil)
	t.fixed(pending, "pending", b.Pending == a.Pending || t.endsRequest())
	t.fixed(policyVersion, "policy", b.Policy == a.Policy)
	t.judgeHolds()
	if t.op == team.OpTransfer {
		return // its blocks depend on the direction: checkTransfer judges them
	}
	want := *b
	if t.row.blocks != nil {
		want = t.row.blocks(want)
	}
	want.Status = a.Status
	want = fitting(want)
	if got := strings.Join(a.Blocks, " "); got != strings.Join(want.Blocks, " ") {
		t.fault(RuleBlocks, "after the operation %s the blocks must be %q, not %q", t.op,
			strings.Join(want.Blocks, " "), got)
	}
}

func (t *caseJudge) fixed(f field, name string, unchanged bool) {
	if !unchanged && t.row.free&f == 0 {
		t.fault(RuleDocket, "the operation %s may not change %s", t.op, name)
	}
}
