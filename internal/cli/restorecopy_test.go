package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// Who has a damaged copy is told the command that signs what that copy knew of the server.
func TestRejoinFor(t *testing.T) {
	one, two := strings.Repeat("a1", 20), strings.Repeat("b2", 20)
	for _, tt := range []struct {
		name string
		refs map[string]string
		want string
	}{
		{"never asked a server", nil, "casefile sync --rejoin"},
		{"synced", map[string]string{ledger.LastRef: one, ledger.TrackingRef: two},
			"casefile sync --rejoin --lost " + one},
		{"known by stock git", map[string]string{ledger.TrackingRef: two},
			"casefile sync --rejoin --lost " + two},
		{"a ref of nonsense", map[string]string{ledger.LastRef: "gone"}, "casefile sync --rejoin"},
	} {
		dir := t.TempDir()
		for name, id := range tt.refs {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(id+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := rejoinFor(&store.Wreck{GitDir: dir}); got != tt.want {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
}
