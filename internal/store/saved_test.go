package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A person may remove only what somebody put there: never an object, nor a ref of casefile's, that
// other cases need.
func TestSaved(t *testing.T) {
	text := []byte("wrapped for asha\n")
	write := func(a *archive, below string) {
		path := filepath.Join(a.repo.WorkDir(), filepath.FromSlash(below))
		must(a.t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(a.t, os.WriteFile(path, text, 0o600))
	}
	for _, c := range []struct {
		name, where string // where ends with
		make        func(a *archive)
		want        bool
	}{
		{"a keys ref", "refs/casefile/keys/K3", func(*archive) {}, false},
		{"a note of the remote's keys", "refs/casefile/remote/keys/K3",
			func(a *archive) {
				a.stock("update-ref", "refs/casefile/remote/keys/K3", a.keys)
			}, false},
		{"a loose object", "", func(*archive) {}, false},
		{"a tag", "refs/tags/saved", func(a *archive) { a.stock("tag", "saved", a.keys) }, true},
		{"a branch", "refs/heads/saved", func(a *archive) {
			a.stock("-c", "core.logAllRefUpdates=false", "branch", "saved", a.keys)
		}, true},
		{"a file in the work tree", "/saved.age", func(a *archive) { write(a, "saved.age") }, true},
		{"a file in the git directory", ".git/saved.age",
			func(a *archive) { write(a, ".git/saved.age") }, true},
		{"an outbox", "casefile/outbox/asha/K.age",
			func(a *archive) { write(a, ".git/casefile/outbox/asha/K.age") }, false},
		{"what git add named", "staged.age",
			func(a *archive) { write(a, "staged.age"); a.stock("add", "staged.age") }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := newArchive(t)
			c.make(a)
			if c.where == "" {
				c.where = a.loose()
			}
			found := false
			for _, p := range a.trace() {
				if filepath.Clean(p.Where) != c.where && !strings.HasSuffix(p.Where, c.where) {
					continue
				}
				if found = true; p.Saved != c.want {
					t.Errorf("%+v, want Saved %t", p, c.want)
				}
			}
			if !found {
				t.Errorf("not found: %+v", a.trace())
			}
		})
	}
}
