package team

import (
	"slices"
	"testing"
	"time"
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
		"the whole line": {small(), "asha",
			[]string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		"seniors stay out of a line": {plus(small(), second), "asha",
			[]string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		"manager's manager unknown": {plus(small(), second), "mhall",
			[]string{"jpryce", "mhall", "recovery-1", "vera", "zoe"}},
		"no manager at all": {plus(small(), second), "jpryce",
			[]string{"jpryce", "recovery-1", "vera", "zoe"}},
		"line manager left": {with(small(), "mhall", left), "asha",
			[]string{"asha", "jpryce", "recovery-1", "vera"}},
		"manager's manager left": {plus(with(small(), "vera", left), second), "asha",
			[]string{"asha", "jpryce", "mhall", "recovery-1", "zoe"}},
		"lead left": {with(small(), "jpryce", left), "asha",
			[]string{"asha", "mhall", "recovery-1", "vera"}},
		"recovery retired": {with(small(), "recovery-1", left), "asha",
			[]string{"asha", "jpryce", "mhall", "vera"}},
		"line manager audits": {with(small(), "mhall", auditor), "asha",
			[]string{"asha", "jpryce", "recovery-1", "vera"}},
		"key worker only records concerns": {with(small(), "asha", func(m *Member) {
			m.Roles = []Role{Contributor}
		}), "asha",
			[]string{"jpryce", "mhall", "recovery-1", "vera"}},
		"lead who also audits": {with(small(), "jpryce", func(m *Member) {
			m.Roles = []Role{Lead, Auditor}
		}), "asha",
			[]string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		"cover of the line manager": {covered(plus(small(), second), "mhall", "zoe", "2026-03-06"),
			"asha", []string{"asha", "jpryce", "mhall", "recovery-1", "vera", "zoe"}},
		"cover that is over": {covered(plus(small(), second), "mhall", "zoe", "2026-03-05"),
			"asha", []string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		"cover of the key worker": {covered(plus(small(), second), "asha", "zoe", "2026-03-06"),
			"asha", []string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		"cover of another manager": {covered(plus(small(), second), "vera", "zoe", "2026-03-06"),
			"jpryce", []string{"jpryce", "recovery-1", "vera", "zoe"}},
		"cover by who may not read": {
			covered(plus(small(), Member{ID: "zoe", Roles: []Role{Contributor}}), "mhall", "zoe",
				"2026-03-06"), "asha", []string{"asha", "jpryce", "mhall", "recovery-1", "vera"}},
		// asha may not accept it
		"intake, cover of the lead": {covered(small(), "jpryce", "asha", "2026-03-06"), "",
			[]string{"asha", "jpryce", "recovery-1", "vera"}},
		"intake, cover by a lead": {covered(plus(small(), Member{ID: "zoe", Roles: []Role{Lead}}),
			"jpryce", "zoe", "2026-03-06"), "", []string{"jpryce", "recovery-1", "zoe"}},
		"intake, cover in a chain": {covered(covered(small(), "jpryce", "asha", "2026-03-06"),
			"asha", "vera", "2026-03-06"), "", []string{"asha", "jpryce", "recovery-1", "vera"}},
		"intake, for two people": {small(), "", []string{"jpryce", "recovery-1", "vera"}},
		"intake, two leads": {plus(small(), Member{ID: "zoe", Roles: []Role{Lead}}), "",
			[]string{"jpryce", "recovery-1", "zoe"}},
		"intake without a lead": {with(small(), "jpryce", left), "",
			[]string{"mhall", "recovery-1", "vera"}},
	} {
		if got := c.team.DefaultReaders(c.worker, "2026-03-06"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := small().RecoveryIDs(); !slices.Equal(got, []string{"recovery-1"}) {
		t.Errorf("recovery: %v", got)
	}
}

// The author of a concern, and a member named in it, are not the ones who must triage it.
func TestIntakeReadersOfInvolved(t *testing.T) {
	twoLeads := plus(small(), Member{ID: "zoe", Roles: []Role{Lead}})
	for _, c := range []struct {
		name     string
		team     Team
		involved []string
		want     []string
	}{
		{"a caseworker", twoLeads, []string{"asha"}, []string{"jpryce", "recovery-1", "zoe"}},
		{"one of two leads", twoLeads, []string{"jpryce"}, []string{"jpryce", "recovery-1", "zoe"}},
		{"both leads", twoLeads, []string{"jpryce", "zoe"},
			[]string{"jpryce", "recovery-1", "vera", "zoe"}},
		{"the lead and the one senior", small(), []string{"jpryce", "vera"},
			[]string{"jpryce", "recovery-1", "vera"}},
	} {
		if got := c.team.NewIntakeReaders("2026-03-06", c.involved...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func covered(t Team, id, by, until string) Team {
	return with(t, id, func(m *Member) { m.CoveredBy, m.CoveredUntil = by, until })
}

// The judge requires only the leads. Members who act for one are let in besides.
func TestIntakeReadersOfTheJudge(t *testing.T) {
	if got := covered(small(), "jpryce", "asha", "2026-03-06").IntakeReaders(); !slices.Equal(got,
		[]string{"jpryce", "recovery-1"}) {
		t.Errorf("intake readers %v", got)
	}
}

func TestCover(t *testing.T) {
	m := Member{CoveredBy: "vera", CoveredUntil: "2026-03-21"}
	for day, want := range map[string]string{"2026-03-06": "vera", "2026-03-21": "vera",
		"2026-03-22": "", "2027-01-01": ""} {
		if got := m.Cover(day); got != want {
			t.Errorf("on %s covered by %q, want %q", day, got, want)
		}
	}
	if got := (Member{}).Cover("2026-03-06"); got != "" {
		t.Errorf("a member who is here is covered by %q", got)
	}
}

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		roles        []Role
		levels, give []string
	}{
		{[]Role{Caseworker, Lead, Records}, nil, nil},
		{[]Role{Manager}, []string{levelLine}, []string{levelLine}},
		{[]Role{Senior}, []string{levelSenior}, []string{levelLine, levelSenior}},
		{[]Role{Manager, Senior}, []string{levelLine, levelSenior},
			[]string{levelLine, levelSenior}},
	} {
		m := Member{ID: "x", Roles: c.roles}
		if got := m.Levels(); !slices.Equal(got, c.levels) {
			t.Errorf("%v: levels %v", c.roles, got)
		}
		if got := m.rights(); !slices.Equal(got, c.give) {
			t.Errorf("%v: rights %v", c.roles, got)
		}
		// must agree with the table of permissions
		for _, level := range []string{levelLine, levelSenior} {
			may := Team{Members: []Member{m}}.May("endorse:"+level, "x",
				Stance{Reader: true}) == nil
			if may != slices.Contains(c.give, level) {
				t.Errorf("%v: may endorse as %s: %v", c.roles, level, may)
			}
		}
	}
}

func TestLookups(t *testing.T) {
	team := with(small(), "asha", func(m *Member) { m.Keys[0].To = day(2, 1) })
	if m, k, found := team.BySigningKey(ed25519Line(1)); !found || m.ID != "asha" || k.active() {
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

func TestLevelAmong(t *testing.T) {
	line, senior := levelLine, levelSenior
	for _, c := range []struct {
		name    string
		roles   []Role
		missing []string
		want    string
	}{
		{"a manager, first of all", []Role{Manager}, []string{line, senior}, line},
		{"a manager, out of turn", []Role{Manager}, []string{senior}, line},
		{"a senior, first of all", []Role{Senior}, []string{line, senior}, senior},
		{"a senior, where only the line is asked", []Role{Senior}, []string{line}, line},
		{"a senior, where nothing is asked", []Role{Senior}, nil, senior},
		{"both, first of all", []Role{Manager, Senior}, []string{line, senior}, line},
		{"both, after the line", []Role{Manager, Senior}, []string{senior}, senior},
		{"neither", []Role{Caseworker}, []string{senior}, line},
	} {
		if got := (Member{Roles: c.roles}).LevelAmong(c.missing); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestActiveCasework(t *testing.T) {
	left := time.Date(2026, 3, 6, 17, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		m    Member
		want bool
	}{
		{"a caseworker", Member{Roles: []Role{Caseworker}}, true},
		{"records", Member{Roles: []Role{Records}}, true},
		{"a caseworker who left", Member{Roles: []Role{Caseworker}, Left: left}, false},
		{"an offline key", Member{Roles: []Role{Recovery}}, false},
		{"an auditor", Member{Roles: []Role{Auditor}}, false},
		{"nobody", Member{}, false},
	} {
		if got := c.m.ActiveCasework(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// What somebody signs counts only until the instant at which they left.
func TestLeaving(t *testing.T) {
	at := time.Date(2026, 3, 6, 17, 0, 0, 0, time.UTC)
	before := at.AddDate(0, -1, 0)
	m := Member{ID: "asha", Keys: []Key{{Key: "a", To: before}, {Key: "b"}}}
	gone := m.leaving(at)
	if gone.Active() || gone.Keys[0].To != before || gone.Keys[1].To != at {
		t.Errorf("%+v", gone)
	}
	if !m.Active() || !m.Keys[1].active() {
		t.Errorf("the member as they were has changed: %+v", m)
	}
}
