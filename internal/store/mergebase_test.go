package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// branch adds n commits upon parent.
func branch(t testing.TB, r *Repo, parent string, n int, name string) string {
	t.Helper()
	b := r.NewBatch()
	for i := range n {
		who := asha(2_000_000_000 + int64(i))
		c, err := b.Commit(NewCommit{Tree: someTree, Parents: []string{parent}, Author: who,
			Committer: who, Message: name + "\n"}, nil)
		must(t, err)
		parent = c.ID
	}
	must(t, b.Write(t.Context()))
	return parent
}

func TestMergeBase(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids := lineOf(t, r, 5*stepwise)
	tip := ids[len(ids)-1]
	middle := ids[2*stepwise]
	near, far := branch(t, r, middle, 3, "near"), branch(t, r, middle, 2*stepwise, "far")
	alone := commitFiles(t, r, "", files{"a": "a"}, nil).ID
	for name, test := range map[string]struct{ a, b, want string }{
		"the same":           {tip, tip, tip},
		"one behind":         {tip, ids[len(ids)-2], ids[len(ids)-2]},
		"far behind":         {tip, ids[1], ids[1]},
		"the root":           {tip, ids[0], ids[0]},
		"two short sides":    {near, branch(t, r, middle, 1, "other"), middle},
		"a short and a long": {near, far, middle},
		"two long ones":      {tip, far, middle},
		"unrelated":          {tip, alone, ""},
		"unrelated and near": {alone, ids[1], ""},
		"no commit yet":      {"", tip, ""},
		"neither":            {"", "", ""},
	} {
		for _, read := range []Reader{r.Reader, r.NewBatch().Reader} {
			for _, side := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
				if got, err := read.MergeBase(ctx, side[0], side[1]); err != nil ||
					got != test.want {
					t.Errorf("%s: got %q, %v; want %q", name, got, err, test.want)
				}
			}
		}
	}
	for _, absent := range []string{strings.Repeat("1", 40), "main"} {
		if got, err := r.MergeBase(ctx, tip, absent); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %q, %v", absent, got, err)
		}
	}
}

// MergeBase ignores what git would propose because of a second parent, a graft, a replace ref or a
// shallow file.
func TestMergeBaseFollowsRawFirstParents(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids := lineOf(t, r, 5*stepwise)
	base, tip := ids[stepwise], ids[len(ids)-1]
	side := branch(t, r, base, stepwise, "side")
	b := r.NewBatch()
	merge, err := b.Commit(NewCommit{Tree: someTree, Parents: []string{side, tip}, Author: asha(1),
		Committer: asha(1), Message: "m\n"}, nil)
	must(t, err)
	must(t, b.Write(ctx))
	end := branch(t, r, merge.ID, 2*stepwise, "after")
	if got := stock(t, r.WorkDir(), "", "merge-base", end, tip); got != tip {
		t.Fatalf("git says %s, so this proves nothing", got)
	}
	check := func(how string) {
		t.Helper()
		if got, err := r.MergeBase(ctx, end, tip); err != nil || got != base {
			t.Errorf("%s: %q, %v; want %s", how, got, err, base)
		}
	}
	check("merge")
	stock(t, r.WorkDir(), "", "replace", ids[2*stepwise], ids[3])
	check("replace ref")
	must(t, os.MkdirAll(filepath.Join(r.GitDir(), "info"), 0o755))
	must(t, os.WriteFile(filepath.Join(r.GitDir(), "info", "grafts"),
		fmt.Appendf(nil, "%s %s\n", tip, ids[1]), 0o644))
	check("graft")
	must(t, os.WriteFile(filepath.Join(r.GitDir(), "shallow"), []byte(ids[3*stepwise]+"\n"), 0o644))
	check("shallow")
}
