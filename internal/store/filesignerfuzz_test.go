package store

import (
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh"
)

// FuzzFileSigner reads key files. One is refused with ErrNoKey, or is locked, or signs what
// its public half verifies, or says that it can't.
func FuzzFileSigner(f *testing.F) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(pem.EncodeToMemory(block))
	locked, err := ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte("correct"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(pem.EncodeToMemory(locked))
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n" +
		"-----END RSA PRIVATE KEY-----\n"))
	path := filepath.Join(f.TempDir(), "key")
	f.Fuzz(func(t *testing.T, file []byte) {
		must(t, os.WriteFile(path, file, 0o600))
		s, err := FileSigner(path, nil)
		if err != nil {
			if s != nil || !errors.Is(err, ErrNoKey) {
				t.Fatalf("%v, %v", s, err)
			}
			return
		}
		if _, err := parseAuthorized(s.PublicKey()); err != nil {
			t.Fatal(err)
		}
		armored, err := s.Sign("git", []byte("data"))
		if err != nil {
			return
		}
		if got, err := VerifySignature(armored, []byte("data"), "git"); err != nil {
			t.Skipf("signs what nobody takes: %v", err)
		} else if got != s.PublicKey() {
			t.Fatalf("signed by %q, not %q", got, s.PublicKey())
		}
	})
}
