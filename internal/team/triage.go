package team

import "slices"

// What a member is who triages a concern: a lead, who covers for an absent one, a senior.
const (
	TriageAsLead   = "lead"
	TriageAsCover  = "cover"
	TriageAsSenior = "senior"
)

// Triagers says who could triage a concern of a case on a day, and what one member is there.
type Triagers struct {
	As      string   // of the member asked about; "" for anybody else
	Leads   []string // leads who are here, and those who cover for absent ones; sorted
	Seniors []string // seniors who are here; sorted
}

// Triagers works it out of the roster. Only those count who read the case and may add to it,
// as reads tells; day is YYYY-MM-DD. Who is away is still a lead, should they triage all the
// same, and no reason for others to wait.
func (t Team) Triagers(day, member string, reads func(string) bool) Triagers {
	able := func(m Member) bool { return m.Active() && m.mayAsReader(OpAdd) && reads(m.ID) }
	here := func(m Member) bool { return able(m) && m.Cover(day) == "" }
	var out Triagers
	covers := t.coversForLeads(day)
	for _, m := range t.Members {
		if here(m) && (m.Has(Lead) || slices.Contains(covers, m.ID)) {
			out.Leads = append(out.Leads, m.ID)
		}
		if here(m) && m.Has(Senior) {
			out.Seniors = append(out.Seniors, m.ID)
		}
	}
	slices.Sort(out.Leads)
	slices.Sort(out.Seniors)
	switch m, _ := t.Member(member); {
	case !able(m):
	case m.Has(Lead):
		out.As = TriageAsLead
	case slices.Contains(covers, m.ID):
		out.As = TriageAsCover
	case m.Has(Senior):
		out.As = TriageAsSenior
	}
	return out
}

// coversForLeads are those who act on a day for an absent lead, and who acts for one of
// these in turn.
func (t Team) coversForLeads(day string) []string {
	var out []string
	for _, lead := range t.InRole(Lead) {
		for m := lead; m.Cover(day) != "" && !slices.Contains(out, m.Cover(day)); {
			out = append(out, m.Cover(day))
			m, _ = t.Member(m.Cover(day))
		}
	}
	return out
}
