package team

import (
	"slices"
	"testing"
)

func TestDefaultReaders(t *testing.T) {
	left := func(m *Member) { m.Left = day(2, 1) }
	auditor := func(m *Member) { m.Roles = []Role{Auditor} }
	second := Member{ID: "zoe", Roles: []Role{Senior}}
	for name, c := range map[string]struct {
		team   Team
		worker string
		want   []string
	}{
		"the whole line":             {small(), "asha", []string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		"seniors stay out of a line": {plus(small(), second), "asha", []string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		"manager's manager unknown":  {plus(small(), second), "mhall", []string{"jpryce", "mhall", "recovery-1", "vera", "zoe"}},
		"no manager at all":          {plus(small(), second), "jpryce", []string{"jpryce", "recovery-1", "vera", "zoe"}},
		"line manager left":          {with(small(), "mhall", left), "asha", []string{"asha", "jpryce", "recovery-1", "vera"}},
		"manager's manager left":     {plus(with(small(), "vera", left), second), "asha", []string{"asha", "jpryce", "mhall", "recovery-1", "zoe"}},
		"lead left":                  {with(small(), "jpryce", left), "asha", []string{"asha", "mhall", "recovery-1", "vera"}},
		"recovery retired":           {with(small(), "recovery-1", left), "asha", []string{"asha", "jpryce", "mhall", "vera"}},
		"line manager audits":        {with(small(), "mhall", auditor), "asha", []string{"asha", "jpryce", "recovery-1", "vera"}},
		"key worker only records concerns": {with(small(), "asha", func(m *Member) { m.Roles = []Role{Contributor} }), "asha",
			[]string{"jpryce", "mhall", "recovery-1", "vera"}},
		"lead who also audits": {with(small(), "jpryce", func(m *Member) { m.Roles = []Role{Lead, Auditor} }), "asha",
			[]string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		"intake":                {small(), "", []string{"jpryce", "recovery-1"}},
		"intake without a lead": {with(small(), "jpryce", left), "", []string{"recovery-1", "vera"}},
	} {
		if got := c.team.DefaultReaders(c.worker, "2026-03-06"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := small().RecoveryIDs(); !slices.Equal(got, []string{"recovery-1"}) {
		t.Errorf("recovery: %v", got)
	}
}

func TestLookups(t *testing.T) {
	team := with(small(), "asha", func(m *Member) { m.Keys[0].To = day(2, 1) })
	if m, k, found := team.BySigningKey(ed25519Line(1)); !found || m.ID != "asha" || k.Active() {
		t.Errorf("a retired key: %v %v %v", m.ID, k, found)
	}
	if _, _, found := team.BySigningKey(ed25519Line(99)); found {
		t.Error("a foreign key was found")
	}
	if m, found := team.ByRecipient(recipient("y")); !found || m.ID != "vera" {
		t.Errorf("a recipient: %v %v", m.ID, found)
	}
	service := plus(team, Member{ID: "backup"})
	if m, found := service.ByRecipient(""); found {
		t.Errorf("%s was found by having no recipient", m.ID)
	}
	if _, _, found := service.BySigningKey(""); found {
		t.Error("an empty key was found")
	}
	if _, found := team.Member("nobody"); found {
		t.Error("nobody was found")
	}
}
