package report

import (
	"slices"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// A page knows who has left or is away, who acts for them, and who oversees the case.
func TestPageOf(t *testing.T) {
	story := tobi(t, nil)
	left := time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)
	member := func(id, line string, role team.Role) team.Member {
		return team.Member{ID: id, Name: "the name of " + id, LineManager: line,
			Roles: []team.Role{role}}
	}
	away := func(m team.Member, by, until string) team.Member {
		m.CoveredBy, m.CoveredUntil = by, until
		return m
	}
	gone := member("ben", "mina", team.Lead)
	gone.Left = left
	w := aWorld(t)
	w.Team = team.Team{Members: []team.Member{
		away(member("asha", "mina", team.Caseworker), "nia", "2026-03-20"), gone,
		away(member("judith", "", team.Lead), "owen", "2026-03-05"), // came back
		away(member("mina", "judith", team.Manager), "ben", "2026-03-09"),
		member("nia", "mina", team.Caseworker), member("rita", "", team.Lead)}}
	p := PageOf(story.Case, story.Duties, w)
	if p.Case != story.Case || len(p.Duties) != len(story.Duties) || p.Zone != w.Policy.Zone() {
		t.Errorf("%+v", p)
	}
	if p.LineManager != "mina" || !slices.Equal(p.Leads, []string{"judith", "rita"}) {
		t.Errorf("line manager %q, leads %v", p.LineManager, p.Leads)
	}
	for _, m := range w.Team.Members {
		if p.Names[m.ID] != "the name of "+m.ID || p.Left[m.ID] != (m.ID == "ben") {
			t.Errorf("%s: %q, left %t", m.ID, p.Names[m.ID], p.Left[m.ID])
		}
	}
	day := func(d int) record.Date { return record.Date{Year: 2026, Month: 3, Day: d} }
	want := map[string]StandIn{
		"asha": {Member: "nia", Until: day(20)},
		"mina": {Until: day(9)}, // ben has left, and nobody covers
	}
	if len(p.Away) != len(want) {
		t.Errorf("away are %v", p.Away)
	}
	for id, in := range want {
		if p.Away[id] != in {
			t.Errorf("%s is away: %+v, want %+v", id, p.Away[id], in)
		}
	}
	intake := &cases.Case{Docket: &record.Docket{Status: record.Intake}}
	if got := PageOf(intake, nil, w).LineManager; got != "" {
		t.Errorf("an intake's line manager is %q", got)
	}
}
