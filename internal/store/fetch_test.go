package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ours are the refspecs of a records repository's remote called origin.
var ours = []string{"+refs/heads/main:refs/remotes/origin/main",
	"+refs/casefile/keys/*:refs/casefile/remote/keys/*"}

func TestFetch(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 1)
	r := clones[0]
	if id, err := r.Ref(ctx, "refs/remotes/origin/main"); err != nil || id != first {
		t.Fatalf("main fetched as %q, %v", id, err)
	}
	key := commitFiles(t, bare, "", files{"k": "1"}, nil).ID
	must(t, bare.Move(ctx,
		[]Move{{shard, "", key}, {"refs/tags/v1", "", first}, {"refs/heads/side", "", key}}))
	must(t, r.Fetch(ctx, bare.GitDir(), ours))
	refs, err := r.Refs(ctx, "")
	if err != nil || len(refs) != 2 || refs["refs/casefile/remote/keys/K3"] != key {
		t.Errorf("refs %v, %v", refs, err)
	}
	if _, err := os.Stat(filepath.Join(r.GitDir(), "FETCH_HEAD")); err == nil {
		t.Error("FETCH_HEAD was written")
	}
	must(t, bare.Move(ctx, []Move{{shard, key, ""}}))
	must(t, r.Fetch(ctx, "origin", ours[:1]))
	if id, err := r.Ref(ctx, "refs/casefile/remote/keys/K3"); err != nil || id != key {
		t.Errorf("a fetch of main alone took the shard away: %q, %v", id, err)
	}
	must(t, r.Fetch(ctx, "origin", ours))
	if id, err := r.Ref(ctx, "refs/casefile/remote/keys/K3"); err != nil || id != "" {
		t.Errorf("a shard that the remote lacks is still %q, %v", id, err)
	}
	must(t, r.Fetch(ctx, "origin", nil))
}

