package cases

import (
	"casefile/internal/policy"
	"casefile/internal/record"
)

// The states of a docket in view of disposal.
const (
	DisposalDue       = "due"
	DisposalNotDue    = "not_due"
	DisposalHeld      = "held"
	DisposalOpen      = "open"
	DisposalUnknown   = "unknown"
	DisposalRecompute = "compute_anew"
	DisposalDone      = "destroyed"
)

// DisposalState is the state of a case's disposal by its docket alone.
type DisposalState struct {
	State string // due, not_due, held, open, unknown, compute_anew, destroyed
	Until record.Date
	Why   string
	// Recheck says that the date must be computed again first: something was
	// added to the closed case, or a case of the same child has changed.
	Recheck bool
	// OlderPolicy says it too: policy has changed how long cases are kept since then.
	OlderPolicy bool
}

// Worth reports whether a check of retention names the case: it is due, held or has no
// date, it must be looked at again, or it will be due in so many days from today (0 = none).
func (s DisposalState) Worth(today record.Date, within int) bool {
	switch s.State {
	case DisposalOpen, DisposalDone:
		return false
	case DisposalNotDue:
		soon := within > 0 && !s.Until.After(today.AddDays(within))
		return soon || s.Recheck || s.OlderPolicy
	}
	return true
}

// DisposalStateOf says whether a case is due for disposal on a day. It reads the docket alone
// and needs no key. A hold beats every date. A case without a date is never due. Neither is a
// case whose date was computed before policy last changed how long cases are kept. On the last
// day the case is still kept.
func DisposalStateOf(d *record.Docket, today record.Date, p *policy.Policy) DisposalState {
	s := DisposalState{Until: d.RetainUntil, Recheck: d.Blocked(record.BlockRecheck)}
	switch d.Status {
	case record.Destroyed:
		return DisposalState{State: DisposalDone, Why: "the case was destroyed"}
	case record.Intake, record.Open, record.Closing:
		if d.OnHold() {
			return DisposalState{State: DisposalHeld, Why: "a hold is on the case, which is " +
				string(d.Status)}
		}
		return DisposalState{State: DisposalOpen, Why: "the case is " + string(d.Status)}
	}
	s.OlderPolicy = p.DatedBefore(d.Policy)
	s.State, s.Why = closedDisposalState(d, today, p)
	if s.Recheck {
		s.Why += "; something was added since, or a case of the same child has changed, so the " +
			"date must be computed again"
	} else if s.OlderPolicy && s.State != DisposalRecompute {
		s.Why += "; " + olderPolicy(d, p)
	}
	return s
}

func closedDisposalState(d *record.Docket, today record.Date, p *policy.Policy) (
	state, why string,
) {
	switch {
	case d.OnHold():
		return DisposalHeld, "a hold is on the case"
	case d.Blocked(record.BlockTransfer):
		return DisposalHeld, "a transfer waits for its receipt"
	case p.DatedBefore(d.Policy):
		return DisposalRecompute, "to be computed again: " + olderPolicy(d, p)
	case d.RetainUntil.IsZero():
		return DisposalUnknown, "not due: a fact is missing, or a case of the same child has not " +
			"ended"
	// practice: new content in a closed case defers its disposal
	case d.Blocked(record.BlockRecheck):
		return DisposalUnknown, "was to be kept until " + d.RetainUntil.String()
	case today.After(d.RetainUntil):
		return DisposalDue, "kept until " + d.RetainUntil.String()
	}
	return DisposalNotDue, "to be kept until " + d.RetainUntil.String()
}
