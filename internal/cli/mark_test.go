package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/ledger"
)

// What helps an account that can't know its copies again depends on why: its folder can't be
// written, what lies there is no mark, or this copy was pinned by nobody.
func TestMarkHelp(t *testing.T) {
	base := t.TempDir()
	file := filepath.Join(base, "file")
	damaged := filepath.Join(base, "damaged")
	for path, text := range map[string]string{file: "",
		filepath.Join(damaged, "casefile", "mark"): "none\n"} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
			os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		state, want string
		err         error
	}{
		{filepath.Join(file, "below"), "can be written", ledger.ErrUntrusted},
		{damaged, "casefile doctor --fix", ledger.ErrUntrusted},
		{filepath.Join(base, "state"), "", ledger.ErrUntrusted},
		{filepath.Join(file, "below"), "", ledger.ErrFault},
	} {
		app, _ := testApp(t, map[string]string{"HOME": base, "XDG_STATE_HOME": tt.state})
		app.keys = openKeys(app)
		app.mark()
		got := markHelp(app, tt.err)
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.state, got, tt.want)
		}
	}
}