func TestFetchFails(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 1)
	r := clones[0]
	for how, try := range map[string]struct{ remote, spec, word string }{
		"no such remote":    {filepath.Join(t.TempDir(), "absent"), ours[0], "absent"},
		"an option":         {"--upload-pack=x", ours[0], "not a remote"},
		"ext::":             {"ext::sh -c true", ours[0], "not allowed"},
		"option as refspec": {"origin", "--upload-pack=x:y", "not a refspec"},
		"short names":       {"origin", "main:refs/heads/x", "not a refspec"},
		"no other side":     {"origin", "refs/heads/main", "not a refspec"},
		"one wildcard":      {"origin", "refs/heads/*:refs/heads/x", "not a refspec"},
		"no such ref":       {"origin", "refs/heads/absent:refs/heads/x", "refs/heads/absent"},
	} {
		if err := r.Fetch(ctx, try.remote, []string{try.spec}); err == nil ||
			!strings.Contains(err.Error(), try.word) {
			t.Errorf("%s: %v", how, err)
		}
	}
	// The remote was rewound: a fetch without + leaves ours where it was.
	next := commitFiles(t, bare, first, files{"a": "a"}, nil).ID
	must(t, bare.Move(ctx, []Move{{main, first, next}}))
	plain := []string{strings.TrimPrefix(ours[0], "+")}
	must(t, r.Fetch(ctx, "origin", plain))
	must(t, bare.Move(ctx, []Move{{main, next, first}}))
	if err := r.Fetch(ctx, "origin", plain); err == nil {
		t.Error("a rewound main was taken")
	}
	if id, err := r.Ref(ctx, "refs/remotes/origin/main"); err != nil || id != next {
		t.Errorf("main is %q, %v", id, err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := r.Fetch(cancelled, "origin", ours); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// git refuses objects that no honest git writes before any ref names them.
func TestFetchChecksObjects(t *testing.T) {
	ctx := t.Context()
	bare, first, clones := hub(t, 1)
	b := bare.NewBatch()
	tree := rawTree(b, "40000 .GIT "+rawTree(b, "100644 config "+b.Blob([]byte("x"))))
	bad, err := b.Commit(NewCommit{Tree: tree, Parents: []string{first}, Author: asha(9),
		Committer: asha(9), Message: "m\n"}, nil)
	must(t, err)
	must(t, b.Write(ctx))
	must(t, bare.Move(ctx, []Move{{main, first, bad.ID}}))
	if err := clones[0].Fetch(ctx, "origin", ours); err == nil ||
		!strings.Contains(err.Error(), tree) {
		t.Errorf("a .GIT folder: %v", err)
	}
	if id, err := clones[0].Ref(ctx, "refs/remotes/origin/main"); err != nil || id != first {
		t.Errorf("main is %q, %v", id, err)
	}
}

func TestRemote(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	if url, err := r.Remote(ctx, "origin"); err != nil || url != "" {
		t.Errorf("none: %q, %v", url, err)
	}
	must(t, r.AddRemote(ctx, "origin", "ssh://records.example.org/agency.git"))
	must(t, r.AddRemote(ctx, "origin", "ssh://records.example.org/agency.git"))
	if url, err := r.Remote(ctx, "origin"); err != nil ||
		url != "ssh://records.example.org/agency.git" {
		t.Errorf("after adding: %q, %v", url, err)
	}
	if url, err := r.Remote(ctx, "other"); err != nil || url != "" {
		t.Errorf("another: %q, %v", url, err)
	}
	if specs := stock(t, r.WorkDir(), "", "config", "--get-all",
		"remote.origin.fetch"); specs != strings.Join(ours, "\n") {
		t.Errorf("refspecs\n%s", specs)
	}
	if r.AddRemote(ctx, "origin", "ssh://elsewhere.example.org/agency.git") == nil {
		t.Error("the URL of a remote was changed")
	}
	for _, name := range []string{"", "-x", "a b", "a..b", "a\nb", "../x"} {
		if r.AddRemote(ctx, name, "x") == nil {
			t.Errorf("%q became a remote", name)
		}
	}
	for _, url := range []string{"", "--upload-pack=x", "a\nb"} {
		if r.AddRemote(ctx, "backup", url) == nil {
			t.Errorf("%q became the URL of a remote", url)
		}
	}
	// A remote in an included file, and one of another spelling.
	must(t, os.WriteFile(filepath.Join(r.GitDir(), "more"),
		[]byte("[REMOTE \"away\"]\n\turl = /srv/away\n\turl = /srv/second\n"), 0o600))
	must(t, r.SetConfig(ctx, "include.path", "more"))
	if url, err := r.Remote(ctx, "away"); err != nil || url != "/srv/away" {
		t.Errorf("included: %q, %v", url, err)
	}
}

func TestForeign(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids := lineOf(t, r, 2)
	must(t, os.MkdirAll(filepath.Join(r.GitDir(), "info"), 0o755))
	must(t, os.WriteFile(filepath.Join(r.GitDir(), "info", "grafts"), nil, 0o644))
	if got, err := r.Foreign(ctx); err != nil || len(got) != 0 {
		t.Errorf("an honest repository: %v, %v", got, err)
	}
	stock(t, r.WorkDir(), "", "replace", ids[0], ids[1])
	want := "refs/replace/" + ids[0]
	if got, err := r.Foreign(ctx); err != nil || strings.Join(got, " ") != want {
		t.Errorf("replaced: %v, %v", got, err)
	}
	stock(t, r.WorkDir(), "", "pack-refs", "--all", "--prune")
	must(t, os.WriteFile(filepath.Join(r.GitDir(), "info", "grafts"), []byte(ids[1]+"\n"), 0o644))
	must(t, os.WriteFile(filepath.Join(r.GitDir(), "shallow"), []byte(ids[1]+"\n"), 0o644))
	if got, err := r.Foreign(ctx); err != nil || strings.Join(got, " ") != want+
		" info/grafts shallow" {
		t.Errorf("all three: %v, %v", got, err)
	}
}

func TestHooks(t *testing.T) {
	ctx := t.Context()
	for _, made := range []*Repo{newRepo(t), initRepo(t, InitOptions{Bare: true})} {
		r, top := made, made.WorkDir()
		if r.Bare() {
			top = r.GitDir()
		}
		t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
		want := func(how, folder string) {
			t.Helper()
			if got := r.Hooks(); got != folder {
				t.Errorf("%s: %s, want %s", how, got, folder)
			}
		}
		want("nothing set", filepath.Join(r.GitDir(), "hooks"))
		user := filepath.Join(t.TempDir(), "config")
		must(t, os.WriteFile(user, []byte("[core]\n\thooksPath = /etc/agency hooks/\n"), 0o600))
		t.Setenv("GIT_CONFIG_GLOBAL", user)
		var err error
		r, err = Open(ctx, top)
		must(t, err)
		t.Cleanup(func() { must(t, r.Close()) })
		want("the user's", "/etc/agency hooks")
		must(t, r.SetConfig(ctx, "core.hooksPath", "tools/hooks"))
		want("the repository's", filepath.Join(top, "tools", "hooks"))
	}
}
