package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	oneID = "1111111111111111111111111111111111111111"
	twoID = "2222222222222222222222222222222222222222"
)

// wreckOf lays files below a git directory that nobody could open.
func wreckOf(t *testing.T, files map[string]string) *Wreck {
	t.Helper()
	work := t.TempDir()
	for name, text := range files {
		path := filepath.Join(work, ".git", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, found := FindWreck(work)
	if !found {
		t.Fatal("it is not found")
	}
	return w
}

func TestFindWreck(t *testing.T) {
	w := wreckOf(t, map[string]string{"HEAD": ""})
	below := filepath.Join(w.Work, "cases")
	if err := os.Mkdir(below, 0o755); err != nil {
		t.Fatal(err)
	}
	if got, found := FindWreck(below); !found || *got != *w || got.Folder() != w.Work {
		t.Errorf("from below: %v, %v", got, found)
	}
	bare := t.TempDir()
	for _, part := range []string{"refs", "objects"} {
		if err := os.Mkdir(filepath.Join(bare, part), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if got, found := FindWreck(bare); !found || got.Work != "" || got.Folder() != bare {
		t.Errorf("a bare one: %v, %v", got, found)
	}
	if got, found := FindWreck(t.TempDir()); found {
		t.Errorf("where nothing is: %v", got)
	}
}

func TestWreckRefs(t *testing.T) {
	packed := "# pack-refs with: peeled\n" + oneID + " refs/heads/main\n" +
		oneID + " refs/casefile/unsent/asha/a\n^" + twoID + "\nnonsense refs/heads/b\n" +
		oneID + " refs/heads/../up\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		main  string
	}{
		{"loose", map[string]string{"refs/heads/main": twoID + "\n"}, twoID},
		{"packed", map[string]string{"packed-refs": packed}, oneID},
		{"loose stands before packed",
			map[string]string{"refs/heads/main": twoID + "\n", "packed-refs": packed}, twoID},
		{"an empty file, as a power cut leaves it",
			map[string]string{"refs/heads/main": "", "packed-refs": packed}, oneID},
		{"zeros", map[string]string{"refs/heads/main": strings.Repeat("\x00", 41)}, ""},
		{"none", map[string]string{"HEAD": "ref: refs/heads/main\n"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := wreckOf(t, c.files)
			if got := w.Ref("refs/heads/main"); got != c.main {
				t.Errorf("main is %q, want %q", got, c.main)
			}
		})
	}
	w := wreckOf(t, map[string]string{"packed-refs": packed,
		"refs/casefile/unsent/mina/b": twoID, "refs/casefile/unsent/mina/c": "nothing"})
	got := w.Refs("refs/casefile/unsent/")
	if len(got) != 2 || got["refs/casefile/unsent/asha/a"] != oneID ||
		got["refs/casefile/unsent/mina/b"] != twoID {
		t.Errorf("unsent: %v", got)
	}
	if up := w.Refs("refs/heads/"); len(up) != 1 {
		t.Errorf("heads: %v", up)
	}
}

func TestWreckLogged(t *testing.T) {
	line := func(from, to string) string { return from + " " + to + " a <a@b> 0 +0000\tx\n" }
	w := wreckOf(t, map[string]string{"logs/refs/heads/main": line(strings.Repeat("0", 40), oneID) +
		"cut" + "\n" + line(oneID, twoID)})
	if got := w.Logged("refs/heads/main"); !slices.Equal(got, []string{twoID, oneID}) {
		t.Errorf("logged: %v", got)
	}
	if got := w.Logged("refs/heads/other"); got != nil {
		t.Errorf("of no log: %v", got)
	}
}

func TestWreckSetting(t *testing.T) {
	const url = "[remote \"origin\"]\n\turl = /srv/records.git\n"
	for _, c := range []struct{ name, config, want string }{
		{"there", url, "/srv/records.git"},
		{"absent", "[core]\n\tbare = false\n", ""},
		{"cut", url[:len(url)-20] + "\n[", ""},
		{"nothing included", "[include]\n\tpath = other\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := wreckOf(t, map[string]string{"config": c.config, "other": url})
			if got := w.Setting(context.Background(), "remote.origin.url"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDamagedIn(t *testing.T) {
	there := t.TempDir()
	w := wreckOf(t, map[string]string{"casefile/damaged": there + "\n" + there +
		"-gone\nrelative\n\n"})
	if got := w.KeptDamaged(); !slices.Equal(got, []string{there}) {
		t.Errorf("kept: %v", got)
	}
	if got := wreckOf(t, map[string]string{"HEAD": ""}).KeptDamaged(); got != nil {
		t.Errorf("of none: %v", got)
	}
}

// Only where nothing else is wrong does a new HEAD mend a repository.
func TestOnlyHeadEmpty(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		want  bool
	}{
		"only HEAD": {files: map[string]string{"HEAD": "", "refs/heads/main": oneID + "\n",
			"objects/x": ""}, want: true},
		"main is packed": {files: map[string]string{"HEAD": "", "refs/x": "", "objects/x": "",
			"packed-refs": oneID + " refs/heads/main\n"}, want: true},
		"HEAD of zeros": {files: map[string]string{"HEAD": "\x00\x00\x00", "refs/heads/main": oneID,
			"objects/x": ""}},
		"no objects": {files: map[string]string{"HEAD": "", "refs/heads/main": oneID}},
		"no refs": {files: map[string]string{"HEAD": "", "objects/x": "",
			"packed-refs": oneID + " refs/heads/main\n"}},
		"main is gone": {
			files: map[string]string{"HEAD": "", "refs/heads/main": "", "objects/x": ""}},
	} {
		if got := wreckOf(t, tt.files).OnlyHeadEmpty(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
