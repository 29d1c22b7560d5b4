package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
)

func newIdentity(t testing.TB) *Identity {
	t.Helper()
	id, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func sealed(t testing.TB, id *Identity, plaintext []byte) []byte {
	t.Helper()
	out, err := Seal(id.Recipient(), plaintext)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSealOpen(t *testing.T) {
	id := newIdentity(t)
	for _, n := range []int{0, 1, 1024, 65535, 65536} {
		plaintext := bytes.Repeat([]byte("k"), n)
		got, err := Open(id, sealed(t, id, plaintext))
		if err != nil || !bytes.Equal(got, plaintext) {
			t.Errorf("%d bytes: got %d bytes, %v", n, len(got), err)
		}
	}
}

func TestStockAgeOpensWhatWeSeal(t *testing.T) {
	id := newIdentity(t)
	file := PlainFile(id, testTime())
	ids, err := age.ParseIdentities(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(sealed(t, id, []byte("Home visit."))), ids...)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || string(got) != "Home visit." {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestEveryFlippedByteIsFound(t *testing.T) {
	id := newIdentity(t)
	good := sealed(t, id, []byte("Seen alone."))
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		got, err := Open(id, bad)
		if err == nil || got != nil {
			t.Fatalf("byte %d flipped: got %q, %v", i, got, err)
		}
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNoMatch) {
			t.Fatalf("byte %d flipped: %v", i, err)
		}
		if i >= oneHybridSize && !errors.Is(err, ErrDamaged) {
			t.Fatalf("payload byte %d flipped: %v", i, err)
		}
	}
}

func TestEveryTruncationIsFound(t *testing.T) {
	id := newIdentity(t)
	good := sealed(t, id, []byte("Seen alone."))
	for n := range good {
		if got, err := Open(id, good[:n]); !errors.Is(err, ErrDamaged) || got != nil {
			t.Fatalf("cut to %d bytes: %q, %v", n, got, err)
		}
	}
	if _, err := Open(id, append(bytes.Clone(good), 'x')); !errors.Is(err, ErrDamaged) {
		t.Errorf("a byte appended: %v", err)
	}
}

func TestWrongKey(t *testing.T) {
	got, err := Open(newIdentity(t), sealed(t, newIdentity(t), []byte("x")))
	if !errors.Is(err, ErrNoMatch) || got != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestSizeLimits(t *testing.T) {
	id := newIdentity(t)
	if _, err := Seal(id.Recipient(), make([]byte, 128<<10)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("sealing 128 KiB: %v", err)
	}
	if _, err := Open(id, make([]byte, 128<<10+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("opening 128 KiB and a byte: %v", err)
	}
	if _, err := Open(id, make([]byte, 128<<10)); !errors.Is(err, ErrDamaged) {
		t.Errorf("opening 128 KiB of zeros: %v", err)
	}
}

func TestIdentityNeverPrintsItsSecret(t *testing.T) {
	id := newIdentity(t)
	holder := struct {
		Name string
		ID   *Identity
		Copy Identity
	}{"asha", id, *id}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{id, *id, holder, &holder, []*Identity{id}} {
			got := fmt.Sprintf(verb, value)
			if strings.Contains(strings.ToUpper(got), "SECRET") {
				t.Errorf("%s of %T shows %s", verb, value, got)
			}
		}
		if got := fmt.Sprintf(verb, id); got != "seal.Identity(…)" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

func TestParseIdentityIsStrict(t *testing.T) {
	secret := newIdentity(t).Secret()
	back, err := ParseIdentity(secret)
	if err != nil || back.Secret() != secret {
		t.Fatalf("a good secret: %v", err)
	}
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"empty": "", "LF": secret + "\n", "space": " " + secret,
		"lower case": strings.ToLower(secret),
		"cut":        secret[:len(secret)-1], "mistyped": secret[:30] + flip(secret[30]) +
			secret[31:],
		"X25519": x.String(), "recipient": back.Recipient(),
	} {
		_, err := ParseIdentity(bad)
		if !errors.Is(err, ErrNotIdentity) {
			t.Errorf("%s: %v", name, err)
		} else if len(bad) > 30 && strings.Contains(err.Error(), bad[20:30]) {
			t.Errorf("%s: the error repeats the secret: %v", name, err)
		}
	}
}

// flip returns another letter of the bech32 alphabet in upper case.
func flip(c byte) string {
	if c == 'Q' {
		return "P"
	}
	return "Q"
}

func TestCheckRecipient(t *testing.T) {
	id := newIdentity(t)
	r := id.Recipient()
	if err := CheckRecipient(r); err != nil || len(r) != 1959 {
		t.Fatalf("%d characters: %v", len(r), err)
	}
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"empty": "", "LF": r + "\n", "upper case": strings.ToUpper(r), "cut": r[:1958],
		"X25519": x.Recipient().String(), "secret": id.Secret(), "prefix only": "age1pq1",
	} {
		err := CheckRecipient(bad)
		if !errors.Is(err, ErrNotRecipient) {
			t.Errorf("%s: %v", name, err)
		} else if len(err.Error()) > 100 {
			t.Errorf("%s: the error repeats what was typed: %v", name, err)
		}
		if _, err := Seal(bad, nil); !errors.Is(err, ErrNotRecipient) {
			t.Errorf("sealing to %s: %v", name, err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	id := newIdentity(b)
	file := sealed(b, id, make([]byte, 2048))
	for b.Loop() {
		if _, err := Open(id, file); err != nil {
			b.Fatal(err)
		}
	}
}
