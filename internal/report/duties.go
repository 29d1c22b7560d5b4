package report

import (
	"cmp"
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/duty"
)

// clocks returns the duties of the case that have a deadline, the earliest first.
func (p *Page) clocks() []duty.Duty {
	var out []duty.Duty
	for _, d := range duty.ByDue(p.Duties) {
		if !d.Due.IsZero() {
			out = append(out, d)
		}
	}
	return out
}

// overdue returns the duties whose deadline has passed, the latest ones first.
func (p *Page) overdue() []duty.Duty {
	var out []duty.Duty
	for _, d := range p.clocks() {
		if d.Late > 0 {
			out = append(out, d)
		}
	}
	return out
}

// behind returns by how much a duty is late.
func (p *Page) behind(d duty.Duty) string { return cases.Behind(d.Due, d.Late, p.zone()) }

// whose returns the names of the members who must do a duty.
func (p *Page) whose(d duty.Duty) string { return cmp.Or(p.names(d.Whose), "NOBODY") }

// loud says that nobody is left to do a duty; "" for any other duty.
func (p *Page) loud(d duty.Duty) string {
	if !d.Nobody() {
		return ""
	}
	return "; NOBODY is there to do it"
}

// present names members, each with the reason why they can't see to the case: they have left, are
// away (and who acts for them), or can't read it.
func (p *Page) present(members ...string) string {
	var out []string
	for _, m := range members {
		name := p.name(m)
		away, isAway := p.Away[m]
		switch {
		case p.Left[m]:
			name += " (has left)"
		case isAway && away.Member == "":
			name += fmt.Sprintf(" (away to %s, nobody covers)", p.shortDay(away.Until))
		case isAway:
			name += fmt.Sprintf(" (cover %s to %s)", p.name(away.Member), p.shortDay(away.Until))
		case m != "" && p.Case.Docket != nil && !p.Case.Docket.Reads(m):
			name += " (can't read it)"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}
