package verify

import (
	"errors"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Under the usual policy a closure asks for the line manager and then a senior.
func TestSettle(t *testing.T) {
	member := func(id string, roles ...team.Role) team.Member {
		return team.Member{ID: id,
			Roles: roles}
	}
	mina, judith := member("mina", team.Manager), member("judith", team.Senior)
	vera, asha := member("vera", team.Senior), member("asha", team.Caseworker)
	both := member("olwen", team.Manager, team.Senior)
	line := EndorseFact{SHA256: "new", Level: record.LevelLine, Verdict: "endorsed", Member: "mina"}
	earlier := EndorseFact{SHA256: "old", Level: record.LevelLine, Verdict: "endorsed",
		Member: "mina"}
	text, err := policy.Default(policy.Casework)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		who    team.Member
		change func(e *EndorsementCheck)
		want   string
		err    error
	}{
		{"the line manager", mina, nil, record.LevelLine, nil},
		{"a senior before the line manager", judith, nil, "", ErrLineFirst},
		{"a senior after the line manager", judith,
			func(e *EndorsementCheck) { e.Given = []EndorseFact{line} }, record.LevelSenior, nil},
		{"after the line manager's word on an earlier text", judith,
			func(e *EndorsementCheck) { e.Given = []EndorseFact{earlier} }, "", ErrLineFirst},
		{"a senior returns it before the line manager", judith,
			func(e *EndorsementCheck) { e.Verdict = "returned" }, record.LevelSenior, nil},
		{"where the highest suffices", judith,
			func(e *EndorsementCheck) { e.Policy.Endorsement.Order = policy.HighestSuffices },
			record.LevelSenior, nil},
		{"a senior stands in, and another is left", judith,
			func(e *EndorsementCheck) { e.Level = record.LevelLine }, record.LevelLine, nil},
		{"a senior stands in, and nobody is left", judith, func(e *EndorsementCheck) {
			e.Level = record.LevelLine
			e.Team.Members = []team.Member{mina, judith, asha}
		}, "", ErrNobodyLeft},
		{"whoever is both, at the first level asked for", both, nil, record.LevelLine, nil},
		{"twice", mina, func(e *EndorsementCheck) { e.Given = []EndorseFact{line} }, "",
			ErrEndorsedBefore},
		{"again, as the text is another", mina,
			func(e *EndorsementCheck) { e.Given = []EndorseFact{earlier} }, record.LevelLine, nil},
		{"one's own", asha, nil, "", ErrOwnEntry},
		{"returning one's own", asha, func(e *EndorsementCheck) { e.Verdict = "returned" }, "",
			ErrOwnEntry},
		{"an endorsement", mina, func(e *EndorsementCheck) {
			e.Kind = "endorsement"
		}, "", ErrEndorsement},
		{"amended since", mina, func(e *EndorsementCheck) { e.Amended = true }, "", ErrAmended},
		{"a closure that was returned", mina, func(e *EndorsementCheck) {
			e.Docket.Pending = ""
		}, "",
			ErrNotPending},
		{"another closure waits", mina, func(e *EndorsementCheck) {
			e.Docket.Pending = "9QXH7K2M"
		}, "",
			ErrNotPending},
		{"a note waits for nobody", mina, func(e *EndorsementCheck) {
			e.Kind, e.Docket.Pending = "note",
				""
		}, record.LevelLine, nil},
	} {
		p, found := policy.Parse(text, "casefile.yaml")
		if p == nil {
			t.Fatal(found)
		}
		everybody := []team.Member{mina, judith, vera, asha, both}
		reads := record.Epoch{}
		for _, m := range everybody {
			reads[m.ID] = "x"
		}
		e := EndorsementCheck{Policy: p, Team: team.Team{Members: everybody},
			Docket: &record.Docket{Pending: "7K2M9QXH", Keys: []record.Epoch{reads}},
			Member: tt.who, Target: "7K2M9QXH", Kind: "closure", Author: "asha", SHA256: "new",
			Verdict: "endorsed"}
		if tt.change != nil {
			tt.change(&e)
		}
		if level, err := e.Settle(); !errors.Is(err, tt.err) || err == nil && level != tt.want {
			t.Errorf("%s: %q, %v; want %q, %v", tt.name, level, err, tt.want, tt.err)
		}
	}
}

// A disposal is asked for, carried out, and then has no step left.
func TestDisposalStep(t *testing.T) {
	for status, want := range map[record.Status]string{
		record.Open:        "dispose-request", // which the judge refuses
		record.Closed:      "dispose-request",
		record.Transferred: "dispose-request",
		record.Disposing:   "dispose",
		record.Destroyed:   "",
	} {
		if got := DisposalStep(status); got != want {
			t.Errorf("%s: %q, want %q", status, got, want)
		}
	}
}
