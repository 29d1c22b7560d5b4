package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Files of the hooks on a shared server belong to the group, except those that an account keeps
// from the others. Elsewhere nothing changes.
func TestSharedOwn(t *testing.T) {
	dir := t.TempDir()
	shared, alone := filepath.Join(dir, "shared.git"), filepath.Join(dir, "alone.git")
	for _, server := range []string{shared, alone, filepath.Join(shared, "copy", ".git")} {
		for _, below := range []string{"objects", "casefile/due", "casefile/index/a",
			"casefile/marks"} {
			if err := os.MkdirAll(filepath.Join(server, filepath.FromSlash(below)),
				0o700); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, server := range []string{shared, filepath.Join(shared, "copy", ".git")} {
		if err := os.Chmod(server, 0o770|fs.ModeSetgid); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		path string
		want bool
	}{
		{"shared.git/casefile", true},
		{"shared.git/casefile/trust", true},
		{"shared.git/casefile/due/1", true},
		{"shared.git/casefile/undo/K3F927QM/20260306T174012Z/1.age", true},
		{"shared.git/casefile/index", true},
		{"shared.git/casefile/marks", true},
		{"shared.git/casefile/index/a", false},
		{"shared.git/casefile/index/a/tip", false},
		{"shared.git/casefile/marks/a", false},
		{"shared.git/casefile/mark", false},
		{"shared.git/casefile/mark.1001", false},
		{"shared.git/hooks/pre-receive", false},
		{"shared.git/copy/.git/casefile/trust", false},
		{"alone.git/casefile/trust", false},
		{"casefile/identity.age", false},
	} {
		if got := sharedOwn(filepath.Join(dir, filepath.FromSlash(tt.path))); got != tt.want {
			t.Errorf("%s: %v", tt.path, got)
		}
	}
	for server, want := range map[string]fs.FileMode{shared: 0o660, alone: 0o600} {
		path := filepath.Join(server, "casefile", "trust")
		if err := WriteFile(path, 0o600, Content(nil)); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
	}
	made := filepath.Join(shared, "casefile", "queue")
	if err := MakeFolder(made, 0o700); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(made); err != nil || info.Mode() != fs.ModeDir|fs.ModeSetgid|0o770 {
		t.Errorf("%s: %v %v", made, info.Mode(), err)
	}
}

// If git is to share a repository whose folders are closed to all but their owner, the person is
// told which folder it is.
func TestShareOwn(t *testing.T) {
	for _, tt := range []struct {
		value string
		group bool
		want  error
	}{
		{"", false, nil}, {"umask", false, nil}, {"false", false, nil}, {"", true, nil},
		{"group", true, nil}, {"true", true, nil}, {"1", true, nil}, {"0660", true, nil},
		{"group", false, ErrNotShared}, {"all", false, ErrNotShared}, {"0664", false, ErrNotShared},
	} {
		r := initRepo(t, InitOptions{Bare: true})
		if tt.value != "" {
			if err := r.SetConfig(t.Context(), "core.sharedRepository", tt.value); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"", "objects", "refs", "refs/heads"} {
			if dir := filepath.Join(r.common, name); tt.group {
				if err := os.Chmod(dir, 0o770|fs.ModeSetgid); err != nil {
					t.Fatal(err)
				}
			}
		}
		old := filepath.Join(r.common, "casefile", "trust")
		if err := errors.Join(os.MkdirAll(filepath.Dir(old), 0o700),
			os.WriteFile(old, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		if err := r.ShareOwn(t.Context()); !errors.Is(err, tt.want) {
			t.Errorf("%q, of the group %v: %v", tt.value, tt.group, err)
		}
		want := fs.FileMode(0o600)
		if tt.group {
			want = 0o660
		}
		if info, err := os.Stat(old); err != nil || info.Mode().Perm() != want {
			t.Errorf("%q, of the group %v: %v %v", tt.value, tt.group, info.Mode(), err)
		}
	}
}
