package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// lineOf makes a line of n unsigned commits in one durable batch.
func lineOf(t testing.TB, r *Repo, n int) []string {
	t.Helper()
	b := r.NewBatch()
	tree, err := b.Tree(t.Context(), "", nil)
	must(t, err)
	var ids, parents []string
	for i := range n {
		c, err := b.Commit(NewCommit{Tree: tree, Parents: parents, Author: asha(int64(i)),
			Committer: asha(int64(i)), Message: "m\n"}, nil)
		must(t, err)
		ids, parents = append(ids, c.ID), []string{c.ID}
	}
	must(t, b.Write(t.Context()))
	return ids
}

func TestSince(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids := lineOf(t, r, 3*stepwise)
	last := len(ids) - 1
	for _, from := range []int{last, last - 1, last - stepwise, last - stepwise - 1,
		last - stepwise - 2, 1, 0} {
		got, err := r.Since(ctx, ids[from], ids[last])
		if err != nil || !slices.Equal(got, ids[from+1:]) {
			t.Errorf("since %d: %d ids, %v", from, len(got), err)
		}
	}
	if got, err := r.Since(ctx, "", ids[last]); err != nil || !slices.Equal(got, ids) {
		t.Errorf("from the root: %d ids, %v", len(got), err)
	}
	if got, err := r.Since(ctx, "", ids[2]); err != nil || !slices.Equal(got, ids[:3]) {
		t.Errorf("a short one from the root: %v, %v", got, err)
	}
	if got, err := r.NewBatch().Since(ctx, ids[0], ids[last]); err != nil ||
		!slices.Equal(got, ids[1:]) {
		t.Errorf("through a batch: %d ids, %v", len(got), err)
	}
}

func TestSinceRefuses(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids := lineOf(t, r, 2*stepwise)
	other := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	for name, ends := range map[string][2]string{
		"backwards":    {ids[5], ids[2]},
		"unrelated":    {other, ids[len(ids)-1]},
		"unknown old":  {strings.Repeat("1", 40), ids[3]},
		"unknown new":  {ids[3], strings.Repeat("1", 40)},
		"nothing new":  {ids[3], ""},
		"no id at all": {"main", ids[3]},
	} {
		if got, err := r.Since(ctx, ends[0], ends[1]); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %d ids, %v", name, len(got), err)
		}
	}
}

// First parents count, as the raw bytes have them; what came by a second
// parent, a graft or a replace ref does not.
func TestSinceFollowsRawFirstParents(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids := lineOf(t, r, 2*stepwise)
	side := commitFiles(t, r, ids[0], files{"a": "a"}, nil)
	tip := ids[len(ids)-1]
	b := r.NewBatch()
	merge, err := b.Commit(NewCommit{Tree: side.Tree, Parents: []string{tip, side.ID},
		Author: asha(1), Committer: asha(1), Message: "m\n"}, nil)
	must(t, err)
	must(t, b.Write(ctx))
	want := append(slices.Clone(ids[1:]), merge.ID)
	check := func(how string) {
		t.Helper()
		if got, err := r.Since(ctx, ids[0], merge.ID); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d ids, want %d, %v", how, len(got), len(want), err)
		}
		if got, err := r.Since(ctx, side.ID, merge.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s, from the second parent: %d ids, %v", how, len(got), err)
		}
	}
	check("merge")
	stock(t, r.WorkDir(), "", "replace", ids[9], ids[3])
	check("replace ref")
	must(t, os.MkdirAll(filepath.Join(r.GitDir(), "info"), 0o755))
	must(t, os.WriteFile(filepath.Join(r.GitDir(), "info", "grafts"),
		fmt.Appendf(nil, "%s %s\n", tip, ids[1]), 0o644))
	check("graft")
}
