package team

import (
	"slices"
	"strings"
	"time"
)

// Merge applies to t, the present roster, the changes that lead from base to mine. A commit dated
// was wrote them. Their times become at, in Unix seconds, as the new commit will have that time. It
// returns ErrInvalid if both sides changed the same member. changed is false if t already has all
// changes.
func (t Team) Merge(base, mine Team, was time.Time, at int64) (next Team, changed bool, err error) {
	next = Team{Format: t.Format, Version: t.Version + 1, Members: slices.Clone(t.Members)}
	now := time.Unix(at, 0).UTC()
	for _, m := range mine.Members {
		old, known := base.Member(m.ID)
		if known && old.equal(m) {
			continue
		}
		theirs, there := t.Member(m.ID)
		want := m.redated(old, was, now)
		switch {
		case there && theirs.equal(m.redated(old, was, theirs.latest())):
			continue // both sides did the same
		case there && (!known || !theirs.equal(old)):
			return next, false, invalid("somebody else has changed member %q meanwhile", m.ID)
		}
		changed = true
		next.Members = slices.DeleteFunc(next.Members, func(x Member) bool { return x.ID == m.ID })
		next.Members = append(next.Members, want)
	}
	slices.SortFunc(next.Members, func(x, y Member) int { return strings.Compare(x.ID, y.ID) })
	return next, changed, nil
}

// redated returns the member with another date in each time that a commit dated was wrote. Times
// that old already had stay.
func (m Member) redated(old Member, was, now time.Time) Member {
	set := func(at *time.Time, had time.Time) {
		if had.IsZero() && at.Equal(was) {
			*at = now
		}
	}
	m.Keys = slices.Clone(m.Keys)
	set(&m.Since, old.Since)
	set(&m.Left, old.Left)
	set(&m.Confirmed, old.Confirmed)
	for i := range m.Keys {
		var had Key
		if i < len(old.Keys) {
			had = old.Keys[i]
		}
		set(&m.Keys[i].From, had.From)
		set(&m.Keys[i].To, had.To)
	}
	return m
}

// latest returns the latest time in the member's record.
func (m Member) latest() time.Time {
	last := m.Since
	for _, at := range append([]time.Time{m.Left, m.Confirmed}, m.keyTimes()...) {
		if at.After(last) {
			last = at
		}
	}
	return last
}

func (m Member) keyTimes() []time.Time {
	var out []time.Time
	for _, k := range m.Keys {
		out = append(out, k.From, k.To)
	}
	return out
}
