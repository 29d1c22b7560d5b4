package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// withoutFlock has the system refuse a lock to a command and to all that it starts, in the way
// of a file system that knows none.
func withoutFlock(trace, refused string, args ...string) []string {
	return append([]string{"strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=flock", "-e",
		"inject=flock:error=" + refused, "-o", trace, "casefile"}, args...)
}

// TestWithoutFlock wants processes that record and sync in one copy at once to lose nothing
// where the file system knows no locks: each entry that was reported is on the server, once,
// and no file of an owner is left.
func TestWithoutFlock(t *testing.T) {
	t.Parallel()
	trace := filepath.Join(t.TempDir(), "trace")
	probe := exec.Command("strace", "-f", "-qq", "--seccomp-bpf", "-o", trace, "true")
	if out, err := probe.CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here, or is not installed: %v %s", err, out)
	}
	b := newBranches(t, 2)
	who := b.folders[1]
	out := b.must("judith", b.text("profile.md", nil), "casefile", "open", "-F", "-",
		"--key-worker", who)
	folder := openedLine().FindStringSubmatch(out)[1]
	b.must("judith", "", "casefile", "sync")
	b.must(who, "", "casefile", "sync")
	var mu sync.Mutex
	var saved []string
	var all sync.WaitGroup
	for i, refused := range []string{"ENOLCK", "EOPNOTSUPP", "ENOSYS"} {
		all.Go(func() {
			trace := fmt.Sprint(trace, i)
			text := "---\nkind: note\nheadline: Mark-" + refused + "\nsources: [{who: mother, " +
				"how: telephone}]\n---\n"
			out, errs, code := b.try(who, text,
				withoutFlock(trace, refused, "note", folder, "-F", "-")...)
			if got := savedIn(out); code != 0 || len(got) != 1 {
				t.Errorf("%s: note: exit code %d: %s%s", refused, code, out, errs)
			} else {
				mu.Lock()
				saved = append(saved, got...)
				mu.Unlock()
			}
			if text, err := os.ReadFile(trace); !strings.Contains(string(text), "(INJECTED)") {
				t.Errorf("%s: no lock was refused: %v", refused, err)
			}
			if out, errs, code := b.try(who, "",
				withoutFlock(trace, refused, "sync")...); code != 0 {
				t.Errorf("%s: sync: exit code %d: %s%s", refused, code, out, errs)
			}
		})
	}
	all.Wait()
	b.must(who, "", "casefile", "sync")
	there := b.entryIDs("")
	for _, entry := range saved {
		if there[entry] != 1 {
			t.Errorf("%s is on the server %d times", entry, there[entry])
		}
	}
	for _, home := range []string{b.server, filepath.Join(b.copy(who), ".git")} {
		if left, _ := filepath.Glob(filepath.Join(home, "casefile", "*.held*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}
