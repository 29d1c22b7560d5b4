package keyring

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// held lists a folder as "name=content …".
func held(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		data, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		out = append(out, e.Name()+"="+string(data))
	}
	return strings.Join(out, " ")
}

// Whatever goes wrong, each place has the old file or the new one.
func TestStagingLosesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		commit bool
		want   string
	}{
		"given up": {false, "gone=old identity=old signing=old"},
		"put in":   {true, "identity=new signing=new"},
	} {
		dir := t.TempDir()
		for _, file := range []string{"gone", "identity", "signing"} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := &staging{disk: realDisk{}}
		for _, file := range []string{"signing", "identity"} {
			temp, err := s.add(filepath.Join(dir, file), []byte("new"), 0o600)
			if err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(temp); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", name, info, err)
			}
		}
		s.remove(filepath.Join(dir, "gone"))
		if c.commit {
			if err := s.commit(); err != nil {
				t.Fatal(err)
			}
		}
		s.drop()
		if got := held(t, dir); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Where a file can't take its place, what stands before it in the order is new,
// the rest is old, and nothing is taken away.
func TestStagingStopsInOrder(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "blocked", "by"), 0o700); err != nil {
		t.Fatal(err)
	}
	s := &staging{disk: realDisk{}}
	for _, file := range []string{"first", "blocked", "last"} {
		if _, err := s.add(filepath.Join(dir, file), []byte("new"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.remove(filepath.Join(dir, "first"))
	if s.commit() == nil {
		t.Error("a folder was replaced by a file")
	}
	s.drop()
	if got := held(t, dir); got != "blocked= first=new" {
		t.Errorf("%s", got)
	}
}
