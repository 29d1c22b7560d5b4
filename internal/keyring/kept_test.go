package keyring

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What a rotation kept last is found, by its time and not by its name; public halves and the
// keys of now are none of it.
func TestKept(t *testing.T) {
	dir := t.TempDir()
	k := Open(Options{Getenv: func(name string) string {
		return map[string]string{"XDG_CONFIG_HOME": dir}[name]
	}})
	if s, i := k.KeptSigning(), k.KeptIdentity(); s != "" || i != "" {
		t.Fatalf("in an empty folder: %q, %q", s, i)
	}
	if err := os.Mkdir(k.Folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	for n, name := range []string{"signing-2026-03-07", "signing-2026-03-07.2", "signing-2026-03-07.2.pub",
		"signing", "signing.pub", "identity-2026-03-07.txt", "identity-2026-03-07.10.age", "identity.age"} {
		file, at := k.in(name), time.Unix(1_772_841_600+int64(n), 0)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if got := filepath.Base(k.KeptSigning()); got != "signing-2026-03-07.2" {
		t.Errorf("signing key: %s", got)
	}
	if got := filepath.Base(k.KeptIdentity()); got != "identity-2026-03-07.10.age" {
		t.Errorf("identity: %s", got)
	}
}
