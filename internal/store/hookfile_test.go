package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"casefile/internal/store"
)

const (
	otherHook = "#!/bin/sh\nexec mail-the-team\n"
	ourHook   = "#!/bin/sh\n# casefile hook 1: written by casefile hook install, and again when " +
		"that is repeated\n" +
		"exec '/opt/o'\\''brien/casefile' hook pre-receive\n"
)

// Somebody's hook is never lost: it stops the installation, or is kept under another name.
func TestWriteHook(t *testing.T) {
	for _, c := range []struct {
		name         string
		there, kept  string // the files in the hook's place, and under the name of a kept hook
		keep         bool
		err          error
		refused      bool
		wantKept     string
		wantInstalls bool
	}{
		{name: "an empty folder", wantInstalls: true},
		{name: "ours of an older place", there: "#!/bin/sh\n# casefile hook 1: x\n" +
			"exec /old hook pre-receive\n", wantInstalls: true},
		{name: "another's", there: otherHook, err: store.ErrOtherHook, refused: true},
		{name: "another's, to be kept", there: otherHook, keep: true, wantKept: otherHook,
			wantInstalls: true},
		{name: "another's, where one is kept already", there: otherHook, kept: "older", keep: true,
			refused: true, wantKept: "older"},
	} {
		path := filepath.Join(t.TempDir(), "hooks", "pre-receive")
		for file, text := range map[string]string{path: c.there, path + store.HookKept: c.kept} {
			if text == "" {
				continue
			}
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		err := store.MayWriteHook(path, c.keep)
		if (err != nil) != c.refused || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.name, err)
		}
		if err == nil {
			if err := store.WriteHook(path, "/opt/o'brien/casefile", "pre-receive"); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		want := c.there
		if c.wantInstalls {
			want = ourHook
		}
		if got, _ := os.ReadFile(path); string(got) != want {
			t.Errorf("%s: the hook is\n%s", c.name, got)
		}
		if got, _ := os.ReadFile(path + store.HookKept); string(got) != c.wantKept {
			t.Errorf("%s: kept is %q", c.name, got)
		}
		if info, err := os.Stat(path); c.wantInstalls &&
			(err != nil || info.Mode().Perm() != 0o755) {
			t.Errorf("%s: %v, %v", c.name, info, err)
		}
	}
}
