package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

func TestCommits(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids := lineOf(t, r, 300)
	b := r.NewBatch()
	malformed := b.put(plumbing.CommitObject, []byte("tree x\n\n"))
	blob := b.Blob([]byte("text"))
	pending, err := b.Commit(NewCommit{Tree: someTree, Author: asha(7), Committer: asha(7),
		Message: "m\n"}, nil)
	must(t, err)
	asked := append([]string{"main", malformed, pending.ID}, ids...)
	asked = append(asked, blob, strings.Repeat("1", 40))
	got, faults, err := b.Commits(ctx, asked)
	must(t, err)
	for i, id := range asked {
		want := map[int]error{0: ErrNotFound, 1: ErrDamaged, 303: ErrNotFound, 304: ErrNotFound}[i]
		if !errors.Is(faults[i], want) || want == nil && (faults[i] != nil || got[i].ID != id) {
			t.Errorf("%d: %s, %v; want %v", i, got[i].ID, faults[i], want)
		}
	}
	if got, faults, err := r.Commits(ctx, nil); err != nil || len(got)+len(faults) != 0 {
		t.Errorf("none: %v, %v, %v", got, faults, err)
	}
	must(t, r.Close())
	if _, _, err := r.Commits(ctx, ids); err == nil {
		t.Error("a closed repository is read")
	}
}

func TestSizes(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids, texts := imported(t, r, 700)
	b := r.NewBatch()
	written := b.Blob([]byte("damage me"))
	must(t, b.Write(ctx))
	path := filepath.Join(r.GitDir(), "objects", written[:2], written[2:])
	must(t, os.Remove(path))
	must(t, os.WriteFile(path, []byte("garbage"), 0o444))
	pending := b.Blob([]byte("pending"))
	absent := strings.Repeat("1", 40)
	asked := slices.Concat([]string{absent, pending, written}, ids,
		[]string{"main", pending, absent})
	got, err := b.Sizes(ctx, asked)
	must(t, err)
	want := []int64{-1, 7, 9} // the batch still holds what it wrote
	for _, text := range texts {
		want = append(want, int64(len(text)))
	}
	if want = append(want, -1, 7, -1); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	missing, err := r.Missing(ctx, asked)
	if err != nil ||
		!slices.Equal(missing, []string{absent, pending, written, "main", pending, absent}) {
		t.Errorf("missing %v, %v", missing, err)
	}
	if _, err := r.Blob(ctx, ids[699], mostTest); err != nil {
		t.Errorf("reading after sizes: %v", err)
	}
}
