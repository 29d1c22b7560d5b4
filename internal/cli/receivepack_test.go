package cli

import (
	"os"
	"path/filepath"
	"testing"

	"casefile/internal/store"
)

func TestSignerListed(t *testing.T) {
	_, key, err := store.NewSigningKey("", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := store.NewSigningKey("", nil)
	if err != nil {
		t.Fatal(err)
	}
	for about, c := range map[string]struct {
		file   string
		want   bool
		failed bool
	}{
		"nothing":                        {"", false, false},
		"a public key":                   {key + "\n", true, false},
		"with a comment":                 {key + " asha@agency.example\n", true, false},
		"behind others":                  {"# the agency's keys\n\n" + other + "\n" + key, true, false},
		"another key":                    {other + "\n", false, false},
		"an allowed signer":              {"asha@agency.example " + key + "\n", true, false},
		"one for packs":                  {"asha@agency.example namespaces=\"casefile-transfer\" " + key + "\n", true, false},
		"one for commits alone":          {"asha@agency.example namespaces=\"git\" " + key + "\n", false, true},
		"one that ended":                 {"asha@agency.example valid-before=\"20260101\" " + key + "\n", false, true},
		"an authority, which signs none": {"asha@agency.example cert-authority " + key + "\n", false, true},
	} {
		file := filepath.Join(t.TempDir(), "signers")
		if err := os.WriteFile(file, []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := signerListed((&App{}), file, key)
		if got != c.want || (err != nil) != c.failed {
			t.Errorf("%s: %v, %v", about, got, err)
		}
	}
}
