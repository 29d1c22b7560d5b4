//go:build unix

package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestPurgeOfAHostileCopy has objects of any size beside the key to be destroyed. Purge and search
// need little memory for them, and name everything that holds the key.
func TestPurgeOfAHostileCopy(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a large tree")
	}
	ctx, r := t.Context(), newRepo(t)
	key := looseBlob(t, r, "the wrapped key")
	var rows strings.Builder
	for i := range 70_000 {
		fmt.Fprintf(&rows, "100644 blob %s\t%07d\n", key, i)
	}
	tree := gitSays(t, r, rows.String(), "mktree")
	commit := gitSays(t, r, "x\n", "-c", "user.name=A", "-c", "user.email=a@example.org",
		"commit-tree", tree)
	must(t, r.Move(ctx, []Move{{"refs/heads/held", "", commit}}))
	for name, size := range map[string]int64{
		"logs/refs/heads/main": 100 << 20, "objects/aa/tmp_obj_x": 5 << 30,
	} {
		path := filepath.Join(r.CommonDir(), filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, nil, 0o600))
		must(t, os.Truncate(path, size))
	}
	must(t, r.Purge(ctx, []string{key}))
	found, err := r.Search(ctx, []string{key})
	must(t, err)
	if said := fmt.Sprint(found.Places); !strings.Contains(said, "refs/heads/held") ||
		!strings.Contains(said, "tmp_obj_x") {
		t.Errorf("found: %s", said)
	}
	must(t, r.Move(ctx, []Move{{"refs/heads/held", commit, ""}}))
	must(t, os.Remove(filepath.Join(r.CommonDir(), "objects", "aa", "tmp_obj_x")))
	must(t, r.Purge(ctx, []string{key}))
	if found, err = r.Search(ctx, []string{key}); err != nil || len(found.Places) > 0 {
		t.Errorf("still there: %v, %v", found.Places, err)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	if rows.Reset(); memory.HeapSys > 200<<20 { // the rows of this test are half of it
		t.Errorf("%d MB of memory", memory.HeapSys>>20)
	}
}

func looseBlob(t *testing.T, r *Repo, text string) string {
	t.Helper()
	return gitSays(t, r, text, "hash-object", "-w", "--stdin")
}

func gitSays(t *testing.T, r *Repo, stdin string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"--git-dir=" + r.GitDir()}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output()
	must(t, err)
	return strings.TrimSpace(string(out))
}
