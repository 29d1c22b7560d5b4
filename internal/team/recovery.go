package team

import (
	"slices"
	"strings"
	"time"
)

// A member who may add a recovery key could add one of their own, and read every case from then on.
// So if there are two seniors, a second senior must confirm it.

// Counts reports whether an active recovery key may sign and is given case keys. Both need the
// confirmation of a second senior, unless the team has fewer than two seniors.
func (t Team) Counts(m Member) bool {
	return m.Active() && m.Has(Recovery) && (!m.Confirmed.IsZero() || len(t.InRole(Senior)) < 2)
}

// AwaitsConfirmation reports whether a member is a recovery key that waits for a second senior.
// Until then it gets no case key, whatever it could read before.
func (t Team) AwaitsConfirmation(id string) bool {
	m, known := t.Member(id)
	return known && m.Active() && m.Has(Recovery) && !t.Counts(m)
}

// Unconfirmed returns the active recovery keys that nobody has confirmed, whether they count or
// not, in the order of the roster.
func (t Team) Unconfirmed() []Member {
	return slices.DeleteFunc(t.InRole(Recovery), func(m Member) bool {
		return !m.Confirmed.IsZero()
	})
}

// MayRead reports whether case keys may be wrapped to a member: an active member with a casework
// role, or a recovery key that counts. Auditors, services and contributors read nothing unless they
// also have a casework role.
func (t Team) MayRead(id string) bool {
	m, known := t.Member(id)
	return known && t.mayRead(m)
}

func (t Team) mayRead(m Member) bool { return m.ActiveCasework() || t.Counts(m) }

// Confirms returns the change by which a senior vouches for a recovery key that another added.
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

// Vouched returns the facts for which a senior vouches: the recovery member's recipient and signing
// keys. The end of a signing key does not change it.
func (m Member) Vouched() string {
	words := []string{"vouched", m.ID, m.Recipient}
	for _, k := range m.Keys {
		words = append(words, k.Key)
	}
	return strings.Join(words, " ")
}

// NewlyConfirmed returns the recovery keys that are confirmed in next and not in t.
func (t Team) NewlyConfirmed(next Team) []Member {
	var out []Member
	for _, m := range next.Members {
		if old, _ := t.Member(m.ID); old.Confirmed.IsZero() && !m.Confirmed.IsZero() {
			out = append(out, m)
		}
	}
	return out
}

// confirmFaults checks how one commit changed a confirmation. A changed recovery key must be
// confirmed again.
func (m Member) confirmFaults(next Member, at time.Time) []error {
	switch {
	case next.Vouched() != m.Vouched() && !next.Confirmed.IsZero():
		return []error{invalid("member %q: a recovery key that was changed is confirmed again, "+
			"in a commit of its own", m.ID)}
	case next.Vouched() == m.Vouched() && !ends(m.Confirmed, next.Confirmed, at):
		return []error{invalid("member %q: confirmed is the time of the commit, and stays", m.ID)}
	}
	return nil
}
