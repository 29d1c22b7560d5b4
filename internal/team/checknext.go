package team

import (
	"strings"
	"time"
)

// CheckFirst returns every fault in the roster of the root commit, which is dated at.
func (t Team) CheckFirst(at time.Time, signer string) []error {
	faults := t.faults()
	if t.Version != 1 {
		faults = append(faults, invalid("the first version is 1, not %d", t.Version))
	}
	for _, m := range t.Members {
		faults = append(faults, m.newFaults(at)...)
		if m.Has(Recovery) && !m.Confirmed.Equal(m.Since) {
			faults = append(faults,
				invalid("member %q: who begins the records confirms their recovery keys", m.ID))
		}
	}
	if err := t.May(OpInit, signer, Stance{}); err != nil {
		faults = append(faults, err)
	}
	return faults
}

// CheckNext returns every fault in a "team" commit of signer, dated at by its committer, which
// makes next of the parent's roster t. It includes the faults of next itself, and a signer without
// the right.
//
// It sees two versions only. That a recipient or an email once was another member's is for the
// reader of the whole history to check.
func (t Team) CheckNext(next Team, at time.Time, signer string) []error {
	faults := next.faults()
	if err := t.May(OpTeam, signer, Stance{}); err != nil {
		faults = append(faults, err)
	}
	if next.Version != t.Version+1 {
		faults = append(faults,
			invalid("version %d must follow %d, not %d", t.Version+1, t.Version, next.Version))
	}
	before, after := t.byID(), next.byID()
	for _, old := range t.Members {
		if m, found := after[old.ID]; found {
			faults = append(faults, old.changeFaults(m, at)...)
		} else {
			faults = append(faults,
				invalid("member %q is removed; a member leaves instead", old.ID))
		}
	}
	for _, m := range next.Members {
		if _, found := before[m.ID]; !found {
			faults = append(faults, m.newFaults(at)...)
			if !m.Confirmed.IsZero() {
				faults = append(faults,
					invalid("member %q: a new recovery key is confirmed later, by another senior",
						m.ID))
			}
		}
	}
	if s, _ := t.Member(signer); !s.Has(Senior) && len(t.NewlyConfirmed(next)) > 0 {
		faults = append(faults, invalid("only a senior confirms a recovery key"))
	}
	return append(faults, t.takenFaults(next)...)
}

// newFaults checks that a new member begins now, active, with keys that begin now.
func (m Member) newFaults(at time.Time) []error {
	var faults []error
	if !m.Since.Equal(at.Truncate(time.Second)) || !m.Active() {
		faults = append(faults,
			invalid("member %q: a new member's since is the time of the commit, without left",
				m.ID))
	}
	for _, k := range m.Keys {
		faults = append(faults, k.newFaults(m.ID, at)...)
	}
	return faults
}

func (k Key) newFaults(id string, at time.Time) []error {
	if k.From.Equal(at.Truncate(time.Second)) && k.active() {
		return nil
	}
	return []error{invalid("member %q: a new key's from is the time of the commit, without to", id)}
}

// changeFaults checks what changed in an existing member.
func (m Member) changeFaults(next Member, at time.Time) []error {
	var faults []error
	if !m.Active() && !next.equal(m) {
		return append(faults, invalid("member %q has left, and stays as recorded", m.ID))
	}
	if !next.Since.Equal(m.Since) {
		faults = append(faults, invalid("member %q: since is changed", m.ID))
	}
	if !ends(m.Left, next.Left, at) {
		faults = append(faults,
			invalid("member %q: left is the time of the commit, and stays", m.ID))
	}
	faults = append(faults, m.confirmFaults(next, at)...)
	if len(next.Keys) < len(m.Keys) {
		return append(faults,
			invalid("member %q: a signing key is removed; a key ends instead", m.ID))
	}
	for i, k := range next.Keys {
		switch {
		case i >= len(m.Keys):
			faults = append(faults, k.newFaults(m.ID, at)...)
		case k.Key != m.Keys[i].Key || !k.From.Equal(m.Keys[i].From):
			faults = append(faults,
				invalid("member %q: signing key %d is changed or moved", m.ID, i+1))
		case !ends(m.Keys[i].To, k.To, at):
			faults = append(faults,
				invalid("member %q: a key's to is the time of the commit, and stays", m.ID))
		}
	}
	return faults
}

// equal compares everything that team.yaml has of two members.
func (m Member) equal(o Member) bool {
	one := func(m Member) string { return string(Team{Members: []Member{m}}.Encode()) }
	return one(m) == one(o)
}

// ends reports whether an end stayed as it was, or was newly set to now.
func ends(old, next, at time.Time) bool {
	return next.Equal(old) || (old.IsZero() && next.Equal(at.Truncate(time.Second)))
}

// takenFaults checks that nobody takes over a claim of another member in the parent's roster.
func (t Team) takenFaults(next Team) []error {
	var faults []error
	owner := map[string]string{}
	for _, m := range t.Members {
		for _, claim := range m.Claims() {
			owner[claim] = m.ID
		}
	}
	for _, m := range next.Members {
		for _, claim := range m.Claims() {
			if first, taken := owner[claim]; taken && first != m.ID {
				what, _, _ := strings.Cut(claim, " ")
				faults = append(faults,
					invalid("member %q takes over the %s of %q", m.ID, what, first))
			}
		}
	}
	return faults
}
