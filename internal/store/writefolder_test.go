package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"casefile/internal/store"
)

// A folder is written whole, or nothing of it stays; what others have in it is not touched.
func TestWriteFolder(t *testing.T) {
	files := map[string][]byte{"README.md": []byte("a page"), "entries/7K2M.md": []byte("an entry")}
	blocked := map[string][]byte{
		"README.md":            []byte("a page"),
		"entries/deep/7K2M.md": []byte("an entry"),
	}
	for _, c := range []struct {
		name    string
		prepare func(dir string) error
		files   map[string][]byte
		err     error // nil where it is written
		refused bool
		want    string // what is above the folder afterwards
		inside  string
	}{
		{"a new one", func(string) error {
			return nil
		}, files, nil, false, "copy(700)=", "README.md(600)=a page entries(700)="},
		{"an empty one that all can read", func(dir string) error {
			return os.Mkdir(dir, 0o755)
		}, files, nil, false,
			"copy(700)=", "README.md(600)=a page entries(700)="},
		{"one with something in it", func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o700),
				os.WriteFile(filepath.Join(dir, "own"), nil, 0o600))
		}, files, store.ErrNotEmpty, true, "copy(700)=", "own(600)="},
		{"a file", func(dir string) error {
			return os.WriteFile(dir, []byte("x"), 0o600)
		}, files, store.ErrNotFolder, true, "copy(600)=x", ""},
		{"what can't be written", func(string) error { return nil }, blocked, nil, true, "", ""},
	} {
		above := t.TempDir()
		dir := filepath.Join(above, "copy")
		if err := c.prepare(dir); err != nil {
			t.Fatal(err)
		}
		err := store.WriteFolder(dir, store.Contents(c.files))
		if (err != nil) != c.refused || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := holds(t, above); got != c.want {
			t.Errorf("%s: above it lies %q, want %q", c.name, got, c.want)
		}
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			if got := holds(t, dir); got != c.inside {
				t.Errorf("%s: it holds %q, want %q", c.name, got, c.inside)
			}
		}
	}
}

func TestRemoveFolder(t *testing.T) {
	files := map[string][]byte{"README.md": nil, "attachments/8A": nil}
	for _, c := range []struct{ other, want string }{{"", ""}, {"own", "copy(700)="}} {
		above := t.TempDir()
		dir := filepath.Join(above, "copy")
		if err := store.WriteFolder(dir, store.Contents(files)); err != nil {
			t.Fatal(err)
		}
		if c.other != "" {
			if err := os.WriteFile(filepath.Join(dir, c.other), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		store.RemoveFolder(dir, files)
		if got := holds(t, above); got != c.want {
			t.Errorf("with %q of others in it, there stays %q", c.other, got)
		}
	}
}
