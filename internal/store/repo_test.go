package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestOpenFindsTheRepository(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	work := r.WorkDir()
	deep := filepath.Join(work, "cases", "K3")
	must(t, os.MkdirAll(deep, 0o755))
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(deep, link))
	stock(t, work, "", "commit", "-q", "--allow-empty", "-m", "x")
	linked := filepath.Join(t.TempDir(), "linked")
	stock(t, work, "", "worktree", "add", "-q", linked)
	linked, err := filepath.EvalSymlinks(linked)
	must(t, err)
	for dir, want := range map[string]string{work: work, deep: work, link: work, linked: linked} {
		got, err := Open(ctx, dir)
		must(t, err)
		if got.WorkDir() != want || got.Bare() {
			t.Errorf("Open(%s): work tree %s, bare %v", dir, got.WorkDir(), got.Bare())
		}
		if id, err := got.Ref(ctx, "refs/heads/main"); err != nil || id == "" {
			t.Errorf("Open(%s): main is %q, %v", dir, id, err)
		}
		must(t, got.Close())
	}
	bare := initRepo(t, InitOptions{Bare: true})
	if !bare.Bare() || bare.WorkDir() != "" {
		t.Errorf("bare: %v %q", bare.Bare(), bare.WorkDir())
	}
}

func TestOpenRefuses(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	other := t.TempDir()
	stock(t, other, "", "init", "-q", "--object-format=sha256")
	for name, dir := range map[string]string{"plain folder": t.TempDir(),
		"absent": filepath.Join(other, "absent"), "inside .git": r.GitDir(), "sha256": other} {
		if got, err := Open(ctx, dir); !errors.Is(err, ErrNotRepository) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// A hook of another repository, or an editor started by git, must not turn us
// to that other repository.
func TestInheritedEnvironmentIsIgnored(t *testing.T) {
	ctx, r, other := t.Context(), newRepo(t), newRepo(t)
	c := commitFiles(t, r, "", files{"a": "a"}, nil)
	for name, value := range map[string]string{
		"GIT_DIR": other.GitDir(), "GIT_WORK_TREE": other.WorkDir(),
		"GIT_OBJECT_DIRECTORY": filepath.Join(other.GitDir(), "objects"),
		"GIT_INDEX_FILE":       filepath.Join(other.GitDir(), "index"), "GIT_NAMESPACE": "x",
		"GIT_CEILING_DIRECTORIES": r.WorkDir(),
		"GIT_CONFIG_COUNT":        "1", "GIT_CONFIG_KEY_0": "core.bare",
		"GIT_CONFIG_VALUE_0": "true",
	} {
		t.Setenv(name, value)
	}
	again, err := Open(ctx, r.WorkDir())
	must(t, err)
	defer again.Close()
	if again.GitDir() != r.GitDir() {
		t.Errorf("git dir %s, want %s", again.GitDir(), r.GitDir())
	}
	must(t, again.Move(ctx, []Move{{Ref: "refs/heads/main", New: c.ID}}))
	must(t, again.Checkout(ctx, "", c.ID))
	if _, err := os.Stat(filepath.Join(r.WorkDir(), "a")); err != nil {
		t.Error(err)
	}
	if id, err := other.Ref(ctx, "refs/heads/main"); err != nil || id != "" {
		t.Errorf("the other repository's main is %q, %v", id, err)
	}
}

func TestInitRefuses(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	if _, err := Init(ctx, filepath.Join(r.GitDir(), "inner"), InitOptions{}); err == nil {
		t.Error("made a repository inside a git directory")
	}
	if _, err := Init(ctx, r.GitDir(), InitOptions{Bare: true}); err == nil {
		t.Error("made a repository of a git directory")
	}
	again, err := Init(ctx, r.WorkDir(), InitOptions{})
	if err != nil {
		t.Fatalf("an empty repository: %v", err)
	}
	must(t, again.Close())
	c := commitFiles(t, r, "", files{"a": "a"}, nil)
	must(t, r.Move(ctx, []Move{{Ref: "refs/heads/main", New: c.ID}}))
	if _, err := Init(ctx, r.WorkDir(), InitOptions{}); err == nil {
		t.Error("made a repository over a history")
	}
	inner, err := Init(ctx, filepath.Join(r.WorkDir(), "inner"), InitOptions{})
	if err != nil || inner.GitDir() == r.GitDir() {
		t.Fatalf("a folder of a work tree: %v, %v", inner, err)
	}
	must(t, inner.Close())
	bare := initRepo(t, InitOptions{Bare: true})
	c = commitFiles(t, bare, "", files{"a": "a"}, nil)
	must(t, bare.Move(ctx, []Move{{Ref: "refs/heads/main", New: c.ID}}))
	if _, err := Init(ctx, bare.GitDir(), InitOptions{Bare: true}); err == nil {
		t.Error("made a bare repository over a history")
	}
}

// A checkout by stock git leaves the bytes as they are, whatever the user's
// configuration says.
func TestInitKeepsBytes(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	text := "a\r\nb\n"
	c := commitFiles(t, r, "", files{"a.txt": text}, nil)
	must(t, r.Move(ctx, []Move{{Ref: "refs/heads/main", New: c.ID}}))
	home := filepath.Join(t.TempDir(), "config")
	must(t, os.WriteFile(home, []byte("[core]\n\tautocrlf = true\n\teol = crlf\n"), 0o600))
	t.Setenv("GIT_CONFIG_GLOBAL", home)
	must(t, r.Checkout(ctx, "", c.ID))
	got, err := os.ReadFile(filepath.Join(r.WorkDir(), "a.txt"))
	if err != nil || string(got) != text {
		t.Errorf("checked out as %q, %v", got, err)
	}
	if head := stock(t, r.WorkDir(), "", "symbolic-ref", "HEAD"); head != "refs/heads/main" {
		t.Errorf("HEAD is %s", head)
	}
}

func TestConfig(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	for _, value := range []string{"x", "two words", "line\nfeed", ""} {
		must(t, r.SetConfig(ctx, "casefile.test", value))
		if got, err := r.Config(ctx, "casefile.test"); err != nil || got != value {
			t.Errorf("got %q, %v; want %q", got, err, value)
		}
	}
	if got, err := r.Config(ctx, "casefile.absent"); err != nil || got != "" {
		t.Errorf("absent: %q, %v", got, err)
	}
}

func TestCheckGit(t *testing.T) {
	must(t, CheckGit(t.Context()))
	for text, want := range map[string]error{
		"git version 2.35.9": ErrOldGit, "git version 1.99.0": ErrOldGit, "git version 2.36.0": nil,
		"git version 2.50.1 (Apple Git-155)": nil, "git version 3.0": nil, "what": ErrGitBroken,
	} {
		dir := t.TempDir()
		script := fmt.Sprintf("#!/bin/sh\necho '%s'\nwhile [ \"$1\" = -c ]; do shift 2; done\n"+
			"[ \"$1\" = version ]\n", text)
		must(t, os.WriteFile(filepath.Join(dir, "git"), []byte(script), 0o755))
		t.Setenv("PATH", dir)
		if err := CheckGit(t.Context()); !errors.Is(err, want) || (want == nil && err != nil) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
		if _, err := Open(t.Context(), dir); want != nil && !errors.Is(err, want) {
			t.Errorf("Open with %s: %v", text, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if err := CheckGit(t.Context()); !errors.Is(err, ErrNoGit) {
		t.Errorf("no git: %v", err)
	}
	if _, err := Open(t.Context(), t.TempDir()); !errors.Is(err, ErrNoGit) {
		t.Errorf("Open without git: %v", err)
	}
}
