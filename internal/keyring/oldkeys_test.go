package keyring

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casefile/internal/seal"
)

// What a rotation kept last is found, by its time and not by its name; public halves and the
// keys of now are none of it.
func TestOldKeys(t *testing.T) {
	dir := t.TempDir()
	k := Open(Options{Getenv: func(name string) string {
		return map[string]string{"XDG_CONFIG_HOME": dir}[name]
	}})
	any, none := func(string) bool { return true }, func(*seal.Identity) bool { return false }
	if s, i := k.OldSigningKey(any), k.OldIdentity(none); s != "" || i != "" {
		t.Fatalf("in an empty folder: %q, %q", s, i)
	}
	if err := os.Mkdir(k.Folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	for n, name := range []string{"signing-2026-03-07", "signing-2026-03-07.pub",
		"signing-2026-03-07.2", "signing-2026-03-07.2.pub",
		"signing", "signing.pub", "identity-2026-03-07.txt", "identity-2026-03-07.10.age",
		"identity.age"} {
		file, at := k.in(name), time.Unix(1_772_841_600+int64(n), 0)
		if err := os.WriteFile(file, []byte("ssh-ed25519 "+name+" asha\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	for public, want := range map[string]string{"": "signing-2026-03-07.2",
		"ssh-ed25519 signing-2026-03-07.2.pub": "signing-2026-03-07.2",
		"ssh-ed25519 signing-2026-03-07.pub":   "signing-2026-03-07",
		"ssh-ed25519 signing.pub":              ""} {
		fits := func(key string) bool { return public == "" || key == public }
		if got := strings.TrimPrefix(k.OldSigningKey(fits), k.Folder()+"/"); got != want {
			t.Errorf("signing key with %q: %s", public, got)
		}
	}
	if got := filepath.Base(k.OldIdentity(none)); got != "identity-2026-03-07.10.age" {
		t.Errorf("identity: %s", got)
	}
}

// The identity that is named is the one that fits, wherever it stands in time.
func TestOldIdentityThatFits(t *testing.T) {
	dir := t.TempDir()
	k := Open(Options{Getenv: func(name string) string {
		return map[string]string{"XDG_CONFIG_HOME": dir}[name]
	}})
	if err := os.Mkdir(k.Folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	made := map[string]*seal.Identity{}
	for _, name := range []string{"identity-2026-03-07.txt", "identity-2026-03-07.2.txt"} {
		id, err := seal.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		made[name] = id
		if err := os.WriteFile(k.in(name), []byte(id.Secret()+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, id := range made {
		fits := func(other *seal.Identity) bool { return other.Recipient() == id.Recipient() }
		if got := filepath.Base(k.OldIdentity(fits)); got != name {
			t.Errorf("%s was to be named, not %s", name, got)
		}
	}
	if got := k.OldIdentity(func(*seal.Identity) bool { return false }); got != "" {
		t.Errorf("none fits, and %s is named", got)
	}
}
