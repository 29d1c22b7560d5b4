package duty

import (
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

func TestShutOut(t *testing.T) {
	left := time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)
	members := func(manager team.Member) team.Team {
		return team.Team{Members: []team.Member{
			{ID: "asha", LineManager: "mina", Roles: []team.Role{team.Caseworker}}, manager}}
	}
	for _, tt := range []struct {
		name    string
		manager team.Member
		worker  string
		readers record.Epoch
		out     bool
	}{
		{"reads it", team.Member{ID: "mina", Roles: []team.Role{team.Manager}}, "asha",
			record.Epoch{"asha": "", "mina": ""}, false},
		{"can't read it", team.Member{ID: "mina", Roles: []team.Role{team.Manager}}, "asha",
			record.Epoch{"asha": ""}, true},
		{"reads no case at all", team.Member{ID: "mina", Roles: []team.Role{team.Auditor}},
			"asha", record.Epoch{"asha": ""}, false},
		{"has left", team.Member{ID: "mina", Roles: []team.Role{team.Manager}, Left: left},
			"asha", record.Epoch{"asha": ""}, false},
		{"is not in the team", team.Member{ID: "owen", Roles: []team.Role{team.Manager}}, "asha",
			record.Epoch{"asha": ""}, false},
		{"an intake has no key worker", team.Member{ID: "mina", Roles: []team.Role{team.Manager}},
			"", record.Epoch{"asha": ""}, false},
	} {
		d := &record.Docket{KeyWorker: tt.worker, Keys: []record.Epoch{tt.readers}}
		line, out := ShutOut(d, members(tt.manager))
		if out != tt.out || out && line != "mina" {
			t.Errorf("%s: %q, shut out %t", tt.name, line, out)
		}
	}
}
