package casebook

import (
	"errors"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/team"
)

// A restricted case wants two people who work with cases, or more where policy does; each
// counts once.
func TestEnoughReaders(t *testing.T) {
	roster := team.Team{Members: []team.Member{
		{ID: "asha", Roles: []team.Role{team.Caseworker}},
		{ID: "mina", Roles: []team.Role{team.Manager}},
		{ID: "orla", Roles: []team.Role{team.Auditor}},
		{ID: "nia", Roles: []team.Role{team.Caseworker},
			Left: time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)},
	}}
	for _, c := range []struct {
		only    bool
		readers []string
		least   int // of policy
		able    int // where it is refused
	}{
		{true, []string{"mina"}, 1, 0},
		{true, []string{"mina", "asha"}, 3, 2},
		{true, []string{"asha"}, 1, 1},
		{true, []string{"orla", "nia", "zoe"}, 1, 1},
		{false, nil, 3, 0}, // whom the team lets in besides is not counted
	} {
		p := &policy.Policy{Access: policy.ReaderRules{MinReaders: c.least}}
		order := OpenOrder{KeyWorker: "asha", Only: c.only, Readers: c.readers}
		err := order.EnoughReaders(roster, p)
		few, refused := errors.AsType[*FewReadersError](err)
		if refused != (c.able > 0) || refused && (few.Able != c.able ||
			few.Least != max(2, c.least) || !errors.Is(err, ErrState)) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
