package team

import (
	"fmt"
	"time"
)

// New returns the roster of version 1: its founder and recovery keys.
func New(members []Member) (Team, error) {
	t := Team{Format: Format, Version: 1, Members: members}
	return t, t.Check()
}

// Member returns the member whom the card introduces, under an ID, from an instant on.
func (c Card) Member(id string, roles []Role, since time.Time) Member {
	return Member{ID: id, Name: c.Name, Email: c.Email, Roles: roles, Recipient: c.Recipient,
		Since: since, Keys: []Key{{Key: c.Key, From: since}}}
}

// RecoveryKey returns the nth recovery key as a member with a recipient only: it reads every case,
// and signs nothing. The founder of the records confirms it.
func RecoveryKey(n int, recipient string, since time.Time) Member {
	id := recoveryID(n)
	return Member{ID: id, Name: fmt.Sprintf("Recovery %d", n), Email: id + "@casefile.invalid",
		Roles: []Role{Recovery}, Recipient: recipient, Since: since, Confirmed: since}
}

// RecoveryMember returns the nth recovery key, introduced by a card. The founder of the records
// confirms it.
func RecoveryMember(n int, c Card, since time.Time) Member {
	m := c.Member(recoveryID(n), []Role{Recovery}, since)
	m.Confirmed = since
	return m
}

// recoveryID returns the ID of the nth recovery key.
func recoveryID(n int) string { return fmt.Sprintf("recovery-%d", n) }

// nextRecoveryID returns the ID of a further recovery key.
func (t Team) nextRecoveryID() string {
	n := 1
	for _, m := range t.Members {
		if m.Has(Recovery) {
			n++
		}
	}
	return recoveryID(n)
}
