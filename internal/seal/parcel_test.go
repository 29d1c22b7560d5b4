package seal

import (
	"bytes"
	"errors"
	"testing"

	"filippo.io/age"
)

func TestParcel(t *testing.T) {
	own, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for recipient, identity := range map[string]string{
		own.Recipient(): own.Secret(),
		"# the agency in Westmoor\n" + theirs.Recipient().String() + "\n": "# created: today\n" +
			theirs.String() + "\n",
	} {
		sealed, err := Parcel(recipient, []byte("the pack"))
		if err != nil || bytes.Contains(sealed, []byte("the pack")) {
			t.Fatalf("sealed to %.40s: %v", recipient, err)
		}
		got, err := OpenParcel([]byte(identity), sealed, 8)
		if err != nil || string(got) != "the pack" {
			t.Errorf("%q, %v", got, err)
		}
		if _, err := OpenParcel([]byte(identity), sealed, 7); !errors.Is(err, ErrTooLarge) {
			t.Errorf("over the limit: %v", err)
		}
		if got, err := OpenParcel([]byte(identity), sealed[:len(sealed)-1], 8); !errors.Is(err,
			ErrDamaged) || got != nil {
			t.Errorf("cut short: %q, %v", got, err)
		}
		other, _ := age.GenerateX25519Identity()
		if got, err := OpenParcel([]byte(other.String()), sealed, 8); !errors.Is(err, ErrNoMatch) ||
			got != nil {
			t.Errorf("with another identity: %q, %v", got, err)
		}
	}
}

func TestParcelRefuses(t *testing.T) {
	one, _ := age.GenerateX25519Identity()
	for _, recipient := range []string{"", "age1nonsense", "ssh-ed25519 AAAA", one.String(),
		one.Recipient().String() + "\n" + one.Recipient().String()} {
		if _, err := Parcel(recipient, nil); !errors.Is(err, ErrNotRecipient) {
			t.Errorf("%.20q: %v", recipient, err)
		}
	}
	if _, err := OpenParcel([]byte("no identity"), []byte("x"), 8); !errors.Is(err,
		ErrNotIdentity) {
		t.Errorf("no identity: %v", err)
	}
}
