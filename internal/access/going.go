package access

import (
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// MayGo returns the decisions on a request by which its copy may be handed out. It refuses, in this
// order: while it is not known who asks and for what; if a decision can't be followed
// (ErrDecision); before a manager has decided that the request is answered (MayDraft); and while a
// decision waits for a manager (ErrWaiting).
func MayGo(c *cases.Case, r *cases.Access, a Agency) (Decided, error) {
	if err := answerable(r); err != nil {
		return Decided{}, err
	}
	d, err := DecisionsOn(c, r, a)
	if err != nil {
		return d, err
	}
	if err := MayDraft(c, r, d); err != nil {
		return d, err
	}
	return d, d.endorsed()
}

// Covers checks the log of a copy of case id before it is handed out. Each exemption in the log
// must be named by a decision that a manager stands behind. Otherwise Covers returns ErrUncovered.
func (d Decided) Covers(id record.ID, log disclose.Log) error {
	missing := d.Uncovered(log)
	if len(missing) == 0 {
		return nil
	}
	return refuse(ErrUncovered, record.Ref{Case: id},
		"no decision that a manager endorsed names %s", record.Enumerated(missing))
}

// Uncovered returns the exemptions that a log uses and no signed decision names, sorted.
func (d Decided) Uncovered(log disclose.Log) []string { return uncovered(log, d.Signed) }
