package cases

import (
	"fmt"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// The steps of a case that its docket alone may refuse. Each function returns the reason in words
// that follow the case's ID, and "" if the step can be taken. Roles and entries are checked
// elsewhere.

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

// CantAccept refuses to make a case of something that is no intake any more.
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
	return fmt.Sprintf("is %s, and not an intake", d.Status)
}

// CantHandOver refuses to hand on what nobody has accepted, whatever became of it since.
func CantHandOver(d *record.Docket) string {
	if d.KeyWorker == "" {
		return "is an intake, and has no key worker yet"
	}
	return ""
}

// ToRelease returns the hold that a release ends: the one named, or with none named ("") the only
// one. Otherwise it says why there is none.
func ToRelease(d *record.Docket, named record.ID) (hold record.ID, why string) {
	var all []string
	for _, id := range d.Holds {
		all = append(all, id.String())
	}
	switch {
	case !d.OnHold():
		return "", "is not on hold"
	case named == "" && len(d.Holds) > 1:
		return "", fmt.Sprintf("is held by %s; name one", record.Enumerated(all))
	case named == "":
		return d.Holds[0], ""
	case !d.HeldBy(named):
		return "", fmt.Sprintf("is not held by %s; it is held by %s", named, record.Enumerated(all))
	}
	return named, ""
}

// Ended reports whether service in a case has ended, or waits for that to be endorsed. Such a case
// has a date of retention, or would have one if all facts were known.
func Ended(d *record.Docket) bool { return CantRetain(d) == "" }

// CantRetain refuses a date to a case in which service goes on, or of which nothing is left.
// One that waits for its disposal has a date, and a new one ends the wait.
func CantRetain(d *record.Docket) string {
	switch d.Status {
	case record.Closing, record.Closed, record.Transferred, record.Disposing:
		return ""
	}
	return fmt.Sprintf("is %s; only closed cases have a date", d.Status)
}

// WaitsForReceipt reports whether the records of a case went to another agency, which has
// not acknowledged them yet.
func WaitsForReceipt(d *record.Docket) bool { return d.Blocked(record.BlockTransfer) }

// CantSend refuses to send what went already, and the records of a case in which service
// goes on. What it says is a whole sentence, as its subject is the records.
func CantSend(d *record.Docket) string {
	switch {
	case WaitsForReceipt(d):
		return fmt.Sprintf("the records of %s went already, and wait for their receipt", d.Case)
	case d.Status != record.Closed:
		return fmt.Sprintf("%s is %s; the records of a closed case are sent", d.Case, d.Status)
	}
	return ""
}

// CantReceipt refuses the receipt for records that were not sent. What it says is a whole
// sentence, as its subject is the transfer.
func CantReceipt(d *record.Docket) string {
	if WaitsForReceipt(d) {
		return ""
	}
	return fmt.Sprintf("no transfer of %s waits for a receipt", d.Case)
}

// PendingEntry returns the entry that must be endorsed before a step of the case is taken; ok is
// false where none waits.
func PendingEntry(d *record.Docket) (ref record.Ref, ok bool) {
	return record.Ref{Case: d.Case, Entry: d.Pending}, d.Pending != ""
}

// ServiceGoesOn reports whether a case still serves its subject: neither closed nor on the
// way there, so that what is added to it needs no reopening.
func ServiceGoesOn(d *record.Docket) bool { return CantClose(d) == "" }

// KeysInUse reports whether the keys of a case are in use: the case was not destroyed, and none of
// its keys were taken off the record. gone is the number of keys that were.
func KeysInUse(d *record.Docket, gone int) bool { return d.Status != record.Destroyed && gone == 0 }

// WaitsForDate reports whether the date of a closed case must be computed again. There are
// three reasons: something was added, a case of the same child has changed, or policy has
// changed how long cases are kept.
func WaitsForDate(d *record.Docket, p *policy.Policy) bool {
	return Ended(d) && (d.Blocked(record.BlockRecheck) || p.DatedBefore(d.Policy))
}
