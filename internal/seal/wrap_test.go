package seal

import (
	"bytes"
	"errors"
	"testing"
)

func TestWrap(t *testing.T) {
	caseKey, member := newIdentity(t), newIdentity(t)
	wrapped, err := Wrap(caseKey, member.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if h, err := Inspect(wrapped); err != nil || !h.OneHybrid() || len(wrapped) > 8<<10 {
		t.Errorf("%d bytes, %+v, %v", len(wrapped), h, err)
	}
	if least := oneHybridSize + payloadNonce + minPadded; len(wrapped) != WrappedSize ||
		WrappedSize >= least {
		t.Errorf("it has %d bytes, and a sealed text %d at least", len(wrapped), least)
	}
	if plain, err := Open(member, wrapped); err != nil || string(plain) != caseKey.Secret()+"\n" {
		t.Errorf("the plaintext is not the secret line: %v", err)
	}
	if got, err := Unwrap(member, wrapped); err != nil || got.Recipient() != caseKey.Recipient() {
		t.Errorf("unwrapped another key: %v", err)
	}
	if _, err := Unwrap(caseKey, wrapped); !errors.Is(err, ErrNoMatch) {
		t.Errorf("somebody else's key: %v", err)
	}
	if _, err := Wrap(caseKey, "age1pq1"); !errors.Is(err, ErrNotRecipient) {
		t.Errorf("no recipient: %v", err)
	}
}

func TestUnwrapRefuses(t *testing.T) {
	member := newIdentity(t)
	secret := newIdentity(t).Secret()
	for name, c := range map[string]struct {
		plain string
		want  error
	}{
		"no LF":     {secret, ErrNotIdentity},
		"two LF":    {secret + "\n\n", ErrNotIdentity},
		"CRLF":      {secret + "\r\n", ErrNotIdentity},
		"comment":   {"# note\n" + secret + "\n", ErrNotIdentity},
		"two keys":  {secret + "\n" + secret + "\n", ErrNotIdentity},
		"empty":     {"", ErrNotIdentity},
		"only LF":   {"\n", ErrNotIdentity},
		"too large": {secret + "\n" + string(make([]byte, 8<<10)), ErrTooLarge},
	} {
		if id, err := Unwrap(member, sealed(t, member, []byte(c.plain))); !errors.Is(err, c.want) ||
			id != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzUnwrap(f *testing.F) {
	member, caseKey := newIdentity(f), newIdentity(f)
	wrapped, err := Wrap(caseKey, member.Recipient())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(wrapped)
	f.Add([]byte(caseKey.Secret() + "\n"))
	f.Add([]byte("AGE-SECRET-KEY-PQ-1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if id, err := Unwrap(member, data); err == nil && !bytes.HasPrefix(data, []byte(ageIntro)) {
			t.Errorf("unwrapped %v from no age file", id)
		}
		if id, err := parseWrapped(data); err == nil && id.Secret()+"\n" != string(data) {
			t.Errorf("accepted a second spelling: %q", data)
		}
	})
}
