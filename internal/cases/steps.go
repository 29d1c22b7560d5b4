package cases

import (
	"fmt"

	"casefile/internal/record"
)

// The steps of a case that its docket alone may refuse. Each of these says why, in words
// that go on after the case's ID, and "" where the step can be taken. Roles, and what the
// entries say, are another question.

// CantClose refuses to close what is closed, or on the way there.
func CantClose(d *record.Docket) string {
	if d.Status == record.Open || d.Status == record.Intake {
		return ""
	}
	return fmt.Sprintf("is %s and can't be closed again", d.Status)
}

// CantReopen refuses to open an open case.
func CantReopen(d *record.Docket) string {
	if d.Status == record.Open {
		return "is open"
	}
	return ""
}

// CantAccept refuses to make a case of what is no intake any more.
func CantAccept(d *record.Docket) string {
	if d.Status == record.Intake {
		return ""
	}
	return fmt.Sprintf("is %s already, with key worker %s", d.Status, d.KeyWorker)
}

// CantFile refuses to file what is no intake, or no longer one, into another case.
func CantFile(d *record.Docket) string {
	if d.Status == record.Intake {
		return ""
	}
	return fmt.Sprintf("is %s, and no intake", d.Status)
}

// CantHandOver refuses to hand on what nobody has accepted, whatever became of it since.
func CantHandOver(d *record.Docket) string {
	if d.KeyWorker == "" {
		return "is an intake, and has no key worker yet"
	}
	return ""
}

// CantHold refuses a second hold.
func CantHold(d *record.Docket) string {
	if d.Blocked(record.BlockHold) {
		return "is on hold already"
	}
	return ""
}

// CantRelease refuses to lift a hold that is not there.
func CantRelease(d *record.Docket) string {
	if d.Blocked(record.BlockHold) {
		return ""
	}
	return "is not on hold"
}

// CantRetain refuses a date to a case in which service goes on, or whose end waits to be
// carried out.
func CantRetain(d *record.Docket) string {
	switch d.Status {
	case record.Closing, record.Closed, record.Transferred:
		return ""
	}
	return fmt.Sprintf("is %s; only closed cases have a date", d.Status)
}

// WaitsForDate says whether the date of a closed case must be computed again: something
// was added since, or policy has another version by now.
func WaitsForDate(d *record.Docket, policyVersion int) bool {
	return CantRetain(d) == "" && (d.Blocked(record.BlockRecheck) || d.Policy < policyVersion)
}
