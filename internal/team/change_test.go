package team

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func ids(t Team) string {
	var out []string
	for _, m := range t.Members {
		out = append(out, m.ID)
	}
	return strings.Join(out, " ")
}

// Each change makes a roster that may follow, and leaves the one before unchanged.
func TestFollowing(t *testing.T) {
	at := day(3, 6)
	card := Card{ID: "asha", Name: "Asha Rao", Email: "asha@agency.example",
		Recipient: recipient("c"), Key: ed25519Line(9)}
	dee := Card{ID: "dee", Name: "Dee Lowe", Email: "dee@agency.example",
		Recipient: recipient("d"), Key: ed25519Line(8)}
	caseworker := []Role{Caseworker}
	for name, c := range map[string]struct {
		change Change
		member string
		want   func(m Member) bool
	}{
		"leaves": {Leaves("asha"), "asha",
			func(m Member) bool { return m.Left.Equal(at) && m.Keys[0].To.Equal(at) }},
		"away": {AwayUntil("mhall", "vera", "2026-03-20"), "mhall",
			func(m Member) bool { return m.AwayAs("vera", "2026-03-20") }},
		"a new card": {TakesCard(card), "asha", func(m Member) bool {
			return m.Recipient == recipient("c") && len(m.Keys) == 2 && m.Keys[1].Key == card.Key &&
				m.Keys[1].From.Equal(at) && m.Keys[0].To.Equal(at)
		}},
		"a new recipient alone": {
			TakesCard(Card{ID: "asha", Recipient: recipient("c"), Key: ed25519Line(1)}), "asha",
			func(m Member) bool { return m.Recipient == recipient("c") && len(m.Keys) == 1 }},
		"joins": {Joiner{Card: dee, Roles: caseworker, LineManager: "mhall"}.Joins, "dee",
			func(m Member) bool {
				return m.Since.Equal(at) && m.LineManager == "mhall" &&
					slices.Equal(m.Roles, caseworker)
			}},
		"joins under another id": {Joiner{Card: dee, ID: "dlowe", Roles: caseworker}.Joins,
			"dlowe", func(m Member) bool { return m.Name == "Dee Lowe" }},
		"a key for recovery": {Joiner{Card: dee, Roles: []Role{Recovery}}.Joins, "recovery-2",
			func(m Member) bool { return m.Has(Recovery) }},
		"roles and a name": {OfMember("asha", func(m *Member, _ time.Time) error {
			m.Set(Settings{Roles: []Role{Lead}, Name: "Asha Rao-Hall"})
			return nil
		}), "asha", func(m Member) bool {
			return m.Has(Lead) && m.Name == "Asha Rao-Hall" && m.LineManager == "mhall" &&
				m.Email == "asha@agency.example"
		}},
	} {
		before := small()
		was := string(before.Encode())
		next, err := before.Following(c.change, at)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if faults := before.CheckNext(next, at, "vera"); len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
		if m, _ := next.Member(c.member); !c.want(m) {
			t.Errorf("%s: %+v", name, m)
		}
		if !slices.IsSorted(strings.Fields(ids(next))) {
			t.Errorf("%s: the members are %s", name, ids(next))
		}
		if string(before.Encode()) != was {
			t.Errorf("%s: the roster before has changed", name)
		}
	}
}

func TestFollowingRefuses(t *testing.T) {
	left := with(small(), "asha", func(m *Member) { *m = m.leaving(day(2, 1)) })
	odd := errors.New("an odd role")
	for _, c := range []struct {
		change Change
		is     error
		says   string
	}{
		{Leaves("zoe"), ErrNoMember, `no member "zoe"`},
		{AwayUntil("asha", "vera", "2026-03-20"), ErrLeft,
			"asha left on 2026-02-01; what they were stays as it is"},
		{OfMember("vera", func(*Member, time.Time) error { return odd }), odd, "an odd role"},
		{OfMember("vera", func(m *Member, _ time.Time) error {
			m.Set(Settings{Roles: slices.Clone(m.Roles), Name: m.Name})
			return nil
		}), ErrNothing, "the team is recorded so already; nothing to change"},
	} {
		if _, err := left.Following(c.change, day(3, 6)); !errors.Is(err, c.is) ||
			err.Error() != c.says {
			t.Errorf("%v, want %q", err, c.says)
		}
	}
}

func TestRolesNamed(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  []Role
		ok    bool
	}{
		{[]string{"senior", " lead "}, []Role{Lead, Senior}, true},
		{[]string{"recovery"}, []Role{Recovery}, true},
		{[]string{"senior", "chief"}, nil, false},
		{[]string{"Lead"}, nil, false},
		{nil, nil, false},
	} {
		got, ok := RolesNamed(c.names)
		if ok != c.ok || ok && !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v", c.names, got, ok)
		}
	}
}
