package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/ledger"
)

// The file trust must say what this account pinned, even if there is an index. The error names the
// file. Naming the introduction writes it again.
func TestTrustFile(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.note(o.as("asha"), id, "Visit")
	tip, other := o.git("rev-parse", "main"), strings.Repeat("1", 40)
	file := filepath.Join(o.dir, "casefile", "trust")
	right, err := os.ReadFile(file)
	o.must(err)
	o.as("asha") // there is an index now
	for _, tt := range []struct {
		name, text, says string // "" if the file is right
	}{
		{"as it was", string(right), ""},
		{"another introduction", other + "\n", "names the introduction " + other},
		{"one flipped bit", "\x00" + string(right[1:]), "is damaged"},
		{"empty", "", "is missing or empty"},
		{"another digit", string(right[0]^1) + string(right[1:]), "is damaged"},
		{"without its sum", o.intro + "\n", ""},
		{"half", string(right[:20]), "is not INTRO@TIP"},
		{"garbage", "nothing of the kind\n", "is not INTRO@TIP"},
		{"a tip that is not there", o.intro + "@" + other + "\n", "names the commit " + other},
		{"a tip that is there", o.intro + "@" + tip + "\n", ""},
	} {
		o.must(os.WriteFile(file, []byte(tt.text), 0o600))
		for range 2 { // the second try must fail too
			_, err := o.open("asha", "")
			if tt.says == "" {
				if err != nil {
					t.Errorf("%s: %v", tt.name, err)
				}
				continue
			}
			if !errors.Is(err, ledger.ErrTrustFile) || !errors.Is(err, ledger.ErrFault) ||
				!strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		if _, err := o.open("asha", o.intro+"@"+other); !errors.Is(err, ledger.ErrFault) {
			t.Errorf("%s, and a tip that is not there: %v", tt.name, err)
		}
	}
	o.must(os.Remove(file))
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrTrustFile) {
		t.Errorf("no file: %v", err)
	}
	if _, err := o.open("asha", o.intro); err != nil {
		t.Errorf("pinned again: %v", err)
	}
	o.note(o.as("asha"), id, "Another")
	if text, err := os.ReadFile(file); err != nil || string(text) != string(right) {
		t.Errorf("the file has %q (%v), and had %q", text, err, right)
	}
}
