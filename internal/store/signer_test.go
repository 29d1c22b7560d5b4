package store

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// keys returns one private key of each kind that people have.
func keys(t *testing.T) map[string]any {
	t.Helper()
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	big, err := rsa.GenerateKey(rand.Reader, 3072)
	must(t, err)
	return map[string]any{"ed25519": &ed, "ecdsa": ec, "rsa": big}
}

func TestFileSigner(t *testing.T) {
	for name, key := range keys(t) {
		block, err := ssh.MarshalPrivateKey(deref(key), "")
		must(t, err)
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
		s, err := FileSigner(path, func(string) ([]byte, error) {
			return nil, errors.New("asked without need")
		})
		must(t, err)
		checkSigner(t, name, s)
	}
}

func deref(key any) any {
	if ed, ok := key.(*ed25519.PrivateKey); ok {
		return *ed
	}
	return key
}

// checkSigner signs and verifies, here and against changed data.
func checkSigner(t *testing.T, name string, s Signer) {
	t.Helper()
	armored, err := s.Sign("git", []byte("data"))
	must(t, err)
	if got, err := VerifySignature(armored, []byte("data"), "git"); err != nil ||
		got != s.PublicKey() {
		t.Errorf("%s: verified as %q, %v; want %q", name, got, err, s.PublicKey())
	}
	if _, err := VerifySignature(armored, []byte("Data"), "git"); !errors.Is(err, ErrBadSignature) {
		t.Errorf("%s: other data: %v", name, err)
	}
	if _, err := VerifySignature(armored, []byte("data"), "file"); !errors.Is(err,
		ErrBadSignature) {
		t.Errorf("%s: other namespace: %v", name, err)
	}
}

func TestEncryptedFileSigner(t *testing.T) {
	private, public, err := NewSigningKey("asha", []byte("correct"))
	must(t, err)
	path := filepath.Join(t.TempDir(), "key")
	must(t, os.WriteFile(path, private, 0o600))
	var answers []string
	asked := 0
	s, err := FileSigner(path, func(p string) ([]byte, error) {
		if p != path {
			t.Errorf("asked for %s", p)
		}
		asked++
		return []byte(answers[asked-1]), nil
	})
	must(t, err)
	if s.PublicKey() != public || asked != 0 {
		t.Errorf("public key %q, want %q, asked %d times", s.PublicKey(), public, asked)
	}
	answers = []string{"wrong", "correct"}
	if _, err := s.Sign("git", []byte("data")); !errors.Is(err, ErrBadPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	checkSigner(t, "after the right passphrase", s) // signs one time more than it asks
	if _, err := s.Sign("git", nil); err != nil || asked != 2 {
		t.Errorf("asked %d times, %v", asked, err)
	}
	mute, err := FileSigner(path, nil)
	must(t, err)
	if _, err := mute.Sign("git", nil); !errors.Is(err, ErrBadPassphrase) {
		t.Errorf("nobody to ask: %v", err)
	}
	ended := errors.New("input ended")
	leaves, err := FileSigner(path, func(string) ([]byte, error) { return nil, ended })
	must(t, err)
	if _, err := leaves.Sign("git", nil); !errors.Is(err, ended) {
		t.Errorf("a prompt that fails: %v", err)
	}
}

func TestFileSignerRefuses(t *testing.T) {
	dir := t.TempDir()
	_, public, err := NewSigningKey("asha", nil)
	must(t, err)
	for name, text := range map[string]string{"empty": "", "public": public,
		"garbage": "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n" +
			"-----END OPENSSH PRIVATE KEY-----\n"} {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, []byte(text), 0o600))
		if _, err := FileSigner(path, nil); !errors.Is(err, ErrNoKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := FileSigner(filepath.Join(dir, "absent"), nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("absent: %v", err)
	}
}

// startAgent serves a keyring as ssh-agent does.
func startAgent(t *testing.T, ring agent.Agent) {
	t.Helper()
	dir, err := os.MkdirTemp("", "agent") // t.TempDir may be too long for a socket
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	listener, err := net.Listen("unix", filepath.Join(dir, "s"))
	must(t, err)
	t.Cleanup(func() { must(t, listener.Close()) })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, conn) }()
		}
	}()
	t.Setenv("SSH_AUTH_SOCK", filepath.Join(dir, "s"))
}

