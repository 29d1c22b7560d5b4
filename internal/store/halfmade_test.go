package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// An interrupted git init is made again. Any other folder without HEAD stays as it is.
func TestHalfMade(t *testing.T) {
	for name, tt := range map[string]struct {
		files []string // a name that ends in / is a folder
		half  bool
	}{
		"empty folder":           {nil, false},
		"git folder alone":       {[]string{".git/"}, true},
		"refs, and HEAD's lock":  {[]string{".git/refs/heads/", ".git/HEAD.lock"}, true},
		"bare, with refs":        {[]string{"refs/heads/", "refs/tags/"}, true},
		"HEAD, and no objects":   {[]string{".git/refs/heads/", ".git/HEAD"}, true},
		"whole, and empty":       {[]string{".git/refs/x/", ".git/objects/", ".git/HEAD"}, false},
		"an object":              {[]string{".git/refs/heads/", ".git/objects/aa/b"}, false},
		"a pack":                 {[]string{".git/objects/pack/x.pack"}, false},
		"a ref":                  {[]string{".git/refs/heads/main"}, false},
		"packed refs":            {[]string{".git/refs/heads/", ".git/packed-refs"}, false},
		"a file .git":            {[]string{".git"}, false},
		"a project's own folder": {[]string{"objects/", "refs/"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, f := range tt.files {
				path := filepath.Join(dir, f)
				if f[len(f)-1] == '/' {
					path = filepath.Join(path, "x")
				}
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if f[len(f)-1] != '/' {
					text := []byte("ref: refs/heads/main\n")
					if err := os.WriteFile(path, text, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			if got := halfMade(dir) != ""; got != tt.half {
				t.Errorf("half made: %v, want %v", got, tt.half)
			}
			if !tt.half || filepath.Base(halfMade(dir)) != ".git" {
				return
			}
			r, err := Init(context.Background(), dir, InitOptions{})
			if err != nil {
				t.Fatal(err)
			}
			r.Close()
		})
	}
}
