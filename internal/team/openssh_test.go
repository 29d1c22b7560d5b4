package team

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sshKeygen runs the real program, which the tests of signed commits need as well.
func sshKeygen(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command("ssh-keygen", args...)
	cmd.Stdin = strings.NewReader(stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// signedBy makes a key, and a signature over "commit" with it in namespace git.
func signedBy(t *testing.T, dir string) (public, signature string) {
	t.Helper()
	key := filepath.Join(dir, "key")
	if out, err := sshKeygen(t, "", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f",
		key); err != nil {
		t.Fatalf("making a key: %v\n%s", err, out)
	}
	file, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	message := filepath.Join(dir, "message")
	if err := os.WriteFile(message, []byte("commit"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := sshKeygen(t, "", "-Y", "sign", "-n", "git", "-f", key, message); err != nil {
		t.Fatalf("signing: %v\n%s", err, out)
	}
	return strings.Join(strings.Fields(string(file))[:2], " "), message + ".sig"
}

func TestOpenSSHReadsAllowedSigners(t *testing.T) {
	t.Setenv("TZ", "Pacific/Auckland") // far from UTC, where a date without Z would fail
	dir := t.TempDir()
	public, signature := signedBy(t, dir)
	team := with(small(), "mhall", func(m *Member) {
		m.Email, m.Keys = "o'hall+git@agency.example", []Key{{public, day(1, 12), day(6, 1)}}
	})
	if err := team.Check(); err != nil {
		t.Fatal(err)
	}
	signers := filepath.Join(dir, "allowed_signers")
	if err := os.WriteFile(signers, team.AllowedSigners(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := sshKeygen(t, "", "-Y", "find-principals", "-f", signers, "-s", signature,
		"-Overify-time=20260601085959Z")
	if err != nil || strings.TrimSpace(out) != "o'hall+git@agency.example" {
		t.Errorf("find-principals: %v, %q", err, out)
	}
	for _, c := range []struct {
		name, principal, namespace, at string
		good                           bool
	}{
		{"while the key counts", "o'hall+git@agency.example", "git", "20260601085959Z", true},
		{"after its end", "o'hall+git@agency.example", "git", "20260601090001Z", false},
		{"another member", "asha@agency.example", "git", "20260301000000Z", false},
		{"another namespace", "o'hall+git@agency.example", "file", "20260301000000Z", false},
	} {
		out, err := sshKeygen(t, "commit", "-Y", "verify", "-f", signers, "-I", c.principal, "-n",
			c.namespace,
			"-s", signature, "-Overify-time="+c.at)
		if c.good != (err == nil) {
			t.Errorf("%s: %v\n%s", c.name, err, out)
		}
	}
}
