package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A relative address leads to the same repository as for stock git, wherever a command is given.
// Each folder that could be meant holds another commit, and git says to which it went.
func TestRemoteFolderIsGits(t *testing.T) {
	l, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	t.Setenv("HOME", filepath.Join(l, "home"))
	made := func(path string, bare bool) {
		must(t, os.MkdirAll(filepath.Join(l, path), 0o755))
		work := filepath.Join(l, path)
		if bare {
			stock(t, work, "", "init", "-q", "--bare")
		} else {
			stock(t, work, "", "init", "-q")
		}
		tree := stock(t, work, "", "hash-object", "-w", "-t", "tree", "--stdin")
		stock(t, work, "", "update-ref", "refs/heads/main",
			stock(t, work, "", "commit-tree", "-m", path, tree))
	}
	for _, path := range []string{"server.git", "shell/server.git", "copy/server.git", "a b.git",
		"home/server.git", "copy/cases/server.git", "far/server.git"} {
		made(path, true)
	}
	made("copy", false)
	made("work", false)
	must(t, os.MkdirAll(filepath.Join(l, "far/in"), 0o755))
	must(t, os.Symlink(filepath.Join(l, "far/in"), filepath.Join(l, "copy/link")))
	r, err := Open(t.Context(), filepath.Join(l, "copy"))
	must(t, err)
	defer r.Close()
	stock(t, r.WorkDir(), "", "remote", "add", "origin", "x")
	t.Chdir(filepath.Join(l, "copy/cases"))
	for _, tt := range []struct{ url, want, address string }{
		{"../server.git", "server.git", "L/server.git"},
		{"../server", "server.git", "L/server"},
		{"./../server.git/", "server.git", "L/server.git"},
		{"server.git", "copy/server.git", "L/copy/server.git"},
		{"link/../server.git", "far/server.git", "L/far/server.git"},
		{"../work", "work", "L/work"},
		{"../work/.git", "work", "L/work/.git"},
		{"~/server.git", "home/server.git", "~/server.git"},
		{"L/server", "server.git", "L/server"},
		{"file://L/server.git", "server.git", "file://L/server.git"},
		{"file://localhostL/server.git", "server.git", "file://localhostL/server.git"},
		{"file://L/a%20b.git", "a b.git", "file://L/a%20b.git"},
		{"../a%20b.git", "", "L/a%20b.git"},
		{"../none.git", "", "L/none.git"},
	} {
		here := func(s string) string { return strings.ReplaceAll(s, "L/", l+"/") }
		stock(t, r.WorkDir(), "", "remote", "set-url", "origin", here(tt.url))
		folder, local, err := r.RemoteFolder(t.Context(), "origin")
		address, _ := r.RemoteAddress(t.Context(), "origin")
		if err != nil || !local || address != here(tt.address) {
			t.Errorf("%s: %q, %t, %v, from anywhere %q", tt.url, folder, local, err, address)
		}
		if tt.want == "" {
			if _, err := os.Stat(folder); err == nil {
				t.Errorf("%s: %s is there", tt.url, folder)
			}
			continue
		}
		gits := strings.Fields(stock(t, ".", "", "ls-remote", "origin", "refs/heads/main"))[0]
		if folder != filepath.Join(l, tt.want) ||
			stock(t, folder, "", "rev-parse", "refs/heads/main") != gits {
			t.Errorf("%s: %s is not where git goes", tt.url, folder)
		}
	}
	for _, url := range []string{"agency.example:server.git", "ssh://agency.example/server.git"} {
		stock(t, r.WorkDir(), "", "remote", "set-url", "origin", url)
		if folder, local, err := r.RemoteFolder(t.Context(), "origin"); err != nil || local {
			t.Errorf("%s is the folder %q, %v", url, folder, err)
		}
	}
}

// A bare repository takes a relative address from its own folder.
func TestRemoteFolderOfBare(t *testing.T) {
	bare, _ := bareAndWork(t)
	r, err := Open(t.Context(), bare)
	must(t, err)
	defer r.Close()
	stock(t, bare, "", "remote", "add", "origin", "../server.git")
	want := filepath.Join(filepath.Dir(r.GitDir()), "server.git")
	if got, local, err := r.RemoteFolder(t.Context(), "origin"); err != nil || !local ||
		got != want {
		t.Errorf("%q, %t, %v, wanted %q", got, local, err, want)
	}
	if !r.LiesIn(bare) || r.LiesIn(filepath.Join(bare, "objects")) || r.LiesIn(bare+"-none") {
		t.Error("where it lies is not known")
	}
}
