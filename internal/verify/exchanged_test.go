package verify

import (
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

// exchangedIn returns a story in which one senior alone gave recovery-1 another recipient. The key
// does not count until a second senior confirms it.
func exchangedIn(t testing.TB, s *story) *story {
	s.land(joinBy(s, "judith"))
	s.land(confirmBy(s, "vera"))
	d := s.next("team", "judith")
	d.member("recovery-1", func(m *team.Member) {
		m.Recipient, m.Confirmed = recipient(30), m.Left
	})
	s.land(d)
	return s
}

// TestRecoveryThatWasExchanged: another recipient by one senior alone gets no keys. Neither a
// revoke nor a reseal gives it the new epoch, and both can be done without it.
func TestRecoveryThatWasExchanged(t *testing.T) {
	stay := []string{"asha", "judith", "mina", "recovery-2", "ruth"}
	revoke := func(t testing.TB) *draft {
		s := exchangedIn(t, grantedCarl(t))
		return s.next("revoke", "asha").on(theCase, func(k *record.Docket) {
			*k = AfterRevoke(*k, s.keys(stay...))
		}).epoch(theCase, 2)
	}
	vary(t, revoke, []variation{
		{"given the new epoch", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[0]["recovery-1"] = d.dockets(theCase).Keys[0]["recovery-1"]
				k.Keys[1]["recovery-1"] = d.key()
			})(d)
		}, "keys"},
		{"keeps the old one", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[0]["recovery-1"] = d.dockets(theCase).Keys[0]["recovery-1"]
			})(d)
		}, "old-key-only"},
		{"and a second one goes", set(func(k *record.Docket) {
			delete(k.Keys[0], "ruth")
			delete(k.Keys[1], "ruth")
		}), "keys"},
	})
	vary(t, func(t testing.TB) *draft {
		s := exchangedIn(t, erasable(t))
		return resealBy(s, "asha").on(theCase, func(k *record.Docket) {
			delete(k.Keys[1], "recovery-1")
			k.Keys[1]["recovery-2"] = s.key()
		})
	}, []variation{
		{"given the new epoch", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[1]["recovery-1"] = d.key() })(d)
		}, "keys"},
	})
}
