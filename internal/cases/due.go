package cases

import (
	"casefile/internal/policy"
	"casefile/internal/record"
)

// The states of a docket in view of disposal.
const (
	DueNow     = "due"
	DueNot     = "not_due"
	DueHeld    = "held"
	DueOpen    = "open"
	DueUnknown = "unknown"
	DueAnew    = "compute_anew"
	DueDone    = "destroyed"
)

// Due says from a docket alone, with no key, whether the case is due for
// disposal on a day. A hold beats every date; a case without a date is never
// due, nor is one whose date was computed before policy last changed how long
// cases are kept; the last day itself is still kept.
func Due(d *record.Docket, today record.Date, p *policy.Policy) DueState {
	s := DueState{Until: d.RetainUntil, Recheck: d.Blocked(record.BlockRecheck)}
	switch d.Status {
	case record.Destroyed:
		return DueState{State: DueDone, Why: "the case was destroyed"}
	case record.Intake, record.Open, record.Closing:
		if d.OnHold() {
			return DueState{State: DueHeld, Why: "a hold is on the case, which is " +
				string(d.Status)}
		}
		return DueState{State: DueOpen, Why: "the case is " + string(d.Status)}
	}
	s.OlderPolicy = p.DatedBefore(d.Policy)
	s.State, s.Why = dueOn(d, today, p)
	if s.Recheck {
		s.Why += "; something was added since, or a case of the same child has changed, so the " +
			"date must be computed again"
	} else if s.OlderPolicy && s.State != DueAnew {
		s.Why += "; " + olderPolicy(d, p)
	}
	return s
}

func dueOn(d *record.Docket, today record.Date, p *policy.Policy) (state, why string) {
	switch {
	case d.OnHold():
		return DueHeld, "a hold is on the case"
	case d.Blocked(record.BlockTransfer):
		return DueHeld, "a transfer waits for its receipt"
	case p.DatedBefore(d.Policy):
		return DueAnew, "to be computed anew: " + olderPolicy(d, p)
	case d.RetainUntil.IsZero():
		return DueUnknown, "not due: a fact is missing, or a case of the same child has not ended"
	// practice: new content in a closed case defers its disposal
	case d.Blocked(record.BlockRecheck):
		return DueUnknown, "was to be kept until " + d.RetainUntil.String()
	case today.After(d.RetainUntil):
		return DueNow, "kept until " + d.RetainUntil.String()
	}
	return DueNot, "to be kept until " + d.RetainUntil.String()
}
