package verify

import "casefile/internal/record"

// The functions below apply each operation to a docket. They are pure: they take the parent's
// docket and return the next. The writer applies them, a replay applies them again on a newer
// parent, and the table judges the result.

// AfterOpen returns the docket of a new case. Without a key worker the case is an intake.
func AfterOpen(id record.ID, on record.Date, keyWorker string, readers record.Epoch) record.Docket {
	d := record.Docket{Case: id, Opened: on, KeyWorker: keyWorker, Status: record.Open,
		Keys: []record.Epoch{readers}}
	if keyWorker == "" {
		d.Status = record.Intake
	}
	return d
}

// AfterAccept makes an intake an open case with a key worker. It adds readers to the newest epoch.
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

// AfterAdd asks for a recheck of the retention date where a case on its way out gets a new entry.
func AfterAdd(d record.Docket) record.Docket { return withRecheck(d) }

// Ending holds the facts that a closure sets in the docket.
type Ending struct {
	Closure      record.ID
	ServiceEnded record.Date
	RetainUntil  record.Date // zero while a fact is missing
	Policy       int         // version in force
}

// AfterClose leaves the case closing until the closure has every level of endorsement. The case is
// closed at once where policy asks for no level, or where it was an intake.
func AfterClose(d record.Docket, e Ending, levels []string) record.Docket {
	d.ServiceEnded, d.RetainUntil, d.Policy = e.ServiceEnded, e.RetainUntil, e.Policy
	if d.Status == record.Intake || len(levels) == 0 {
		d.Status, d.Pending = record.Closed, ""
		return d
	}
	d.Status, d.Pending = record.Closing, e.Closure
	return d
}

// NeverSooner returns the date that a closure gives to a case: until, the date of the rules, or the
// last date that the docket had, whichever is later. A closure never brings a date forward.
func NeverSooner(until record.Date, past *CaseFacts) record.Date {
	if past != nil && !until.IsZero() && past.Until.After(until) {
		return past.Until
	}
	return until
}

// AfterReopen clears what the closure set. A pending erasure stays pending.
func AfterReopen(d record.Docket) record.Docket {
	if PendingKind(d.Status) != record.KindErasure {
		d.Pending = ""
	}
	d.Status, d.Policy = record.Open, 0
	d.ServiceEnded, d.RetainUntil = record.Date{}, record.Date{}
	return fitting(d)
}

// AfterSent blocks the disposal of a case whose records are on their way. AfterReceipt removes the
// block once the other agency confirms that it has them.
func AfterSent(d record.Docket) record.Docket { return d.WithBlock(record.BlockTransfer) }
func AfterReceipt(d record.Docket) record.Docket {
	d = d.WithoutBlock(record.BlockTransfer)
	d.Status = record.Transferred
	return d
}

// AfterHold adds an entry that keeps the case whatever its date. AfterRelease removes one.
func AfterHold(d record.Docket, hold record.ID) record.Docket    { return d.WithHold(hold) }
func AfterRelease(d record.Docket, hold record.ID) record.Docket { return d.WithoutHold(hold) }

// AfterLinked asks for a recheck of another case of the same child. The date of that case may
// depend on the case that was closed, reopened or given a new date.
func AfterLinked(d record.Docket) record.Docket { return withRecheck(d) }
