package team

import (
	"slices"
	"testing"
)

// What a member may do in another's place follows from the roles of both.
func TestActingFor(t *testing.T) {
	line, senior := "line", "senior"
	for _, c := range []struct {
		away, in []Role
		may      bool
		want     StandInRights
	}{
		{[]Role{Manager}, []Role{Manager}, true, StandInRights{Endorses: true}},
		{[]Role{Manager}, []Role{Senior}, true, StandInRights{Endorses: true}},
		{[]Role{Manager}, []Role{Caseworker}, false, StandInRights{Not: []string{line}}},
		{[]Role{Manager}, []Role{Records}, true, StandInRights{Not: []string{line}}},
		{[]Role{Senior}, []Role{Manager}, true,
			StandInRights{Endorses: true, Not: []string{senior}}},
		{[]Role{Senior}, []Role{Lead}, true, StandInRights{Not: []string{line, senior}}},
		{[]Role{Lead}, []Role{Caseworker}, true, StandInRights{Triages: true}},
		{[]Role{Lead}, []Role{Manager}, true, StandInRights{Triages: true}},
		{[]Role{Lead}, []Role{Senior}, true, StandInRights{Triages: true, Accepts: true}},
		{[]Role{Lead, Manager}, []Role{Lead}, true,
			StandInRights{Triages: true, Accepts: true, Not: []string{line}}},
		{[]Role{Records}, []Role{Senior}, true, StandInRights{}},
		{[]Role{Records}, []Role{Caseworker}, false, StandInRights{}},
	} {
		away, in := Member{Roles: c.away}, Member{Roles: c.in}
		got := in.ActingFor(away)
		if got.Endorses != c.want.Endorses || got.Triages != c.want.Triages ||
			got.Accepts != c.want.Accepts || !slices.Equal(got.Not, c.want.Not) {
			t.Errorf("%v for %v: %+v", c.in, c.away, got)
		}
		if may := in.MayActFor(away); may != c.may {
			t.Errorf("%v may act for %v: %v", c.in, c.away, may)
		}
	}
}

func TestTooLongAway(t *testing.T) {
	for _, c := range []struct {
		today, until string
		want         bool
	}{
		{"2026-03-06", "2026-03-07", false},
		{"2026-03-06", "2027-03-07", false}, // 366 days
		{"2026-03-06", "2027-03-08", true},
		{"2027-12-31", "2028-12-31", false}, // over a leap day
		{"2027-12-31", "2029-01-01", true},
	} {
		if got := TooLongAway(c.today, c.until); got != c.want {
			t.Errorf("from %s to %s: %v", c.today, c.until, got)
		}
	}
}

func TestAwayAs(t *testing.T) {
	m := Member{CoveredBy: "vera", CoveredUntil: "2026-03-20"}
	if !m.AwayAs("vera", "2026-03-20") || m.AwayAs("vera", "2026-03-21") ||
		m.AwayAs("jpryce", "2026-03-20") {
		t.Error("what the roster says of an absence is not told apart")
	}
}

// Rights that several rooms ask for follow from roles alone.
func TestRightsOfRoles(t *testing.T) {
	for role := range roleLetters() {
		m := Member{Roles: []Role{role}}
		if want := role == Manager || role == Senior; m.Endorses() != want {
			t.Errorf("%s endorses: %v", role, m.Endorses())
		}
		if want := role == Records || role == Senior; m.ShortensRetention() != want {
			t.Errorf("%s brings a date forward: %v", role, m.ShortensRetention())
		}
	}
}

func TestInRoleAndWorking(t *testing.T) {
	roster := with(small(), "asha", func(m *Member) { *m = m.leaving(day(2, 1)) })
	for role, want := range map[Role]string{Lead: "jpryce", Senior: "vera", Records: "vera",
		Caseworker: "", Recovery: "recovery-1"} {
		if got := ids(Team{Members: roster.InRole(role)}); got != want {
			t.Errorf("%s: %s", role, got)
		}
	}
	got := roster.Working([]string{"vera", "zoe", "asha", "recovery-1", "jpryce", "vera"})
	if !slices.Equal(got, []string{"vera", "jpryce"}) {
		t.Errorf("at work are %v", got)
	}
}

func TestDependents(t *testing.T) {
	roster := covered(covered(small(), "asha", "vera", "2026-03-20"), "mhall", "vera", "2026-03-20")
	for _, c := range []struct {
		id, day string
		want    []string
	}{
		{"vera", "2026-03-20", []string{"asha covered", "mhall covered managed"}},
		{"vera", "2026-03-21", []string{"mhall managed"}},
		{"mhall", "2026-03-20", []string{"asha managed"}},
		{"asha", "2026-03-20", nil},
	} {
		var got []string
		for _, d := range roster.Dependents(c.id, c.day) {
			line := d.ID
			if d.Covered {
				line += " covered"
			}
			if d.Managed {
				line += " managed"
			}
			got = append(got, line)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("on %s %s is there for %q", c.day, c.id, got)
		}
	}
	left := with(roster, "asha", func(m *Member) { *m = m.leaving(day(2, 1)) })
	if got := left.Dependents("mhall", "2026-03-20"); len(got) != 0 {
		t.Errorf("for one who has left: %+v", got)
	}
}
