package cli

import (
	"os"
	"path/filepath"
	"testing"

	"casefile/internal/store"
)

// Damage is mended where it is: a copy by restore copy, a server from a copy. The mend of a
// copy is none in a server's folder, and is refused there.
func TestHelpWithDamageInPlace(t *testing.T) {
	parts := []string{"HEAD", "objects/", "refs/"}
	for place, under := range map[string]string{"a copy": ".git", "a server": ""} {
		dir := t.TempDir()
		for _, part := range parts {
			path := filepath.Join(dir, under, part)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if part == "HEAD" {
				if err := os.WriteFile(path, nil, 0o600); err != nil {
					t.Fatal(err)
				}
			} else if err := os.MkdirAll(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}
		app, _ := testApp(t, map[string]string{"HOME": t.TempDir(), "CASEFILE_DIR": dir})
		for _, err := range []error{store.ErrDamaged, store.ErrNotFound, store.ErrBrokenFolder} {
			_, want := outcomeOf(err)
			if place == "a server" {
				want = damagedServerHelp
			}
			if got := helpWith(app, err); got != want {
				t.Errorf("%s, %v: %q", place, err, got)
			}
		}
	}
}
