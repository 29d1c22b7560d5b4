package store

import (
	"errors"
	"os"
	"path/filepath"
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
