package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestReprotectSigningKey(t *testing.T) {
	asked := 0
	answer := func(passphrase string) func() ([]byte, error) {
		return func() ([]byte, error) { asked++; return []byte(passphrase), nil }
	}
	plain, public, err := NewSigningKey("asha", nil)
	must(t, err)
	first, err := ReprotectSigningKey(plain, "asha", answer("nobody asks"), []byte("seven otters"))
	must(t, err)
	second, err := ReprotectSigningKey(first, "asha", answer("seven otters"),
		[]byte("eight otters"))
	must(t, err)
	if asked != 1 || SigningKeyIsLocked(plain) || !SigningKeyIsLocked(first) ||
		!SigningKeyIsLocked(second) {
		t.Errorf("asked %d times, want once for the one that was locked", asked)
	}
	if _, err := ReprotectSigningKey(second, "asha", answer("seven otters"), nil); !errors.Is(err,
		ErrBadPassphrase) {
		t.Errorf("the old passphrase: %v", err)
	}
	open, err := ReprotectSigningKey(second, "asha", answer("eight otters"), nil)
	must(t, err)
	if SigningKeyIsLocked(open) {
		t.Error("it still asks")
	}
	path := filepath.Join(t.TempDir(), "key")
	must(t, os.WriteFile(path, open, 0o600))
	again, err := FileSigner(path, nil)
	must(t, err)
	if again.PublicKey() != public {
		t.Errorf("it became %s", again.PublicKey())
	}
	cancelled := errors.New("cancelled")
	if _, err := ReprotectSigningKey(first, "asha", func() ([]byte, error) {
		return nil, cancelled
	}, nil); !errors.Is(err, cancelled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := ReprotectSigningKey([]byte("no key"), "asha", answer(""), nil); !errors.Is(err,
		ErrNoKey) {
		t.Errorf("no key: %v", err)
	}
}
