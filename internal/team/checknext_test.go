package team

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// newcomer returns a valid new member who joins at an instant.
func newcomer(at time.Time) Member {
	return Member{ID: "ben", Name: "Ben Ito", Email: "ben@agency.example",
		Roles: []Role{Caseworker}, Recipient: recipient("s"),
		LineManager: "mhall", Since: at, Keys: []Key{{Key: ed25519Line(9), From: at}}}
}

func plus(t Team, m Member) Team {
	t.Members = append(slices.Clone(t.Members), m)
	return t
}

func next(t Team) Team {
	t.Version++
	return t
}

func TestCheckNextAccepts(t *testing.T) {
	at := day(3, 6)
	old := small()
	for name, c := range map[string]struct {
		next   Team
		signer string
	}{
		"nothing but the version": {next(old), "vera"},
		"a new member":            {plus(next(old), newcomer(at)), "vera"},
		"by recovery":             {plus(next(old), newcomer(at)), "recovery-1"},
		"leaving": {with(next(old), "asha", func(m *Member) {
			m.Left = at
		}), "vera"},
		"a key ends, one begins": {with(next(old), "asha", func(m *Member) {
			m.Keys[0].To = at
			m.Keys = append(m.Keys, Key{Key: ed25519Line(8), From: at})
		}), "vera"},
		"covered for a time": {with(next(old), "mhall", func(m *Member) {
			m.CoveredBy, m.CoveredUntil = "vera", "2026-03-21"
		}), "vera"},
		"each covers for the other": {with(with(next(old), "mhall", func(m *Member) {
			m.CoveredBy, m.CoveredUntil = "vera", "2026-03-21"
		}),
			"vera", func(m *Member) {
				m.CoveredBy, m.CoveredUntil = "mhall", "2026-03-21"
			}), "vera"},
		"a new recipient": {with(next(old), "asha", func(m *Member) {
			m.Recipient = recipient("t")
		}), "vera"},
		"another name, role": {with(next(old), "asha", func(m *Member) {
			m.Name, m.Roles = "Asha Lind", []Role{Lead}
		}), "vera"},
	} {
		if faults := old.CheckNext(c.next, at.Add(time.Second/2), c.signer); len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

func TestCheckNextRefuses(t *testing.T) {
	at := day(3, 6)
	old := with(small(), "jpryce", func(m *Member) {
		m.Keys[0].To = day(2, 1)
		m.Keys = append(m.Keys, Key{Key: ed25519Line(7), From: day(2, 1)})
	})
	gone := with(old, "asha", func(m *Member) { m.Left = day(2, 2) })
	change := func(id string, f func(*Member)) Team { return with(next(old), id, f) }
	late := newcomer(at)
	late.Since = day(3, 5)
	for name, c := range map[string]struct {
		old, next Team
		says      string
	}{
		"version stays":   {old, old, "must follow"},
		"version skipped": {old, next(next(old)), "must follow"},
		"member removed":  {old, Team{1, 2, old.Members[1:]}, `"asha" is removed`},
		"since changed": {old, change("asha", func(m *Member) {
			m.Since = at
		}), "since is changed"},
		"left yesterday": {old, change("asha", func(m *Member) {
			m.Left = day(3, 5)
		}), "left is the time"},
		"left tomorrow": {old, change("asha", func(m *Member) {
			m.Left = day(3, 7)
		}), "left is the time"},
		"left undone": {gone, with(next(gone), "asha", func(m *Member) {
			m.Left = time.Time{}
		}), "has left"},
		"left moved": {gone, with(next(gone), "asha", func(m *Member) {
			m.Left = at
		}), "has left"},
		"a role after leaving": {gone, with(next(gone), "asha", func(m *Member) {
			m.Roles = append(m.Roles, Senior)
		}), "has left"},
		"a key after leaving": {gone, with(next(gone), "asha", func(m *Member) {
			m.Keys = append(m.Keys, Key{Key: ed25519Line(8), From: at})
		}), "has left"},
		"key removed": {old, change("jpryce", func(m *Member) {
			m.Keys = m.Keys[1:]
		}), "key is removed"},
		"key replaced": {old, change("asha", func(m *Member) {
			m.Keys[0].Key = ed25519Line(8)
		}), "changed or moved"},
		"keys swapped": {old, change("jpryce", func(m *Member) {
			slices.Reverse(m.Keys)
		}), "changed or moved"},
		"from changed": {old, change("asha", func(m *Member) {
			m.Keys[0].From = at
		}), "changed or moved"},
		"to undone": {old, change("jpryce", func(m *Member) {
			m.Keys[0].To = time.Time{}
		}), "a key's to"},
		"to moved": {old, change("jpryce", func(m *Member) {
			m.Keys[0].To = at
		}), "a key's to"},
		"to yesterday": {old, change("asha", func(m *Member) {
			m.Keys[0].To = day(3, 5)
		}), "a key's to"},
		"new key dated": {old, change("asha", func(m *Member) {
			m.Keys = append(m.Keys, Key{Key: ed25519Line(8), From: day(1, 12)})
		}), "new key's from"},
		"new key ended": {old, change("asha", func(m *Member) {
			m.Keys = append(m.Keys, Key{ed25519Line(8), at, at})
		}), "new key's from"},
		"new member late": {old, plus(next(old), late), "new member's since"},
		"recipients swapped": {old, with(change("asha", func(m *Member) {
			m.Recipient = recipient("y")
		}), "vera", func(m *Member) {
			m.Recipient = recipient("q")
		}), "takes over the recipient"},
		"email taken over": {old, with(change("asha", func(m *Member) {
			m.Email = "new@agency.example"
		}), "mhall", func(m *Member) {
			m.Email = "ASHA@agency.example"
		}), "takes over the email"},
		"not valid by itself": {old, change("vera", func(m *Member) {
			m.Roles = []Role{Records}
		}), "senior must be active"},
	} {
		faults := c.old.CheckNext(c.next, at, "vera")
		if !slices.ContainsFunc(faults, func(err error) bool {
			return errors.Is(err, ErrInvalid) && strings.Contains(err.Error(), c.says)
		}) {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

func TestCheckNextSigner(t *testing.T) {
	old := with(small(), "vera", func(m *Member) { m.Left = day(2, 1) })
	for _, signer := range []string{"asha", "jpryce", "mhall", "vera", "nobody", ""} {
		faults := old.CheckNext(next(old), day(3, 6), signer)
		var denied *Denied
		if !slices.ContainsFunc(faults, func(err error) bool { return errors.As(err, &denied) }) {
			t.Errorf("%q may change the team: %v", signer, faults)
		}
	}
}

func TestAllFaultsAreReported(t *testing.T) {
	bad := with(with(small(), "asha", func(m *Member) {
		m.Since = day(3, 6)
	}), "mhall", func(m *Member) { m.Keys = nil })
	if faults := small().CheckNext(bad, day(3, 6), "asha"); len(faults) != 4 {
		t.Errorf("expected signer, version, since, keys: %v", faults)
	}
}

func TestCheckFirst(t *testing.T) {
	at := day(1, 12)
	if faults := small().CheckFirst(at, "vera"); len(faults) > 0 {
		t.Error(faults)
	}
	ended := func(m *Member) { m.Keys[0].To = at }
	left := func(m *Member) { m.Left = at }
	for name, faults := range map[string][]error{
		"version 2":     next(small()).CheckFirst(at, "vera"),
		"another day":   small().CheckFirst(day(1, 13), "vera"),
		"no senior":     small().CheckFirst(at, "mhall"),
		"recovery":      small().CheckFirst(at, "recovery-1"),
		"a stranger":    small().CheckFirst(at, "mallory"),
		"a key ended":   with(small(), "asha", ended).CheckFirst(at, "vera"),
		"somebody left": with(small(), "asha", left).CheckFirst(at, "vera"),
		"not valid": with(small(), "asha", func(m *Member) {
			m.Roles = nil
		}).CheckFirst(at, "vera"),
		"an empty roster": Team{Format: 1, Version: 1}.CheckFirst(at, "vera"),
	} {
		if len(faults) == 0 {
			t.Errorf("%s is accepted", name)
		}
	}
}
