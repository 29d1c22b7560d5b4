package team

import (
	"slices"
	"strings"
	"time"
)

// Merge makes on t, the roster as it is by now, the changes that lead from base to
// mine, which a commit dated was wrote. Its times are now at, in Unix seconds, as
// those of the commit that will write them. Of whom both sides changed something,
// the two can't be made one: ErrInvalid. changed is false where t has it all.
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
			continue // they did the same
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

// redated gives the times that a commit dated was wrote into a member, beyond
// what old had, another date.
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

// latest is the last time at which anything was written of a member.
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
