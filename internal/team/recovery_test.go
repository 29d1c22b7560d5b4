package team

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// twoSeniors returns small with a second senior, and a recovery key that vera added on 1 February.
func twoSeniors() Team {
	t := with(small(), "mhall", func(m *Member) { m.Roles = []Role{Manager, Senior} })
	return with(t, "recovery-1", func(m *Member) {
		m.Since, m.Confirmed, m.Keys[0].From = day(2, 1), time.Time{}, day(2, 1)
	})
}

// A recovery key counts once it is confirmed, or while no second senior could confirm it.
func TestCounts(t *testing.T) {
	confirm := func(m *Member) { m.Confirmed = day(2, 2) }
	leave := func(m *Member) { m.Left = day(2, 3) }
	one := with(small(), "recovery-1", func(m *Member) { m.Confirmed = time.Time{} })
	for name, c := range map[string]struct {
		team Team
		want bool
	}{
		"one senior, not confirmed":          {one, true},
		"one senior, confirmed":              {with(one, "recovery-1", confirm), true},
		"two seniors, not confirmed":         {twoSeniors(), false},
		"two seniors, confirmed":             {with(twoSeniors(), "recovery-1", confirm), true},
		"the second has left, not confirmed": {with(twoSeniors(), "mhall", leave), true},
		"confirmed, and given up": {
			with(with(twoSeniors(), "recovery-1", confirm), "recovery-1", leave), false},
		"one senior, not confirmed and given up": {with(one, "recovery-1", leave), false},
	} {
		m, _ := c.team.Member("recovery-1")
		if c.team.Counts(m) != c.want || c.team.MayRead("recovery-1") != c.want ||
			slices.Contains(c.team.RecoveryIDs(), "recovery-1") != c.want ||
			slices.Contains(c.team.DefaultReaders("asha", "2026-02-02"), "recovery-1") != c.want ||
			slices.ContainsFunc(c.team.DisposalRegisterReaders(), func(m Member) bool {
				return m.ID == "recovery-1"
			}) != c.want ||
			(c.team.May(OpTeam, "recovery-1", Stance{}) == nil) != c.want {
			t.Errorf("%s: want %t", name, c.want)
		}
	}
	asha, _ := small().Member("asha")
	if small().Counts(asha) {
		t.Error("a person counts as a recovery key")
	}
}

// One commit, dated 1 March and signed by vera, may change a confirmation only in these ways.
func TestConfirmFaults(t *testing.T) {
	now := day(3, 1)
	confirmed := with(twoSeniors(), "recovery-1", func(m *Member) { m.Confirmed = day(2, 2) })
	for name, c := range map[string]struct {
		before Team
		id     string
		change func(*Member)
		says   string
	}{
		"confirmed now": {twoSeniors(), "recovery-1", func(m *Member) {
			m.Confirmed = now
		}, ""},
		"confirmed an hour ago": {twoSeniors(), "recovery-1", func(m *Member) {
			m.Confirmed = now.Add(-time.Hour)
		}, "time of the commit"},
		"confirmed tomorrow": {twoSeniors(), "recovery-1", func(m *Member) {
			m.Confirmed = day(3, 2)
		}, "time of the commit"},
		"with half a second": {twoSeniors(), "recovery-1", func(m *Member) {
			m.Confirmed = now.Add(time.Second / 2)
		}, "whole seconds"},
		"a person": {twoSeniors(), "asha", func(m *Member) {
			m.Confirmed = now
		}, "only a recovery key"},
		"confirmed again": {confirmed, "recovery-1", func(m *Member) {
			m.Confirmed = now
		}, "and stays"},
		"taken back": {confirmed, "recovery-1", func(m *Member) {
			m.Confirmed = time.Time{}
		}, "and stays"},
		"another recipient": {confirmed, "recovery-1", func(m *Member) {
			m.Recipient = recipient("x")
		}, "confirmed again"},
		"another, not confirmed": {confirmed, "recovery-1", func(m *Member) {
			m.Recipient, m.Confirmed = recipient("x"), time.Time{}
		}, ""},
		"another, confirmed at once": {twoSeniors(), "recovery-1", func(m *Member) {
			m.Recipient, m.Confirmed = recipient("x"), now
		}, "confirmed again"},
		"another signing key": {confirmed, "recovery-1", func(m *Member) {
			m.Keys = append(m.Keys, Key{Key: ed25519Line(9), From: now})
		}, "confirmed again"},
		"its signing key ends": {confirmed, "recovery-1", func(m *Member) {
			m.Keys[0].To = now
		}, ""},
		"given up": {confirmed, "recovery-1", func(m *Member) {
			*m = m.leaving(now)
		}, ""},
	} {
		next := with(c.before, c.id, c.change)
		next.Version++
		var said []string
		for _, err := range c.before.CheckNext(next, now, "vera") {
			said = append(said, err.Error())
		}
		if got := strings.Join(said, "; "); (got == "") != (c.says == "") ||
			!strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
	}
	next := with(twoSeniors(), "recovery-1", func(m *Member) { m.Confirmed = now })
	next.Version++
	if len(confirmed.CheckNext(next, now, "recovery-1")) == 0 {
		t.Error("a recovery key confirms itself")
	}
}

