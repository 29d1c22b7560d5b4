package verify

import "casefile/internal/record"

// The functions below are the docket's side of each operation: pure functions
// from the parent's docket to the next. The writer applies them, a replay
// applies them again on a newer parent, and the table judges what was written.

// AfterOpen is the docket of a new case; an empty key worker makes an intake.
func AfterOpen(id record.ID, on record.Date, keyWorker string, readers record.Epoch) record.Docket {
	d := record.Docket{Case: id, Opened: on, KeyWorker: keyWorker, Status: record.Open,
		Keys: []record.Epoch{readers}}
	if keyWorker == "" {
		d.Status = record.Intake
	}
	return d
}

// AfterAccept makes an intake a case with a key worker; readers are additions
// to the newest epoch.
func AfterAccept(d record.Docket, keyWorker string, readers record.Epoch) record.Docket {
	d.Status, d.KeyWorker = record.Open, keyWorker
	return withReaders(d, readers)
}

// withReaders adds wrapped keys to the newest epoch.
func withReaders(d record.Docket, readers record.Epoch) record.Docket {
	all := append([]record.Epoch{}, d.Keys...)
	newest := record.Epoch{}
	for m, blob := range all[len(all)-1] {
		newest[m] = blob
	}
	for m, blob := range readers {
		newest[m] = blob
	}
	all[len(all)-1] = newest
	d.Keys = all
	return d
}

// AfterAdd asks for a look at the retention date when something new comes to
// a case that was on its way out.
func AfterAdd(d record.Docket) record.Docket { return withRecheck(d) }

// Ending is what a closure settles.
type Ending struct {
	Closure      record.ID
	ServiceEnded record.Date
	RetainUntil  record.Date // zero while a fact is missing
	Policy       int         // version in force
}

// AfterClose leaves the case closing until the closure has every level of
// endorsement; where policy asks for none, or nothing but an intake was
// there, it is closed at once.
func AfterClose(d record.Docket, e Ending, levels []string) record.Docket {
	d.ServiceEnded, d.RetainUntil, d.Policy = e.ServiceEnded, e.RetainUntil, e.Policy
	if d.Status == record.Intake || len(levels) == 0 {
		d.Status, d.Pending = record.Closed, ""
		return d
	}
	d.Status, d.Pending = record.Closing, e.Closure
	return d
}

// NeverSooner is the date that closing gives a case whose rules give until: the last that its
// docket had, where that is later. Closing brings no date forward, whoever closes.
func NeverSooner(until record.Date, past *CaseFacts) record.Date {
	if past != nil && !until.IsZero() && past.Until.After(until) {
		return past.Until
	}
	return until
}

// AfterReopen clears what closing had settled. An erasure that waits goes on waiting.
func AfterReopen(d record.Docket) record.Docket {
	if PendingKind(d.Status) != record.KindErasure {
		d.Pending = ""
	}
	d.Status, d.Policy = record.Open, 0
	d.ServiceEnded, d.RetainUntil = record.Date{}, record.Date{}
	return fitting(d)
}

// AfterSent blocks the disposal of a case whose records are on their way, and
// AfterReceipt lifts that once the other agency says that it has them.
func AfterSent(d record.Docket) record.Docket { return d.WithBlock(record.BlockTransfer) }
func AfterReceipt(d record.Docket) record.Docket {
	d = d.WithoutBlock(record.BlockTransfer)
	d.Status = record.Transferred
	return d
}

// AfterHold is the docket with one more entry that keeps the case, whatever its date, and
// AfterRelease with one less.
func AfterHold(d record.Docket, hold record.ID) record.Docket    { return d.WithHold(hold) }
func AfterRelease(d record.Docket, hold record.ID) record.Docket { return d.WithoutHold(hold) }

// AfterLinked is the docket of another case of the same child, whose date may rest on the
// case that was closed, reopened or dated anew.
func AfterLinked(d record.Docket) record.Docket { return withRecheck(d) }
