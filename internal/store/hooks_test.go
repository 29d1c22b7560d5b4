package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What a server is asked and told, beside what every copy is.
func TestServerRepository(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "server.git")
	git := func(args ...string) string {
		t.Helper()
		out, err := exec.Command("git", append([]string{"--git-dir", dir}, args...)...).Output()
		if err != nil {
			t.Fatalf("git %v: %v", args, err)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "-q", "--bare", "--initial-branch=other")
	r, err := Open(t.Context(), dir)
	must(t, err)
	defer r.Close()

	must(t, r.HeadOnMain(t.Context()))
	if head := git("symbolic-ref", "HEAD"); head != "refs/heads/main" {
		t.Errorf("HEAD is %s", head)
	}
	for _, value := range []string{"refs/a", "refs/b", "refs/a"} {
		must(t, r.AddConfig(t.Context(), "transfer.hideRefs", value))
	}
	if got := git("config", "--get-all", "transfer.hideRefs"); got != "refs/a\nrefs/b" {
		t.Errorf("hidden are %q", got)
	}
	if err := r.AddConfig(t.Context(), "no key", "x"); err == nil {
		t.Error("a key that is none was set")
	}
	tree := git("hash-object", "-w", "-t", "tree", os.DevNull)
	blob := git("hash-object", "-w", os.DevNull)
	kinds, err := r.Kinds(t.Context(), []string{blob, strings.Repeat("12", 20), tree, "x"})
	if want := []string{"blob", "", "tree", ""}; err != nil || !slices.Equal(kinds, want) {
		t.Errorf("%q, %v", kinds, err)
	}
}
