package store

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestTrees compares many trees at once with one at a time.
func TestTrees(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	c := commitFiles(t, r, "", files{"a/x": "1", "b/y": "2", "b/z": "3"}, nil)
	must(t, r.Move(ctx, []Move{{main, "", c.ID}}))
	var ids []string
	var want [][]TreeEntry
	for _, path := range []string{"b", "a", "b"} {
		e, ok, err := r.Lookup(ctx, c.ID, path)
		if err != nil || !ok {
			t.Fatalf("%s: %v, %v", path, ok, err)
		}
		one, err := r.Tree(ctx, e.ID)
		must(t, err)
		ids, want = append(ids, e.ID), append(want, one)
	}
	if got, err := r.Trees(ctx, ids); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := r.Trees(ctx, []string{ids[0], c.ID}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a commit among the trees: %v", err)
	}
}

// TestPackedRefCutShort leaves a packed-refs file to git that is not as git
// writes it.
func TestPackedRefCutShort(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	a := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	must(t, r.Move(ctx, []Move{{main, "", a}}))
	stock(t, r.WorkDir(), "", "pack-refs", "--all", "--prune")
	if id, ok := r.packedRef(main); id != a || !ok {
		t.Errorf("whole: %q, %v", id, ok)
	}
	if id, ok := r.packedRef("refs/heads/mai"); id != "" || !ok {
		t.Errorf("the beginning of a name was taken for it: %q, %v", id, ok)
	}
	file := filepath.Join(r.GitDir(), "packed-refs")
	text, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(file, text[:len(text)-1], 0o666))
	if id, ok := r.packedRef(main); ok {
		t.Errorf("cut short: %q", id)
	}
}
