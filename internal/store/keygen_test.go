package store

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestEveryKeyOfSSHKeygen makes a key of each kind with stock ssh-keygen. Each program accepts the
// signatures of the other.
func TestEveryKeyOfSSHKeygen(t *testing.T) {
	for _, kind := range [][]string{{"ed25519"}, {"ecdsa", "-b", "256"}, {"ecdsa", "-b", "384"},
		{"ecdsa", "-b", "521"}, {"rsa", "-b", "2048"}, {"rsa", "-b", "4096"}} {
		path := filepath.Join(t.TempDir(), "key")
		sshKeygen(t, nil, append([]string{"-f", path, "-N", "", "-C", "", "-t"}, kind...)...)
		s, err := FileSigner(path, nil)
		must(t, err)
		for _, hash := range []string{"sha512", "sha256"} {
			armored := sshKeygenSigns(t, path, hash)
			got, err := VerifySignature(armored, []byte("data\n"), "git")
			if err != nil || got != s.PublicKey() {
				t.Errorf("%v, %s: %q, %v", kind, hash, got, err)
			}
		}
		ours, err := s.Sign("git", []byte("data\n"))
		must(t, err)
		sshKeygenTakes(t, s.PublicKey(), ours)
	}
}

// A hardware key signs in its own way. Stock ssh-keygen takes it as it is taken here.
func TestHardwareKeyAsSSHKeygen(t *testing.T) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	touched := hardware{key, 1}
	armored, err := sign(touched, "git", []byte("data\n"))
	must(t, err)
	sshKeygenTakes(t, authorized(touched.PublicKey()), armored)
}

// sshKeygenSigns returns a signature in the form that counts. An ECDSA signature has two forms, and
// ssh-keygen gives either. A person's git that gets the higher one signs again.
func sshKeygenSigns(t *testing.T, path, hash string) []byte {
	t.Helper()
	for range 64 {
		armored := sshKeygen(t, []byte("data\n"), "-Y", "sign", "-f", path, "-n", "git",
			"-O", "hashalg="+hash)
		if _, err := unarmor(armored); err == nil {
			return armored
		}
	}
	t.Fatalf("of 64 signatures none is in the form that counts")
	return nil
}

func sshKeygenTakes(t *testing.T, public string, armored []byte) {
	t.Helper()
	dir := t.TempDir()
	allowed, signature := filepath.Join(dir, "allowed"), filepath.Join(dir, "signature")
	must(t, os.WriteFile(allowed, []byte("asha@agency.example "+public+"\n"), 0o600))
	must(t, os.WriteFile(signature, armored, 0o600))
	sshKeygen(t, []byte("data\n"), "-Y", "verify", "-f", allowed, "-I", "asha@agency.example",
		"-n", "git", "-s", signature)
}

func sshKeygen(t *testing.T, input []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("ssh-keygen", append([]string{"-q"}, args...)...)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("ssh-keygen %v: %v, %s", args, err, out)
	}
	return out
}
