package team

import (
	"slices"
	"strings"
	"time"
)

// Whoever may add a recovery key could add one that they hold themselves, and read every case
// from then on. So where there are two seniors, one of them alone can't: the other one has to
// confirm it first.

// Counts reports whether case keys are wrapped to an active recovery key, and whether it may
// sign. Both need the confirmation of a second senior, unless there are not two seniors who
// could confirm it.
func (t Team) Counts(m Member) bool {
	return m.Active() && m.Has(Recovery) && (!m.Confirmed.IsZero() || len(t.InRole(Senior)) < 2)
}

// Awaits reports whether a member is a recovery key that waits for a second senior. Until then
// it is given no case key, whatever it could read before.
func (t Team) Awaits(id string) bool {
	m, known := t.Member(id)
	return known && m.Active() && m.Has(Recovery) && !t.Counts(m)
}

// Unconfirmed are the active recovery keys that nobody has confirmed, whether they count or
// not, in the order of the roster.
func (t Team) Unconfirmed() []Member {
	return slices.DeleteFunc(t.InRole(Recovery), func(m Member) bool {
		return !m.Confirmed.IsZero()
	})
}

// MayRead says whether case keys may be wrapped to a member: an active member with a casework
// role, or a recovery key that counts. Auditors, services and contributors read nothing unless
// they hold a casework role as well.
func (t Team) MayRead(id string) bool {
	m, known := t.Member(id)
	return known && t.mayRead(m)
}

func (t Team) mayRead(m Member) bool { return m.ActiveCasework() || t.Counts(m) }

// Confirms is the change by which a senior vouches for a recovery key that another added.
func Confirms(id string) Change {
	return OfMember(id, func(m *Member, at time.Time) error {
		switch {
		case !m.Has(Recovery):
			return &ChangeError{ErrNothing, id + " is not a recovery key; only those are confirmed"}
		case !m.Confirmed.IsZero():
			return &ChangeError{ErrNothing, id + " was confirmed on " +
				m.Confirmed.Format(time.DateOnly)}
		}
		m.Confirmed = at
		return nil
	})
}

// Vouched is what somebody vouches for who adds a recovery key, changes it or confirms it:
// whom it reads as, and with what it signs. An end of a signing key changes nothing of that.
func (m Member) Vouched() string {
	words := []string{"vouched", m.ID, m.Recipient}
	for _, k := range m.Keys {
		words = append(words, k.Key)
	}
	return strings.Join(words, " ")
}

// NewlyConfirmed are the recovery keys that next confirms, and t does not.
func (t Team) NewlyConfirmed(next Team) []Member {
	var out []Member
	for _, m := range next.Members {
		if old, _ := t.Member(m.ID); old.Confirmed.IsZero() && !m.Confirmed.IsZero() {
			out = append(out, m)
		}
	}
	return out
}

// confirmFaults: what may become of a confirmation in one commit. Another key than the one
// that was vouched for has to be confirmed anew.
func (m Member) confirmFaults(next Member, at time.Time) []error {
	switch {
	case next.Vouched() != m.Vouched() && !next.Confirmed.IsZero():
		return []error{invalid("member %q: a recovery key that was changed is confirmed anew, "+
			"in a commit of its own", m.ID)}
	case next.Vouched() == m.Vouched() && !ends(m.Confirmed, next.Confirmed, at):
		return []error{invalid("member %q: confirmed is the time of the commit, and stays", m.ID)}
	}
	return nil
}
