package verify

import (
	"fmt"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// The states that a case passes through, each reached by honest commits.

func day(year int, month time.Month, d int) record.Date {
	return record.Date{Year: year, Month: month, Day: d}
}

// readers of a new case, without carl, lena and vera
var readers = []string{"asha", "judith", "mina", "recovery-1", "ruth"}

func opened(t testing.TB) *story { return openedUnder(t, policy.Casework) }

func openedUnder(t testing.TB, profile string) *story {
	s := founded(t, profile)
	s.land(openBy(s, "asha"))
	return s
}

func openBy(s *story, signer string) *draft {
	d := s.next("open", signer)
	return d.on(theCase, func(k *record.Docket) {
		*k = AfterOpen(theCase, k.Opened, "asha", s.keys(readers...))
	}).epoch(theCase, 1).entry(theCase, profile)
}

// secondCase opens another case with its own profile.
func secondCase(s *story) {
	d := s.next("open", "asha")
	s.land(d.on(another, func(k *record.Docket) {
		*k = AfterOpen(another, k.Opened, "asha", s.keys(readers...))
	}).epoch(another, 1).entry(another, letter))
}

func intaken(t testing.TB) *story {
	s := founded(t, policy.Casework)
	s.land(intakeBy(s, "ben"))
	return s
}

func intakeBy(s *story, signer string) *draft {
	d := s.next("intake", signer)
	return d.on(theCase, func(k *record.Docket) {
		*k = AfterOpen(theCase, k.Opened, "", s.keys("lena", "recovery-1"))
	}).epoch(theCase, 1).entry(theCase, profile)
}

func closeBy(s *story, signer string, levels ...string) *draft {
	return s.next("close", signer).on(theCase, func(k *record.Docket) {
		*k = AfterClose(*k, Ending{closure, day(2026, 1, 5), day(2032, 12, 31), 1}, levels)
	}).entry(theCase, closure)
}

func closing(t testing.TB) *story {
	s := opened(t)
	s.land(closeBy(s, "asha", "line", "senior"))
	return s
}

// endorsed lands an endorsement, and sets the docket to what follows.
func (s *story) endorsed(own, target record.ID, who, level string, after func(*record.Docket)) {
	s.Helper()
	s.land(s.next("endorse", who).endorse(theCase, own, target, level, "endorsed").on(theCase,
		after))
}

func toClosed(k *record.Docket) { k.Status, k.Pending = record.Closed, "" }

func closed(t testing.TB) *story {
	s := closing(t)
	s.endorsed("7K2M1AAA", closure, "mina", "line", nil)
	s.endorsed("7K2M1BBB", closure, "judith", "senior", toClosed)
	return s
}

func sent(t testing.TB) *story {
	s := closed(t)
	s.land(transferBy(s, "asha"))
	return s
}

func transferBy(s *story, signer string) *draft {
	return s.next("transfer", signer).entry(theCase, letter).on(theCase, func(k *record.Docket) {
		*k = k.WithBlock(record.BlockTransfer)
	})
}

// overdue returns a closed case on the first day after retain_until.
func overdue(t testing.TB) *story {
	s := closed(t)
	s.now = time.Date(2033, 1, 1, 9, 0, 0, 0, time.UTC)
	return s
}

func requestBy(s *story, signer string) *draft {
	return s.next("dispose-request", signer).entry(theCase, disposal).on(theCase,
		func(k *record.Docket) {
			k.Status, k.Pending = record.Disposing, disposal
		})
}

func disposing(t testing.TB) *story {
	s := overdue(t)
	s.land(requestBy(s, "ruth"))
	return s
}

func agreed(t testing.TB) *story {
	s := disposing(t)
	s.endorsed("7K2M2AAA", disposal, "mina", "line", nil)
	s.endorsed("7K2M2BBB", disposal, "judith", "senior", nil)
	return s
}

func disposeBy(s *story, signer string) *draft {
	d := s.next("dispose", signer)
	d.put(record.DisposalRecordPath(theCase),
		fmt.Sprintf("age to %d: the rule", len(d.team().DisposalRegisterReaders())))
	return d.on(theCase, func(k *record.Docket) {
		k.Status, k.Pending = record.Destroyed, ""
		for i := range k.Keys {
			k.Keys[i] = record.Epoch{}
		}
	})
}

// grantedCarl returns an open case that carl may read as well.
func grantedCarl(t testing.TB) *story {
	s := opened(t)
	s.land(grantBy(s, "asha"))
	return s
}

func grantBy(s *story, signer string) *draft {
	return s.next("grant", signer).on(theCase, func(k *record.Docket) {
		k.Keys[0]["carl"] = s.key()
	})
}

func revokeBy(s *story, signer string) *draft {
	return s.next("revoke", signer).on(theCase, func(k *record.Docket) {
		delete(k.Keys[0], "carl")
		k.Keys = append(k.Keys, s.keys(readers...))
	}).epoch(theCase, 2)
}
