package duty

import (
	"cmp"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// WasLate is one thing that was done after its time. It stays so for ever.
type WasLate struct {
	cases.Deadline
	Name string // of the subject
	By   string // how late, in words
	// Corrected says of the corrections by which it would look better; "" where there is none.
	Corrected string
	Told      []string
}

// IsFor reports whether a member is to see it: the member who did it, and those who look after the
// case.
func (l WasLate) IsFor(member string) bool {
	return l.AnsweredBy == member || slices.Contains(l.Told, member)
}

// DoneLate lists the things that were done late in all cases given, in the order in which they were
// done.
func DoneLate(all []Facts, w World) []WasLate {
	var out []WasLate
	for _, f := range all {
		s := &staff{w: w, d: f.Docket, open: f.Covers}
		told := s.oversees()
		for _, d := range f.Late {
			out = append(out, WasLate{
				Deadline:  d,
				Name:      f.Name,
				By:        cases.LateWords(d, d.Answered, w.Policy.Calendar(), w.Policy.Zone()),
				Corrected: cases.CorrectedWords(d.Corrections, w.name, w.Policy.Zone()),
				Told:      told,
			})
		}
	}
	slices.SortStableFunc(out, func(a, b WasLate) int {
		return cmp.Or(
			a.Answered.Compare(b.Answered),
			cmp.Compare(a.Ref.Case, b.Ref.Case),
			cmp.Compare(a.Rule, b.Rule),
		)
	})
	return out
}

// NextSteps lists the next things to do in a case with their times, overdue ones first: reviews and
// contacts, open actions, supervision. It is for a handover.
func NextSteps(duties []Duty, id record.ID, w World) []string {
	var out []string
	for _, d := range ByDue(duties) {
		if d.Ref.Case != id || d.Due.IsZero() ||
			d.Rule == cases.RuleDormant { // what is done for another step ends that too
			continue
		}
		by := "by "
		if d.Late > 0 {
			by = "overdue since "
		}
		out = append(out, d.What+", "+by+record.DateOf(d.Due.In(w.Policy.Zone())).String())
	}
	return cases.Bounded(out, "step")
}