func TestAgentSigner(t *testing.T) {
	ring := agent.NewKeyring()
	for name, key := range keys(t) {
		must(t, ring.Add(agent.AddedKey{PrivateKey: key, Comment: name}))
	}
	startAgent(t, ring)
	held, err := ring.List()
	must(t, err)
	for _, key := range held {
		s, err := AgentSigner(key.String())
		must(t, err)
		checkSigner(t, key.Comment, s)
	}
	_, other, err := NewSigningKey("ben", nil)
	must(t, err)
	if _, err := AgentSigner(other); !errors.Is(err, ErrNoKey) {
		t.Errorf("a key that the agent lacks: %v", err)
	}
	if _, err := AgentSigner("no key"); !errors.Is(err, ErrNoKey) {
		t.Errorf("no key at all: %v", err)
	}
	s, err := AgentSigner(held[0].String())
	must(t, err)
	must(t, ring.RemoveAll())
	if _, err := s.Sign("git", nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("a key that left the agent: %v", err)
	}
	for _, socket := range []string{"", filepath.Join(t.TempDir(), "absent")} {
		t.Setenv("SSH_AUTH_SOCK", socket)
		if _, err := AgentSigner(other); !errors.Is(err, ErrNoKey) {
			t.Errorf("socket %q: %v", socket, err)
		}
	}
}

// hardware signs as an Ed25519 security key does (PROTOCOL.u2f of OpenSSH).
type hardware struct {
	key   ed25519.PrivateKey
	flags byte
}

func (h hardware) PublicKey() ssh.PublicKey {
	wire := ssh.Marshal(struct{ Type, Key, App string }{ssh.KeyAlgoSKED25519,
		string(h.key.Public().(ed25519.PublicKey)), "ssh:"})
	key, err := ssh.ParsePublicKey(wire)
	if err != nil {
		panic(err)
	}
	return key
}

func (h hardware) Sign(_ io.Reader, data []byte) (*ssh.Signature, error) {
	app, message := sha256.Sum256([]byte("ssh:")), sha256.Sum256(data)
	rest := binary.BigEndian.AppendUint32([]byte{h.flags}, 7)
	blob := append(append(app[:], rest...), message[:]...)
	return &ssh.Signature{Format: ssh.KeyAlgoSKED25519, Blob: ed25519.Sign(h.key, blob),
		Rest: rest}, nil
}

func TestHardwareKeyMustBeTouched(t *testing.T) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	for flags, good := range map[byte]bool{0: false, 1: true, 4: false, 5: true} {
		h := hardware{key, flags}
		armored, err := sign(h, "git", []byte("data"))
		must(t, err)
		got, err := VerifySignature(armored, []byte("data"), "git")
		if good && (err != nil || got != authorized(h.PublicKey())) {
			t.Errorf("flags %d: %v", flags, err)
		}
		if !good && !errors.Is(err, ErrBadSignature) {
			t.Errorf("flags %d: got %q, %v", flags, got, err)
		}
	}
}

// RSA keys signed with SHA-1 before OpenSSH 8.8.
func TestRSAWithSHA1IsRefused(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	old, err := ssh.NewSignerFromKey(key)
	must(t, err)
	sig, err := sshsig.Sign(strings.NewReader("data"), old, sshsig.HashSHA512, "git")
	must(t, err)
	if _, err := VerifySignature(armor(sig), []byte("data"), "git"); err != nil {
		t.Fatalf("rsa-sha2-512: %v", err)
	}
	sig.Signature, err = old.Sign(rand.Reader, []byte("data"))
	must(t, err)
	if sig.Signature.Format != ssh.KeyAlgoRSA {
		t.Fatalf("the old signature has format %s", sig.Signature.Format)
	}
	if err := acceptable(sig); err == nil {
		t.Error("acceptable: ssh-rsa")
	}
	if _, err := VerifySignature(armor(sig), []byte("data"), "git"); !errors.Is(err,
		ErrBadSignature) {
		t.Errorf("ssh-rsa: %v", err)
	}
}

func TestVerifySignatureRefusesForms(t *testing.T) {
	armored, err := newSigner(t).Sign("git", []byte("data"))
	must(t, err)
	for name, text := range map[string][]byte{
		"empty":      nil,
		"text ahead": append([]byte("x\n"), armored...),
		"text after": append(bytes.Clone(armored), "x\n"...),
		"twice":      append(bytes.Clone(armored), armored...),
		"pgp":        bytes.ReplaceAll(armored, []byte("SSH"), []byte("PGP")),
		"cut":        armored[:len(armored)-30],
		"no content": []byte("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n"),
	} {
		if got, err := VerifySignature(text, []byte("data"), "git"); !errors.Is(err,
			ErrBadSignature) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func FuzzVerifySignature(f *testing.F) {
	block := "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n"
	f.Add([]byte(block), []byte("data"))
	good, err := newSigner(f).Sign("git", []byte("data"))
	must(f, err)
	f.Add(good, []byte("data"))
	f.Add(good, []byte("other data"))
	f.Add(good[:len(good)-60], []byte("data"))
	f.Fuzz(func(t *testing.T, armored, data []byte) {
		key, err := VerifySignature(armored, data, "git")
		if err != nil && (key != "" || !errors.Is(err, ErrBadSignature)) {
			t.Fatalf("%q, %v", key, err)
		}
	})
}
