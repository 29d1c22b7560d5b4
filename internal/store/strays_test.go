package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// A file that a killed process left half written goes a day after its last write. Everything else
// stays.
func TestClearStrays(t *testing.T) {
	r, err := Init(context.Background(), t.TempDir(), InitOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	now := time.Now()
	old, young := now.Add(-25*time.Hour), now.Add(-time.Hour)
	for _, tt := range []struct {
		name  string
		when  time.Time
		stays bool
	}{
		{"objects/4b/tmp_obj_Xy12", old, false},
		{"objects/4b/tmp_obj_young", young, true},
		{"objects/pack/tmp_pack_Ab", old, false},
		{"objects/pack/.tmp-77-pack-1.pack", old, false},
		{"objects/incoming-Zz/4b/deep", old, false},
		{"casefile/drafts/asha/.casefile-9", old, false},
		{"hooks/.casefile-8", old, false},
		{".casefile-7", old, false},
		{"casefile/owed/K3F927QM", old, true},
		{"objects/pack/pack-1.keep", old, true},
	} {
		path := filepath.Join(r.common, filepath.FromSlash(tt.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, p := range []string{path, filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
			if err := os.Chtimes(p, tt.when, tt.when); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.ClearStrays(now); err != nil {
			t.Fatal(err)
		}
		_, err := os.Lstat(path)
		if is := err == nil; is != tt.stays {
			t.Errorf("%s: it stays: %v", tt.name, is)
		}
	}
}

// TestClearSomeStrays comes by each folder of objects in a few runs, and by all else in each.
func TestClearSomeStrays(t *testing.T) {
	r := newRepo(t)
	now := time.Now()
	long := now.Add(-25 * time.Hour)
	leave := func(name string) string {
		path := filepath.Join(r.common, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, []byte("half"), 0o600))
		must(t, os.Chtimes(path, long, long))
		return path
	}
	there := func(path string) bool { _, err := os.Lstat(path); return err == nil }
	var many []string
	for i := range 256 {
		many = append(many, leave(fmt.Sprintf("objects/%02x/tmp_obj_x", i)))
	}
	always := []string{leave("objects/pack/tmp_pack_x"), leave("casefile/.casefile-x")}
	must(t, r.ClearSomeStrays(now))
	if left := slices.DeleteFunc(slices.Clone(many), func(p string) bool {
		return !there(p)
	}); len(left) != 240 {
		t.Errorf("%d of 256 are left after one run", len(left))
	}
	if slices.ContainsFunc(always, there) {
		t.Error("what lies elsewhere stays")
	}
	for range 300 { // a folder is left out of all of them once in 10^7 times
		must(t, r.ClearSomeStrays(now))
	}
	if slices.ContainsFunc(many, there) {
		t.Error("some folder is never come by")
	}
}

// When an interrupted init is taken up, its half written files go, also on the same day. Files that
// a process may still write stay. This holds only in a repository that is just being made:
// elsewhere such a file stays a day.
func TestClearBegun(t *testing.T) {
	for name, c := range map[string]struct {
		age    time.Duration
		open   bool // by a process that runs
		stays  bool
		always bool // where no process can be seen, too
	}{
		"objects/4b/tmp_obj_Xy12":        {age: time.Hour},
		"info/.casefile-QVCP":            {age: time.Hour},
		"objects/incoming-Zz/4b/deep":    {age: time.Hour},
		"objects/pack/tmp_pack_Young":    {age: time.Second, stays: true, always: true},
		"objects/4b/tmp_obj_Held":        {age: time.Hour, open: true, stays: true},
		"casefile/owed/K3F927QM":         {age: 48 * time.Hour, stays: true, always: true},
		"casefile/drafts/asha/.casefile": {age: 48 * time.Hour, stays: true, always: true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r, err := Init(t.Context(), dir, InitOptions{})
			must(t, err)
			must(t, r.Close())
			path := filepath.Join(dir, ".git", filepath.FromSlash(name))
			must(t, os.MkdirAll(filepath.Dir(path), 0o700))
			must(t, os.WriteFile(path, []byte("half"), 0o600))
			when := time.Now().Add(-c.age)
			for _, p := range []string{path, filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
				must(t, os.Chtimes(p, when, when))
			}
			if c.open {
				f, err := os.Open(path)
				must(t, err)
				defer f.Close()
			}
			r, err = Init(t.Context(), dir, InitOptions{})
			must(t, err)
			defer r.Close()
			want := c.stays || !c.always && ownersOf(filepath.Join(dir, ".git", "HEAD")).blind
			if _, err := os.Lstat(path); (err == nil) != want {
				t.Errorf("it stays: %v, want %v", err == nil, want)
			}
		})
	}
}
