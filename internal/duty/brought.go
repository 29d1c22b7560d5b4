package duty

import (
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Raised is the triage of a concern that somebody has just recorded, as its docket tells
// whose it is. No key is needed, and so nobody knows yet whether a child is in danger.
func Raised(d *record.Docket, entries []record.ID, by string, at time.Time, w World) []Duty {
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

// Awaited is the endorsement of what a docket waits for; none where it waits for nothing.
func Awaited(d *record.Docket, pending *Text, w World) []Duty {
	return only(In(Facts{Docket: d, Pending: pending}, w), cases.RuleNotEndorsedInTime)
}

// Given is the case that somebody else has just given to its key worker.
func Given(d *record.Docket, by string, at time.Time, w World) []Duty {
	if d.KeyWorker == by {
		return nil
	}
	return only(In(Facts{Docket: d, Here: true, Given: at, GivenBy: by}, w), RuleUnopened)
}

func only(all []Duty, rule string) []Duty {
	var out []Duty
	for _, d := range all {
		if d.Rule == rule {
			out = append(out, d)
		}
	}
	return out
}
