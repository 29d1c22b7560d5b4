package casebook

import (
	"errors"
	"testing"
	"time"

	"casefile/internal/seal"
	"casefile/internal/team"
)

// Of several kept keys, the useful one is in the roster, has not ended, and belongs to a member who
// has not left.
func TestRosterHas(t *testing.T) {
	then := time.Date(2026, 3, 7, 9, 0, 0, 0, time.UTC)
	id, other := identity(t), identity(t)
	err := error(&RosterError{ErrUnknown, team.Team{Members: []team.Member{
		{ID: "asha", Recipient: id.Recipient(), Keys: []team.Key{
			{Key: "ssh-ed25519 ended", To: then}, {Key: "ssh-ed25519 now"}}},
		{ID: "vera", Left: then, Keys: []team.Key{{Key: "ssh-ed25519 left"}}},
	}}})
	has, ok := errors.AsType[*RosterError](err)
	if !ok || !errors.Is(err, ErrUnknown) || !errors.Is(err, ErrNotMember) {
		t.Fatalf("%v is no ErrUnknown with a roster", err)
	}
	for key, want := range map[string]bool{"ssh-ed25519 now": true, "ssh-ed25519 ended": false,
		"ssh-ed25519 left": false, "ssh-ed25519 never": false, "": false} {
		if got := has.Signs(key); got != want {
			t.Errorf("%q signs: %t", key, got)
		}
	}
	if !has.Reads(id) || has.Reads(other) {
		t.Errorf("reads with its own identity: %t, with another: %t", has.Reads(id),
			has.Reads(other))
	}
}

func identity(t *testing.T) *seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}
