package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"
)

func testTime() time.Time { return time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC) }

func TestPlainFile(t *testing.T) {
	id := newIdentity(t)
	want := "# created: 2026-03-06T17:40:12Z\n# public key: " + id.Recipient() + "\n" +
		id.Secret() + "\n"
	file := PlainFile(id, testTime().In(time.FixedZone("", 3600)))
	if string(file) != want {
		t.Errorf("got %q", file)
	}
	if got, err := LoadIdentity(file, Keys{}); err != nil || got.Secret() != id.Secret() {
		t.Errorf("loading it: %v", err)
	}
}

func TestPlainFileRefusals(t *testing.T) {
	secret := newIdentity(t).Secret()
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file, says string
		want       error
	}{
		"empty":         {"", "no secret key", ErrNotIdentity},
		"only comments": {"# a\n\n", "no secret key", ErrNotIdentity},
		"two":           {secret + "\n" + secret, "more than one", ErrNotIdentity},
		"X25519":        {x.String() + "\n", "X25519", ErrNotIdentity},
		"both kinds":    {secret + "\n" + x.String(), "X25519", ErrNotIdentity},
		"plugin":        {"AGE-PLUGIN-YUBIKEY-1QQQ\n", "plugin", ErrNotIdentity},
		"SSH key": {"-----BEGIN OPENSSH PRIVATE KEY-----\n", "another program",
			ErrNotIdentity},
		"mistyped":      {secret[:40] + "\n", "mistyped", ErrNotIdentity},
		"prose":         {"keep this private\n", "does not begin", ErrNotIdentity},
		"huge":          {strings.Repeat("#\n", 40000), "65536 bytes", ErrTooLarge},
		"other version": {"age-encryption.org/v9\n", "header", ErrDamaged},
	} {
		id, err := LoadIdentity([]byte(c.file), Keys{})
		if !errors.Is(err, c.want) || id != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "private\n") {
			t.Errorf("%s says %v", name, err)
		}
	}
}

func TestPlainFileLineEnds(t *testing.T) {
	id := newIdentity(t)
	file := "# from a memory stick\r\n\r\n" + id.Secret() + "\r\n"
	if got, err := LoadIdentity([]byte(file), Keys{}); err != nil || got.Secret() != id.Secret() {
		t.Errorf("CRLF: %v", err)
	}
}

// typed answers prompts with one passphrase, and counts them.
type typed struct {
	passphrase string
	asked      []string
}

func (p *typed) ask(prompt string) ([]byte, error) {
	p.asked = append(p.asked, prompt)
	return []byte(p.passphrase), nil
}

func TestPassphrase(t *testing.T) {
	id := newIdentity(t)
	file, err := ProtectPassphrase(id, []byte("seven calm otters"), 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string][]byte{"binary": file, "armored": armored(t, file)} {
		p := &typed{passphrase: "seven calm otters"}
		got, err := LoadIdentity(f, Keys{Passphrase: p.ask})
		if err != nil || got.Secret() != id.Secret() || len(p.asked) != 1 {
			t.Errorf("%s: asked %d times, %v", name, len(p.asked), err)
		}
		p = &typed{passphrase: "seven calm otter"}
		got, err = LoadIdentity(f, Keys{Passphrase: p.ask})
		if !errors.Is(err, ErrPassphrase) || got != nil || len(p.asked) != 1 {
			t.Errorf("%s, wrong passphrase: asked %d times, %v", name, len(p.asked), err)
		}
	}
}

func armored(t *testing.T, file []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := armor.NewWriter(&out)
	if _, err := w.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPassphraseRefusals(t *testing.T) {
	id := newIdentity(t)
	file, err := ProtectPassphrase(id, []byte("otters"), 1)
	if err != nil {
		t.Fatal(err)
	}
	cancelled := errors.New("cancelled")
	if _, err := LoadIdentity(file, Keys{}); !errors.Is(err, ErrPassphrase) {
		t.Errorf("nobody to ask: %v", err)
	}
	if _, err := LoadIdentity(file, Keys{Passphrase: (&typed{}).ask}); !errors.Is(err,
		ErrPassphrase) {
		t.Errorf("empty: %v", err)
	}
	cancel := func(string) ([]byte, error) { return nil, cancelled }
	if _, err := LoadIdentity(file, Keys{Passphrase: cancel}); !errors.Is(err, cancelled) ||
		errors.Is(err, ErrPassphrase) {
		t.Errorf("cancelled: %v", err)
	}
	file[len(file)-1] ^= 1
	if _, err := LoadIdentity(file,
		Keys{Passphrase: (&typed{passphrase: "otters"}).ask}); !errors.Is(err, ErrDamaged) {
		t.Errorf("damaged payload: %v", err)
	}
	if _, err := ProtectPassphrase(id, nil, 1); !errors.Is(err, ErrPassphrase) {
		t.Errorf("protecting with nothing: %v", err)
	}
	for _, factor := range []int{-1, 21, 31} {
		if _, err := ProtectPassphrase(id, []byte("otters"), factor); !errors.Is(err, ErrTooLarge) {
			t.Errorf("work factor %d: %v", factor, err)
		}
	}
}

// A hostile work factor is refused before anybody types a passphrase. The file is
// forged by changing one digit, so that the test need not pay for the real thing.
func TestWorkFactorTooHigh(t *testing.T) {
	file, err := ProtectPassphrase(newIdentity(t), []byte("otters"), 2)
	if err != nil {
		t.Fatal(err)
	}
	forged := bytes.Replace(file, []byte(" 2\n"), []byte(" 22\n"), 1)
	p := &typed{passphrase: "otters"}
	if _, err := LoadIdentity(forged, Keys{Passphrase: p.ask}); !errors.Is(err, ErrTooLarge) ||
		len(p.asked) > 0 {
		t.Errorf("asked %d times, %v", len(p.asked), err)
	}
	absurd := bytes.Replace(file, []byte(" 2\n"), []byte(" 99999999999999999999\n"), 1)
	if _, err := LoadIdentity(absurd, Keys{Passphrase: p.ask}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a work factor beyond integers: %v", err)
	}
}

// A file that opens, but holds the wrong thing.
func TestProtectedButNoIdentity(t *testing.T) {
	r, err := age.NewScryptRecipient("otters")
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(1)
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file, err := encrypt([]byte(x.String()+"\n"), r)
	if err != nil {
		t.Fatal(err)
	}
	_, err = LoadIdentity(file, Keys{Passphrase: (&typed{passphrase: "otters"}).ask})
	if !errors.Is(err, ErrNotIdentity) || !strings.Contains(err.Error(), "X25519") {
		t.Errorf("%v", err)
	}
	// A file that is sealed to a person: no way to protect an identity file.
	other := newIdentity(t)
	if _, err := LoadIdentity(sealed(t, other, []byte(other.Secret()+"\n")),
		Keys{}); !errors.Is(err, ErrNoMatch) {
		t.Errorf("a hybrid file: %v", err)
	}
}

func FuzzLoadIdentity(f *testing.F) {
	id := newIdentity(f)
	f.Add(PlainFile(id, testTime()))
	f.Add(sealed(f, id, nil))
	f.Add([]byte("-----BEGIN AGE ENCRYPTED FILE-----\nAAAA\n-----END AGE ENCRYPTED FILE-----\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := LoadIdentity(file, Keys{})
		if (got == nil) == (err == nil) {
			t.Errorf("%v and %v", got, err)
		}
	})
}
