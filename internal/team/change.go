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
	// ErrNoMember says that the roster has no such member.
	ErrNoMember = errors.New("there is no such member")
	// ErrLeft says that the member has left, and stays as recorded.
	ErrLeft = errors.New("the member has left")
	// ErrKeyEnded says that the signing key was given up, and never counts again.
	ErrKeyEnded = errors.New("the key has ended")
	// ErrNothing says that there is nothing to change.
	ErrNothing = errors.New("nothing to change")
)

// Change makes the next roster from one, in a commit dated at an instant (UTC, whole seconds). New
// members may be in any place.
type Change func(t Team, at time.Time) (Team, error)

// Following returns the next version of the roster, and leaves t unchanged. It returns ErrNothing
// if nobody is changed. A command that is repeated, because nobody knows whether it was recorded,
// makes no second version.
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

// OfMember returns a Change of one active member. For others it fails with a [ChangeError].
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

// ChangeError says in words why the roster can't be changed. Is is ErrNoMember, ErrLeft,
// ErrKeyEnded or ErrNothing.
type ChangeError struct {
	Is    error
	Words string
}

func (e *ChangeError) Error() string { return e.Words }

// Unwrap returns Is.
func (e *ChangeError) Unwrap() error { return e.Is }

// Leaves returns the change by which a member leaves.
func Leaves(id string) Change {
	return OfMember(id, func(m *Member, at time.Time) error {
		*m = m.leaving(at)
		return nil
	})
}

// AwayUntil returns the change by which another acts for a member, up to the end of a day
// (YYYY-MM-DD).
func AwayUntil(id, by, until string) Change {
	return OfMember(id, func(m *Member, _ time.Time) error {
		m.CoveredBy, m.CoveredUntil = by, until
		return nil
	})
}

// TakesCard returns the change by which a member's new card counts. A new key in it begins now.
//
// Every other key in use ends, except those in keep: if somebody has found or stolen it, they must
// not go on signing in the member's name. If keys of a recovery member change, they must be
// confirmed again. A key that has ended can't be on the card.
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

// KeysAfter returns the signing keys that a member's new card ends, and those that count
// afterwards. The keys in keep don't end.
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

// Joiner is a person who joins the team by their card.
type Joiner struct {
	Card        Card
	ID          string // another ID than the card's; "" for the card's
	Roles       []Role
	LineManager string // "" for none
}

// IDIn returns the person's ID in a roster. Recovery keys are numbered.
func (j Joiner) IDIn(t Team) string {
	switch {
	case j.ID != "":
		return j.ID
	case slices.Contains(j.Roles, Recovery):
		return t.nextRecoveryID()
	}
	return j.Card.ID
}

// Joins implements [Change].
func (j Joiner) Joins(t Team, at time.Time) (Team, error) {
	m := j.Card.Member(j.IDIn(t), j.Roles, at)
	m.LineManager = j.LineManager
	t.Members = append(t.Members, m)
	return t, nil
}

// Settings are changes of a member's fields. An empty field stays as it is.
type Settings struct {
	Roles                    []Role
	LineManager, Name, Email string
}

// Set applies the settings to the member.
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

// RolesNamed returns the roles with some names, in the order of [Roles]. It returns false if a name
// is no role, or there is no name.
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
