package team

import (
	"maps"
	"slices"
	"testing"
)

func TestNamesOfMembers(t *testing.T) {
	roster := Team{Members: []Member{{ID: "asha", Name: "Asha Rao"}, {ID: "ben", Name: "Ben Ito"}}}
	for id, want := range map[string]string{"asha": "Asha Rao", "zoe": "zoe", "": ""} {
		if got := roster.Name(id); got != want {
			t.Errorf("%q is called %q", id, got)
		}
	}
	if got := roster.Names(); !maps.Equal(
		got,
		map[string]string{"asha": "Asha Rao", "ben": "Ben Ito"},
	) {
		t.Errorf("%v", got)
	}
}

// A member who has left keeps the ID, so the next recovery key has another.
func TestNextRecoveryID(t *testing.T) {
	roster := Team{Members: []Member{{ID: "judith", Roles: []Role{Senior}}}}
	if got := roster.nextRecoveryID(); got != "recovery-1" {
		t.Errorf("the first is %s", got)
	}
	roster.Members = append(roster.Members, Member{ID: "recovery-1", Roles: []Role{Recovery}})
	if got := roster.nextRecoveryID(); got != "recovery-2" {
		t.Errorf("the second is %s", got)
	}
}

func TestOverseesAndSenderRoles(t *testing.T) {
	for _, c := range []struct {
		roles    []Role
		oversees bool
		standing []Role
	}{
		{[]Role{Caseworker}, false, []Role{Caseworker}},
		{[]Role{Contributor}, false, []Role{Contributor}},
		{[]Role{Auditor, Service}, false, []Role{Auditor, Service}},
		{[]Role{Records}, true, []Role{Records}},
		{[]Role{Caseworker, Manager}, true, []Role{Manager}},
		{[]Role{Manager, Senior}, true, []Role{Senior}},
		{[]Role{Senior, Lead, Caseworker}, true, []Role{Lead}},
	} {
		m := Member{Roles: c.roles}
		if got := m.Oversees(); got != c.oversees {
			t.Errorf("%v oversees: %v", c.roles, got)
		}
		if got := m.SenderRoles(); !slices.Equal(got, c.standing) {
			t.Errorf("%v stands as %v, want %v", c.roles, got, c.standing)
		}
	}
}

func TestOnlyContributes(t *testing.T) {
	for _, c := range []struct {
		roles []Role
		want  bool
	}{
		{[]Role{Contributor}, true},
		{[]Role{Contributor, Caseworker}, false},
		{[]Role{Auditor}, false},
		{nil, false}, // no member
	} {
		if got := (Member{Roles: c.roles}).OnlyContributes(); got != c.want {
			t.Errorf("%v: %t", c.roles, got)
		}
	}
}
