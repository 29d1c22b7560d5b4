package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// sshKeys is a folder of private keys in memory.
type sshKeys map[string][]byte

func (k sshKeys) read(path string) ([]byte, error) {
	if path == "broken-disk" {
		return nil, fs.ErrPermission
	}
	file, found := k[path]
	if !found {
		return nil, fs.ErrNotExist
	}
	return file, nil
}

// add stores a private key, encrypted when passphrase is not empty, and returns the
// line of its public half.
func (k sshKeys) add(t *testing.T, path string, key crypto.Signer, passphrase string) string {
	t.Helper()
	var block *pem.Block
	var err error
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(key, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	k[path] = pem.EncodeToMemory(block)
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return string(ssh.MarshalAuthorizedKey(public))
}

func ed25519Key(t *testing.T) crypto.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func ecdsaKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestSSHProtected(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	keys := sshKeys{"notes.txt": []byte("no key at all")}
	keys.add(t, "other", ed25519Key(t), "")
	keys.add(t, "other-locked", ed25519Key(t), "x")
	keys.add(t, "ecdsa", ecdsaKey(t), "")
	keys.add(t, "ecdsa-locked", ecdsaKey(t), "x")
	candidates := []string{"missing", "notes.txt", "ecdsa", "ecdsa-locked", "other", "other-locked",
		"mine"}
	for name, c := range map[string]struct {
		key    crypto.Signer
		locked string
		asked  int
	}{
		"ed25519":        {ed25519Key(t), "", 0},
		"rsa":            {rsaKey, "", 0},
		"locked ed25519": {ed25519Key(t), "seven otters", 1},
	} {
		id := newIdentity(t)
		file, err := ProtectSSH(id, keys.add(t, "mine", c.key, c.locked))
		if err != nil {
			t.Fatal(err)
		}
		p := &typed{passphrase: c.locked}
		got, err := LoadIdentity(file,
			Keys{Passphrase: p.ask, SSHKeys: candidates, ReadFile: keys.read})
		if err != nil || got.Secret() != id.Secret() || len(p.asked) != c.asked {
			t.Errorf("%s: asked %d times, %v", name, len(p.asked), err)
		}
		if c.asked > 0 && !strings.Contains(p.asked[0], "mine") {
			t.Errorf("%s: the prompt %q does not name the key", name, p.asked[0])
		}
	}
}

func TestSSHRefusals(t *testing.T) {
	keys := sshKeys{}
	public := keys.add(t, "mine", ed25519Key(t), "right")
	keys.add(t, "other", ed25519Key(t), "")
	file, err := ProtectSSH(newIdentity(t), public)
	if err != nil {
		t.Fatal(err)
	}
	cancelled := errors.New("cancelled")
	wrong := func(string) ([]byte, error) { return []byte("wrong"), nil }
	cancel := func(string) ([]byte, error) { return nil, cancelled }
	for name, c := range map[string]struct {
		keys Keys
		want error
	}{
		"wrong passphrase": {
			Keys{Passphrase: wrong, SSHKeys: []string{"mine"}, ReadFile: keys.read}, ErrPassphrase},
		"cancelled": {
			Keys{Passphrase: cancel, SSHKeys: []string{"mine"}, ReadFile: keys.read}, cancelled},
		"nobody to ask": {Keys{Passphrase: nil, SSHKeys: []string{"mine"}, ReadFile: keys.read},
			ErrPassphrase},
		"other key": {
			Keys{Passphrase: wrong, SSHKeys: []string{"other"}, ReadFile: keys.read}, ErrNoMatch},
		"no key": {Keys{}, ErrNoMatch},
		"unreadable": {Keys{Passphrase: wrong, SSHKeys: []string{"broken-disk"},
			ReadFile: keys.read}, fs.ErrPermission},
	} {
		if id, err := LoadIdentity(file, c.keys); !errors.Is(err, c.want) || id != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, bad := range map[string]string{
		"ecdsa": keys.add(t, "e", ecdsaKey(t), ""), "empty": "", "private": string(keys["mine"]),
	} {
		if _, err := ProtectSSH(newIdentity(t), bad); !errors.Is(err, ErrNotRecipient) ||
			len(err.Error()) > 120 {
			t.Errorf("protecting to %s: %v", name, err)
		}
	}
}
