package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A new file takes its place also on a file system without links. It never takes the place of
// another file.
func TestClaimNew(t *testing.T) {
	for about, c := range map[string]struct {
		before string // in the place; "" for nothing
		temp   bool   // what is to take the place is there
		want   string // in the place afterwards
		err    error
	}{
		"where none was":     {"", true, "new", nil},
		"a place taken":      {"theirs", true, "theirs", fs.ErrExist},
		"nothing to put in":  {"", false, "", fs.ErrNotExist},
		"neither of the two": {"theirs", false, "theirs", fs.ErrExist},
	} {
		dir := t.TempDir()
		temp, path := filepath.Join(dir, ".casefile-x"), filepath.Join(dir, "pack")
		for file, text := range map[string]string{temp: "new", path: c.before} {
			if file == temp && !c.temp || text == "" {
				continue
			}
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := claimNew(temp, path); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", about, err)
		}
		got, err := os.ReadFile(path)
		if string(got) != c.want || (c.want == "") != errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: the place holds %q, %v", about, got, err)
		}
	}
}
