package cases_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
)

// stands returns the lasting facts of a fold in words, without ages, deadlines and warnings.
func stands(c *cases.Case) string {
	var out strings.Builder
	line := func(parts ...any) { fmt.Fprintln(&out, parts...) }
	for _, t := range c.Threads() {
		line(t.Kind, t.ID, t.First.ID, len(t.History), t.Headline, t.Endorsement.State)
	}
	for _, r := range c.Chronology(true) {
		line("row", r.Event, r.When.String(), r.Source, r.Action, r.Late, r.Amended, len(r.History),
			r.Entry)
	}
	s := c.Subject
	line("subject", s.Name, s.Born, s.Died, s.Address, s.Languages, s.People, s.References,
		s.OtherCases)
	for _, f := range s.EverFlags { // whether it is held today, the clock says
		line("flag", f.Name, f.Detail, f.From, f.To)
	}
	for _, p := range s.ProtectedFrom {
		line("protected", p.From, p.Basis, p.Until)
	}
	for _, r := range c.Risks {
		line("risk", r.First.ID, r.Latest.ID, r.State, r.Level, r.Harm, r.AtRisk, len(r.Updates))
	}
	for _, o := range c.Outcomes {
		line("outcome", o.Entry.ID, o.Target, len(o.Ratings))
	}
	for _, r := range c.Referrals {
		line("referral", r.Entry.ID, r.MadeAt, r.Confirmed != nil, r.Response != nil,
			len(r.Escalated))
	}
	for _, n := range c.Concerns {
		line("concern", n.Entry.ID, n.Untriaged(), n.Immediate, n.Due, n.Action)
	}
	for _, a := range c.Actions {
		line("action", a.What, a.Who, a.Done, a.Due)
	}
	for _, d := range c.Decisions {
		line("decision", d.Entry.ID, d.Entry.Endorsement.State)
	}
	for _, a := range c.Access {
		line("access", a.Entry.ID, a.Due, a.ClosedOn)
	}
	line("closed", c.Closure != nil, c.Death != nil, len(c.Holds), c.Retention.Until,
		c.Retention.Rule)
	return out.String()
}

// No answer about what stands hangs on the machine's clock: neither years behind nor years
// ahead of the newest entry is anything hidden or changed.
func TestNoClockHidesAText(t *testing.T) {
	for _, s := range stories(t) {
		for _, c := range s.Cases {
			in := s.Input(c, s.End)
			in.AsAt = time.Time{}
			want := stands(cases.Fold(in))
			for _, years := range []int{-60, -3, 7} {
				in.Now = s.End.AddDate(years, 0, 0)
				got := stands(cases.Fold(in))
				if at := firstDifference(got, want); at != "" {
					t.Errorf("%s/%s by a clock %d years off: %s", s.Name, c.Name, years, at)
				}
			}
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	at := slices.IndexFunc(g, func(line string) bool { return !slices.Contains(w, line) })
	switch {
	case at >= 0:
		return "it says " + g[at]
	case len(g) != len(w):
		return fmt.Sprintf("%d lines, want %d", len(g), len(w))
	}
	return ""
}
