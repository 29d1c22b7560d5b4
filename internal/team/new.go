package team

import (
	"fmt"
	"time"
)

// New is the roster of version 1: its founder, and keys for recovery.
func New(members []Member) (Team, error) {
	t := Team{Format: Format, Version: 1, Members: members}
	return t, t.Check()
}

// Member is the member whom the card introduces, under an ID, from an instant on.
func (c Card) Member(id string, roles []Role, since time.Time) Member {
	return Member{ID: id, Name: c.Name, Email: c.Email, Roles: roles, Recipient: c.Recipient,
		Since: since, Keys: []Key{{Key: c.Key, From: since}}}
}

// RecoveryKey is the nth key for recovery, of which nothing but its recipient is known:
// it reads every case, and signs nothing. Who begins the records with it confirms it.
func RecoveryKey(n int, recipient string, since time.Time) Member {
	id := recoveryID(n)
	return Member{ID: id, Name: fmt.Sprintf("Recovery %d", n), Email: id + "@casefile.invalid",
		Roles: []Role{Recovery}, Recipient: recipient, Since: since, Confirmed: since}
}

// RecoveryMember is the nth key for recovery, which a card introduces. Who begins the records
// with it confirms it.
func RecoveryMember(n int, c Card, since time.Time) Member {
	m := c.Member(recoveryID(n), []Role{Recovery}, since)
	m.Confirmed = since
	return m
}

// recoveryID is what the nth key for recovery is called.
func recoveryID(n int) string { return fmt.Sprintf("recovery-%d", n) }

// nextRecoveryID is the ID of a further key for recovery.
func (t Team) nextRecoveryID() string {
	n := 1
	for _, m := range t.Members {
		if m.Has(Recovery) {
			n++
		}
	}
	return recoveryID(n)
}
