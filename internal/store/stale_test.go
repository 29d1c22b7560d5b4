package store

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A lock that a killed git left behind keeps nobody out for ever; one that
// somebody may be holding is left alone.
func TestStaleLocks(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	b := r.NewBatch()
	tree, err := b.Tree(ctx, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	who := Ident{Name: "casefile", Email: "casefile@invalid", When: time.Unix(0, 0)}
	c, err := b.Commit(NewCommit{Tree: tree, Author: who, Committer: who, Message: "x\n"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Write(ctx); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		ref   string
		age   time.Duration
		moved bool
	}{
		{"refs/casefile/verified", time.Second, false},
		{"refs/casefile/verified", 11 * time.Second, true},
		{"refs/heads/main", 11 * time.Second, false},
		{"refs/heads/main", 11 * time.Minute, true},
	} {
		lock := filepath.Join(r.CommonDir(), filepath.FromSlash(tt.ref)+".lock")
		if err := os.MkdirAll(filepath.Dir(lock), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(lock, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-tt.age)
		if err := os.Chtimes(lock, then, then); err != nil {
			t.Fatal(err)
		}
		err := r.Move(ctx, []Move{{Ref: tt.ref, New: c.ID}})
		if moved := err == nil; moved != tt.moved || !moved && !errors.Is(err, ErrRaced) {
			t.Errorf("%s, lock %s old: %v", tt.ref, tt.age, err)
		}
		if err := os.Remove(lock); err == nil && tt.moved {
			t.Errorf("%s: the lock is still there", tt.ref)
		}
	}
}

// What a killed git left half way in the work tree is taken up again; what
// somebody wrote there stays.
func TestCheckoutAfterAKill(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	commit := func(parent string, files map[string]string) string {
		t.Helper()
		b := r.NewBatch()
		var edits []Edit
		for path, text := range files {
			edits = append(edits, Edit{Path: path, Mode: modeFile, ID: b.Blob([]byte(text))})
		}
		tree, err := b.Tree(ctx, "", edits)
		if err != nil {
			t.Fatal(err)
		}
		who := Ident{Name: "casefile", Email: "casefile@invalid", When: time.Unix(0, 0)}
		n := NewCommit{Tree: tree, Author: who, Committer: who, Message: "x\n"}
		if parent != "" {
			n.Parents = []string{parent}
		}
		c, err := b.Commit(n, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Write(ctx); err != nil {
			t.Fatal(err)
		}
		if err := r.Move(ctx, []Move{{Ref: "refs/heads/main", Old: parent, New: c.ID}}); err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	first := commit("", map[string]string{"a": "one\n", "b": "one\n"})
	if err := r.Checkout(ctx, "", first); err != nil {
		t.Fatal(err)
	}
	second := commit(first, map[string]string{"a": "two\n", "b": "one\n", "c": "new\n"})
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(r.WorkDir(), name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("a", "two\n")
	write("c", "new\n")
	if err := r.Checkout(ctx, first, second); err != nil {
		t.Errorf("files that are there already: %v", err)
	}
	third := commit(second, map[string]string{"a": "three\n", "b": "one\n", "c": "new\n", "d": "new\n"})
	write("a", "mine\n")
	write("d", "new\n")
	if err := r.Checkout(ctx, second, third); err == nil {
		t.Error("a file that somebody changed is overwritten")
	}
	if data, err := os.ReadFile(filepath.Join(r.WorkDir(), "a")); err != nil || string(data) != "mine\n" {
		t.Errorf("it holds %q, %v", data, err)
	}
}

// What looks like a lock and holds something else, or is somebody's at work, stays.
func TestLocksThatStay(t *testing.T) {
	r := newRepo(t)
	must(t, os.MkdirAll(filepath.Join(r.CommonDir(), "refs", "heads"), 0o700))
	lock := filepath.Join(r.CommonDir(), "refs", "heads", "main.lock")
	old := func() {
		then := time.Now().Add(-time.Hour)
		must(t, os.Chtimes(lock, then, then))
	}
	for text, goes := range map[string]bool{
		"": true, strings.Repeat("a1", 20) + "\n": true, strings.Repeat("a1", 20): true, "a1": true, "ref: refs/heads/x\n": true,
		"notes that somebody keeps here\n": false, strings.Repeat("x", 100): false,
	} {
		must(t, os.WriteFile(lock, []byte(text), 0o600))
		old()
		if got := r.dropStale(lock, otherLockAge); got != goes {
			t.Errorf("%q goes: %t", text, got)
		}
		_ = os.Remove(lock)
	}
	must(t, os.WriteFile(lock, nil, 0o600))
	old()
	if runtime.GOOS == "linux" {
		f, err := os.Open(lock)
		must(t, err)
		if r.dropStale(lock, otherLockAge) {
			t.Error("a lock that a process has open goes")
		}
		must(t, f.Close())
		git := exec.Command("git", "-C", r.GitDir(), "update-ref", "--stdin")
		in, err := git.StdinPipe()
		must(t, err)
		must(t, git.Start())
		for range 100 { // until it is git that runs there
			if lockOwned(lock, r.CommonDir()) {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if r.dropStale(lock, otherLockAge) {
			t.Error("a lock goes while a git is at work beside it")
		}
		must(t, errors.Join(in.Close(), git.Wait()))
	}
	if !r.dropStale(lock, otherLockAge) {
		t.Error("a lock of nobody stays")
	}
	if !Moved(nil) || !Moved(fmt.Errorf("x: %w", ErrUndurable)) || Moved(ErrRaced) {
		t.Error("what has moved is not told from what has not")
	}
}
