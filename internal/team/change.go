package team

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

var (
	// ErrNoMember: the roster has no such member.
	ErrNoMember = errors.New("there is no such member")
	// ErrLeft: the member has left, and stays as recorded.
	ErrLeft = errors.New("the member has left")
	// ErrKeyEnded: the signing key was given up, and never counts again.
	ErrKeyEnded = errors.New("the key has ended")
	// ErrNothing: there is nothing to change.
	ErrNothing = errors.New("nothing to change")
)

// Change makes the next roster of one, in a commit dated at an instant (UTC, whole
// seconds). Members that it adds may stand anywhere.
type Change func(t Team, at time.Time) (Team, error)

// Following is the version of the roster after t, with a change; t stays as it is. ErrNothing
// where the change leaves everybody as they are: whoever gives a command twice, since they don't
// know whether it was recorded, makes no second version.
func (t Team) Following(c Change, at time.Time) (Team, error) {
	was := t.sorted()
	t.Members = slices.Clone(t.Members)
	t.Version++
	next, err := c(t, at)
	next.Members = next.sorted()
	if err == nil && reflect.DeepEqual(next.Members, was) {
		err = &ChangeError{ErrNothing, "the team is recorded so already; nothing to change"}
	}
	return next, err
}

// OfMember is the change of one member, who must be in the team ([ChangeError]).
func OfMember(id string, change func(m *Member, at time.Time) error) Change {
	return func(t Team, at time.Time) (Team, error) {
		i := slices.IndexFunc(t.Members, func(m Member) bool { return m.ID == id })
		if i < 0 {
			return t, &ChangeError{ErrNoMember, fmt.Sprintf("no member %q", id)}
		}
		if m := t.Members[i]; !m.Active() {
			return t, &ChangeError{ErrLeft, fmt.Sprintf(
				"%s left on %s; what they were stays as it is", id, m.Left.Format(time.DateOnly))}
		}
		return t, change(&t.Members[i], at)
	}
}

// ChangeError says in words which member can't be changed: Is is ErrNoMember, ErrLeft,
// ErrKeyEnded or ErrNothing.
type ChangeError struct {
	Is    error
	Words string
}

func (e *ChangeError) Error() string { return e.Words }

// Unwrap gives the sentinel.
func (e *ChangeError) Unwrap() error { return e.Is }

// Leaves is the change by which a member leaves.
func Leaves(id string) Change {
	return OfMember(id, func(m *Member, at time.Time) error {
		*m = m.leaving(at)
		return nil
	})
}

// AwayUntil is the change by which another acts for a member up to the end of a day
// (YYYY-MM-DD).
func AwayUntil(id, by, until string) Change {
	return OfMember(id, func(m *Member, _ time.Time) error {
		m.CoveredBy, m.CoveredUntil = by, until
		return nil
	})
}

// TakesCard is the change by which a member's new card counts. A key that it brings begins
// now. Every other key that was in use ends, except those to keep: whoever has found or stolen
// it must not go on signing in the member's name. Of a recovery key, another one than before
// has to be confirmed anew. A key that has ended can't be the card's.
func TakesCard(c Card, keep ...string) Change {
	return OfMember(c.ID, func(m *Member, at time.Time) error {
		before := m.Vouched()
		m.Recipient = c.Recipient
		m.Keys = slices.Clone(m.Keys)
		known := false
		for i, k := range m.Keys {
			switch {
			case k.Key == c.Key && !k.active():
				return &ChangeError{ErrKeyEnded,
					fmt.Sprintf("the card names a key of %s that ended on %s, which never counts "+
						"again", c.ID, k.To.Format(time.DateOnly))}
			case k.Key == c.Key:
				known = true
			case k.active() && !slices.Contains(keep, k.Key):
				m.Keys[i].To = at
			}
		}
		if !known {
			m.Keys = append(m.Keys, Key{Key: c.Key, From: at})
		}
		if m.Vouched() != before {
			m.Confirmed = time.Time{}
		}
		return nil
	})
}

// KeysAfter tells the signing keys that a member's new card ends, except some to keep, and
// those that count afterwards.
func (m Member) KeysAfter(c Card, keep ...string) (ended, stay []string) {
	for _, k := range m.Keys {
		switch {
		case !k.active() || k.Key == c.Key:
		case slices.Contains(keep, k.Key):
			stay = append(stay, k.Key)
		default:
			ended = append(ended, k.Key)
		}
	}
	return ended, append(stay, c.Key)
}

// Joining is a person who joins the team by their card.
type Joining struct {
	Card        Card
	ID          string // another than the card's; "" for that one
	Roles       []Role
	LineManager string // "" for none
}

// IDIn is what the person is to be called in a roster: keys for recovery are counted.
func (j Joining) IDIn(t Team) string {
	switch {
	case j.ID != "":
		return j.ID
	case slices.Contains(j.Roles, Recovery):
		return t.nextRecoveryID()
	}
	return j.Card.ID
}

// Joins implements [Change].
func (j Joining) Joins(t Team, at time.Time) (Team, error) {
	m := j.Card.Member(j.IDIn(t), j.Roles, at)
	m.LineManager = j.LineManager
	t.Members = append(t.Members, m)
	return t, nil
}

// Settings are what may be told anew of a member; what is empty stays.
type Settings struct {
	Roles                    []Role
	LineManager, Name, Email string
}

// Set tells it of the member.
func (m *Member) Set(s Settings) {
	if len(s.Roles) > 0 {
		m.Roles = s.Roles
	}
	for _, set := range []struct {
		to   *string
		from string
	}{{&m.LineManager, s.LineManager}, {&m.Name, s.Name}, {&m.Email, s.Email}} {
		if set.from != "" {
			*set.to = set.from
		}
	}
}

// RolesNamed are the roles of some names, in the order of [Roles]; false where one is no
// role, or there is none.
func RolesNamed(names []string) ([]Role, bool) {
	var out []Role
	for _, want := range Roles() {
		for _, n := range names {
			if strings.TrimSpace(n) == string(want) {
				out = append(out, want)
			}
		}
	}
	return out, len(out) == len(names) && len(out) > 0
}
