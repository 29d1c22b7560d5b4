package team

import "slices"

// As what a member triages a concern: a lead, who acts for an absent lead, a senior.
const (
	TriageAsLead   = "lead"
	TriageAsCover  = "cover"
	TriageAsSenior = "senior"
)

// Triagers says who could triage a concern of a case on a day, and as what one member could.
type Triagers struct {
	As      string   // what the member asked about is, or ""
	Leads   []string // leads who are not away, and members who act for absent leads; sorted
	Seniors []string // seniors who are not away; sorted
}

// Triagers works this out from the roster. Only members count who read the case, as reads tells,
// and may add to it. day is YYYY-MM-DD. An absent lead who triages anyway is still a lead, and
// nobody has to wait for them.
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

// coversForLeads returns the members who act for an absent lead on a day, and who acts for these in
// turn.
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
