package duty

import (
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// raised returns the triage of a concern that somebody has just recorded, as its docket tells whose
// it is. No key is needed, and so nobody knows yet whether a child is in danger.
func raised(d *record.Docket, entries []record.ID, by string, at time.Time, w World) []Duty {
	f := Facts{Docket: d, Danger: map[record.ID]Concern{}}
	for _, id := range entries {
		ref := record.Ref{Case: d.Case, Entry: id}
		f.Danger[id] = Concern{
			Danger:   record.Unknown,
			RaisedBy: by,
			Intake:   d.Status == record.Intake,
		}
		f.Open = append(
			f.Open,
			cases.Deadline{
				What:  "triage of the concern",
				Ref:   ref,
				First: id,
				Kind:  record.KindConcern,
				Since: at,
				Due: w.Policy.Calendar().Due(
					at,
					w.Policy.Concern.TriageImmediate,
				),
				Rule: cases.RuleConcernWithoutTriage,
				Role: cases.RoleLead,
			},
		)
	}
	return only(In(f, w), cases.RuleConcernWithoutTriage)
}

// awaited returns the endorsement that a docket waits for, and none if it waits for nothing.
func awaited(d *record.Docket, pending *Text, w World) []Duty {
	return only(In(Facts{Docket: d, Pending: pending}, w), cases.RuleNotEndorsedInTime,
		RuleRepeatRequest)
}

// given returns the case that somebody else has just given to its key worker.
func given(d *record.Docket, by string, at time.Time, w World) []Duty {
	if d.KeyWorker == by {
		return nil
	}
	return only(In(Facts{Docket: d, Here: true, Given: at, GivenBy: by}, w), RuleUnopened)
}

// Operation is one operation on one case, as history tells of it without a key.
type Operation struct {
	Op             string // of an adoption, what it adopts
	Docket         *record.Docket
	Entries        []record.ID // that it brought
	By             string      // the member who signed
	Was            string      // the key worker before; "" where there was none
	Time, Recorded time.Time   // of the committer, and of the author
}

// Brought returns the duties that an operation has brought: a concern to be triaged, a closure, a
// disposal or an erasure to be endorsed, a case that is somebody's now.
func Brought(h History, o Operation, w World) ([]Duty, error) {
	if o.Docket == nil {
		return nil, nil
	}
	switch o.Op {
	case team.OpConcern, team.OpIntake:
		return raised(o.Docket, o.Entries, o.By, o.Recorded, w), nil
	case team.OpAccept, team.OpHandover, team.OpOpen:
		if o.Docket.KeyWorker == o.Was { // cover for a time
			return nil, nil
		}
		return given(o.Docket, o.By, o.Time, w), nil
	case team.OpClose, team.OpDisposeRequest, team.OpEraseRequest, team.OpEndorse:
		pending, err := pending(h, o.Docket, w)
		if err != nil {
			return nil, err
		}
		return awaited(o.Docket, pending, w), nil
	}
	return nil, nil
}

func only(all []Duty, rules ...string) []Duty {
	var out []Duty
	for _, d := range all {
		if slices.Contains(rules, d.Rule) {
			out = append(out, d)
		}
	}
	return out
}