// New recovery keys come unconfirmed, except those in the first roster.
func TestNewRecoveryKeys(t *testing.T) {
	if faults := small().CheckFirst(day(1, 12), "vera"); len(faults) > 0 {
		t.Error(faults)
	}
	unconfirmed := with(small(), "recovery-1", func(m *Member) { m.Confirmed = time.Time{} })
	if len(unconfirmed.CheckFirst(day(1, 12), "vera")) != 1 {
		t.Error("records begin with a recovery key that nobody confirmed")
	}
	now := day(3, 1)
	for name, confirmed := range map[string]time.Time{"unconfirmed": {}, "confirmed": now} {
		next := small()
		next.Version++
		key := RecoveryKey(2, recipient("x"), now)
		key.Confirmed = confirmed
		next.Members = append(next.Members, key)
		if faults := small().CheckNext(next, now,
			"vera"); (len(faults) == 0) != confirmed.IsZero() {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

func TestConfirms(t *testing.T) {
	now := day(3, 1)
	next, err := twoSeniors().Following(Confirms("recovery-1"), now)
	if m, _ := next.Member("recovery-1"); err != nil || !m.Confirmed.Equal(now) {
		t.Errorf("%v, %v", m.Confirmed, err)
	}
	if parsed, err := Parse(next.Encode()); err != nil || !strings.Contains(string(parsed.Encode()),
		"    since: 2026-02-01T09:00:00Z\n    confirmed: 2026-03-01T09:00:00Z\n    keys:\n") {
		t.Errorf("%v\n%s", err, next.Encode())
	}
	for id, want := range map[string]string{"asha": "not a recovery key",
		"recovery-1": "was confirmed on 2026-03-01"} {
		if _, err := next.Following(Confirms(id), now); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// A new card ends the signing keys that it does not name, and the confirmation of the old card.
func TestTakesCard(t *testing.T) {
	now := day(3, 1)
	card := func(id, recipientOf string, seed byte) Card {
		return Card{ID: id, Name: "Asha Rao", Email: id + "@agency.example",
			Recipient: recipient(recipientOf), Key: ed25519Line(seed)}
	}
	two := with(small(), "asha", func(m *Member) {
		m.Keys = append(m.Keys, Key{Key: ed25519Line(6), From: day(2, 1)})
	})
	for name, c := range map[string]struct {
		card Card
		keep []string
		ends []bool // by key, afterwards
	}{
		"a new key": {card("asha", "q", 7), nil, []bool{true, true, false}},
		"a new key, one is kept": {card("asha", "q", 7), []string{ed25519Line(6)},
			[]bool{true, false, false}},
		"one of them":       {card("asha", "q", 6), nil, []bool{true, false}},
		"a recipient alone": {card("asha", "x", 1), nil, []bool{false, true}},
	} {
		next, err := two.Following(TakesCard(c.card, c.keep...), now)
		m, _ := next.Member("asha")
		var ends []bool
		var stay []string
		for _, k := range m.Keys {
			ends = append(ends, k.To.Equal(now))
			if k.To.IsZero() {
				stay = append(stay, k.Key)
			}
		}
		was, _ := two.Member("asha")
		ended, left := was.KeysAfter(c.card, c.keep...)
		slices.Sort(stay)
		slices.Sort(left)
		if err != nil || !slices.Equal(ends, c.ends) || m.Recipient != c.card.Recipient ||
			len(two.CheckNext(next, now, "vera")) > 0 || !slices.Equal(stay, left) ||
			len(ended) != len(m.Keys)-len(stay) {
			t.Errorf("%s: %v %v %v %v %v", name, ends, ended, left, err,
				two.CheckNext(next, now, "vera"))
		}
	}
	ended := with(two, "asha", func(m *Member) { m.Keys[0].To = day(2, 2) })
	if _, err := ended.Following(TakesCard(card("asha", "q", 1)), now); err == nil {
		t.Error("an ended key counts again")
	}
	confirmed := with(twoSeniors(), "recovery-1", func(m *Member) { m.Confirmed = day(2, 2) })
	next, err := confirmed.Following(TakesCard(card("recovery-1", "x", 4)), now)
	if m, _ := next.Member("recovery-1"); err != nil || !m.Confirmed.IsZero() {
		t.Errorf("the confirmation of the old recipient holds for the new one: %v", err)
	}
	for name, c := range map[string]struct {
		in   Team
		card Card
		keep []string
	}{
		"the same card":         {confirmed, card("recovery-1", "r", 4), nil},
		"one of them, all kept": {two, card("asha", "q", 6), []string{ed25519Line(1)}},
	} {
		if _, err := c.in.Following(TakesCard(c.card, c.keep...), now); !errors.Is(err,
			ErrNothing) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
