package team

import (
	"errors"
	"testing"
)

// The first roster has a founder, a recovery card, and a recipient without a card.
func TestNew(t *testing.T) {
	at := day(1, 12)
	founder := Card{ID: "vera", Name: "Vera Okoye", Email: "vera@agency.example",
		Recipient: recipient("y"), Key: ed25519Line(5)}
	offline := Card{ID: "safe", Name: "The safe", Email: "safe@agency.example",
		Recipient: recipient("r"), Key: ed25519Line(6)}
	got, err := New([]Member{founder.Member("vera", []Role{Senior}, at),
		RecoveryMember(1, offline, at), RecoveryKey(2, recipient("q"), at)})
	if err != nil {
		t.Fatal(err)
	}
	if faults := got.CheckFirst(at, "vera"); len(faults) > 0 {
		t.Error(faults)
	}
	if got.Format != Format || got.Version != 1 || ids(got) != "vera recovery-1 recovery-2" {
		t.Errorf("format %d, version %d: %s", got.Format, got.Version, ids(got))
	}
	one, _ := got.Member("recovery-1")
	two, _ := got.Member("recovery-2")
	if one.Name != "The safe" || len(one.Keys) != 1 || two.Name != "Recovery 2" ||
		two.Email != "recovery-2@casefile.invalid" || len(two.Keys) != 0 || !two.Has(Recovery) {
		t.Errorf("%+v\n%+v", one, two)
	}
	if _, err := New([]Member{founder.Member("vera", []Role{Caseworker}, at)}); !errors.Is(err,
		ErrInvalid) {
		t.Errorf("without a senior: %v", err)
	}
}
