package team

import (
	"slices"
	"testing"
	"time"
)

// Who could triage, and as what, follows from roles, absences and readers.
func TestTriagers(t *testing.T) {
	all := func(string) bool { return true }
	notMina := func(id string) bool { return id != "mina" }
	roster := func(change func(m map[string]*Member)) Team {
		m := map[string]*Member{
			"asha": {ID: "asha", Roles: []Role{Caseworker}},
			"ben":  {ID: "ben", Roles: []Role{Contributor}},
			"mina": {ID: "mina", Roles: []Role{Lead}},
			"ruth": {ID: "ruth", Roles: []Role{Senior}},
		}
		if change != nil {
			change(m)
		}
		return Team{Members: []Member{*m["asha"], *m["ben"], *m["mina"], *m["ruth"]}}
	}
	away := func(m map[string]*Member) {
		m["mina"].CoveredBy, m["mina"].CoveredUntil = "asha", "2026-03-06"
	}
	for _, tt := range []struct {
		name           string
		team           Team
		day, by        string
		reads          func(string) bool
		as             string
		leads, seniors []string
	}{
		{"a lead", roster(nil), "2026-03-06", "mina", all, "lead", []string{"mina"},
			[]string{"ruth"}},
		{"a senior", roster(nil), "2026-03-06", "ruth", all, "senior", []string{"mina"},
			[]string{"ruth"}},
		{"a caseworker", roster(nil), "2026-03-06", "asha", all, "", []string{"mina"},
			[]string{"ruth"}},
		{"a contributor", roster(nil), "2026-03-06", "ben", all, "", []string{"mina"},
			[]string{"ruth"}},
		{"nobody known", roster(nil), "2026-03-06", "vera", all, "", []string{"mina"},
			[]string{"ruth"}},
		{"who covers for the lead", roster(away), "2026-03-06", "asha", all, "cover",
			[]string{"asha"}, []string{"ruth"}},
		{"the absence is over", roster(away), "2026-03-07", "asha", all, "", []string{"mina"},
			[]string{"ruth"}},
		{"a lead who is away and does it", roster(away), "2026-03-06", "mina", all, "lead",
			[]string{"asha"}, []string{"ruth"}},
		{"a lead who can't read the case", roster(nil), "2026-03-06", "mina", notMina, "", nil,
			[]string{"ruth"}},
		{"a lead who has left", roster(func(m map[string]*Member) {
			m["mina"].Left = time.Unix(1, 0)
		}),
			"2026-03-06", "ruth", all, "senior", nil, []string{"ruth"}},
		{"a lead and a senior in one", roster(func(m map[string]*Member) {
			m["ruth"].Roles = []Role{Lead, Senior}
		}),
			"2026-03-06", "ruth", all, "lead", []string{"mina", "ruth"}, []string{"ruth"}},
	} {
		got := tt.team.Triagers(tt.day, tt.by, tt.reads)
		if got.As != tt.as || !slices.Equal(got.Leads, tt.leads) ||
			!slices.Equal(got.Seniors, tt.seniors) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}
