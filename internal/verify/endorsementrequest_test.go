package verify

import (
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// A request counts as a senior's if its signer was a senior when it was made. The role of an absent
// author, or a later role, does not count.
func TestBySenior(t *testing.T) {
	request := &policy.Request{Line: []string{"mina"}, Senior: []string{"judith", "vera"}}
	for name, c := range map[string]struct {
		fact EntryFact
		want bool
	}{
		"a senior's own": {EntryFact{Author: "judith", Request: request}, true},
		"signed by its author": {
			EntryFact{Author: "judith", Signer: "judith", Request: request}, true},
		"a manager's": {EntryFact{Author: "mina", Request: request}, false},
		"a senior's who left, by manager": {
			EntryFact{Author: "olwen", Signer: "mina", Request: request}, false},
		"a senior of then, by a manager": {
			EntryFact{Author: "vera", Signer: "mina", Request: request}, false},
		"a manager's, adopted by a senior": {
			EntryFact{Author: "mina", Signer: "judith", Request: request}, true},
		"nothing is known of it": {EntryFact{Author: "judith"}, false},
	} {
		if got := c.fact.BySenior(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A request is repeated if that helps: nobody is left for the old one, and somebody besides the
// requester can endorse the new one.
func TestAgain(t *testing.T) {
	data, err := policy.Default(policy.Casework)
	if err != nil {
		t.Fatal(err)
	}
	p, found := policy.Parse(data, "casefile.yaml")
	if p == nil {
		t.Fatal(found)
	}
	of := team.Team{Members: []team.Member{
		{ID: "asha", Roles: []team.Role{team.Caseworker}},
		{ID: "judith", Roles: []team.Role{team.Senior}},
		{ID: "mina", Roles: []team.Role{team.Manager}},
	}}
	now := policy.RequestOf(p, record.KindClosure, of.Endorsers(record.LevelLine),
		of.Endorsers(record.LevelSenior))
	before := policy.RequestOf(p, record.KindClosure, []string{"judith"}, []string{"judith"})
	for name, tt := range map[string]struct {
		writer  string
		request *policy.Request
		by      string
		want    bool
	}{
		"somebody is left":                 {"asha", now, "asha", false},
		"the line manager asked":           {"mina", now, "asha", true},
		"and would ask again":              {"mina", now, "mina", false},
		"and the senior would":             {"mina", now, "judith", false},
		"asked before there was a manager": {"asha", before, "asha", true},
	} {
		a := EndorsementRequest{Kind: record.KindClosure, Writers: []string{tt.writer},
			Request: tt.request}
		if got := a.WorthRepeating(p, of, tt.by); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
