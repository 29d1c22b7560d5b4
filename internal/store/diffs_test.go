package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sameAsDiff compares Diffs with Diff, pair by pair, each Diff by a reader that
// remembers nothing of the others.
func sameAsDiff(t *testing.T, r Reader, pairs [][2]string) {
	t.Helper()
	got, err := r.Diffs(t.Context(), pairs)
	must(t, err)
	if len(got) != len(pairs) {
		t.Fatalf("%d results for %d pairs", len(got), len(pairs))
	}
	for i, pair := range pairs {
		fresh := Reader{src: r.src, trees: newTreeCache()}
		want, err := fresh.Diff(t.Context(), pair[0], pair[1])
		if !slices.Equal(got[i].Changes, want) || fmt.Sprint(got[i].Err) != fmt.Sprint(err) {
			t.Errorf("pair %d, %v:\n%v, %v\nwant\n%v, %v", i, pair, got[i].Changes, got[i].Err,
				want, err)
		}
	}
}

// A history of more than one window, each commit beside its parent, and pairs
// drawn from anywhere; some of them agree with stock git too.
func TestDiffsOfAHistory(t *testing.T) {
	r := newRepo(t)
	draw := rand.New(rand.NewPCG(3, 4))
	b := r.NewBatch()
	var ids []string
	var edits []Edit
	tree := ""
	for i := range diffWindow + 60 {
		edits = edits[:0]
		for _, path := range []string{"a", "b/a", "b/c/d", "b.c", "b/c.d"}[draw.IntN(3):] {
			if e := (Edit{Path: path}); draw.IntN(3) > 0 {
				e.Mode, e.ID = modeFile, b.Blob([]byte{byte(draw.IntN(4))})
				edits = append(edits, e)
			} else {
				edits = append(edits, e)
			}
		}
		var err error
		tree, err = b.Tree(t.Context(), tree, edits)
		must(t, err)
		c, err := b.Commit(NewCommit{Tree: tree, Author: asha(int64(i)), Committer: asha(int64(i)),
			Message: "m\n"}, nil)
		must(t, err)
		ids = append(ids, c.ID)
	}
	pairs := [][2]string{{"", ids[0]}}
	for i := range ids[1:] {
		pairs = append(pairs, [2]string{ids[i], ids[i+1]})
	}
	for range 50 {
		pairs = append(pairs, [2]string{ids[draw.IntN(len(ids))], ids[draw.IntN(len(ids))]})
	}
	sameAsDiff(t, b.Reader, pairs)
	must(t, b.Write(t.Context()))
	sameAsDiff(t, r.Reader, pairs[:20])
	got, err := r.Diffs(t.Context(), pairs)
	must(t, err)
	for i := 250; i < 265; i++ {
		if want := stockDiff(t, r, pairs[i][0], pairs[i][1]); !slices.Equal(got[i].Changes, want) {
			t.Errorf("pair %d: %v, want %v", i, got[i].Changes, want)
		}
	}
}

// hostile makes commits of trees that git would not write, in which few names
// and objects meet in all ways.
func hostile(t testing.TB, b *Batch, draw *rand.Rand) []string {
	x, y := b.Blob([]byte("x")), b.Blob([]byte("y"))
	below := []string{rawTree(b), rawTree(b, "100644 a "+x),
		rawTree(b, "100644 a "+x, "100644 a "+y), strings.Repeat("1", 40)}
	names := []string{"a", "a.b", "a", "b", "a/a", "..", ".git", "b"}
	var ids []string
	for i := range 150 {
		var lines []string
		for range draw.IntN(6) {
			name := names[draw.IntN(len(names))]
			switch draw.IntN(4) {
			case 0, 1:
				lines = append(lines, "40000 "+name+" "+below[draw.IntN(len(below))])
			case 2:
				lines = append(lines, []string{"100644 ", "0100644 ", "100755 "}[draw.IntN(3)]+name+
					" "+x)
			default:
				lines = append(lines, "100644 "+name+" "+y)
			}
		}
		tree := rawTree(b, lines...)
		if below = append(below, tree); i%10 == 0 {
			tree = below[draw.IntN(len(below))]
		}
		c, err := b.Commit(NewCommit{Tree: tree, Author: asha(int64(i)), Committer: asha(1),
			Message: "m\n"}, nil)
		must(t, err)
		ids = append(ids, c.ID)
	}
	return append(ids, x, rawTree(b), "main", "", strings.Repeat("2", 40)) // no commits, these
}

func TestDiffsOfHostileTrees(t *testing.T) {
	draw := rand.New(rand.NewPCG(5, 6))
	b := newRepo(t).NewBatch()
	ids := hostile(t, b, draw)
	var pairs [][2]string
	for range 2 * diffWindow {
		pairs = append(pairs, [2]string{ids[draw.IntN(len(ids))], ids[draw.IntN(len(ids))]})
	}
	sameAsDiff(t, b.Reader, pairs)
}

// A pair with many changes is compared alone, and ends like any other.
func TestDiffsOfLargeCommits(t *testing.T) {
	b := newRepo(t).NewBatch()
	lines := make([]string, 3*manyChanges)
	for i := range lines {
		lines[i] = fmt.Sprintf("100644 %06d %s", i, someParent)
	}
	bomb := rawTree(b, "100644 f "+someParent)
	for range 30 {
		bomb = rawTree(b, "40000 a "+bomb, "40000 b "+bomb)
	}
	var ids []string
	for _, tree := range []string{rawTree(b, lines[:3]...), rawTree(b, lines...),
		rawTree(b, lines[:manyChanges]...), bomb} {
		c, err := b.Commit(NewCommit{Tree: tree, Author: asha(1), Committer: asha(1),
			Message: "m\n"}, nil)
		must(t, err)
		ids = append(ids, c.ID)
	}
	got, err := b.Diffs(t.Context(),
		[][2]string{{"", ids[0]}, {ids[0], ids[1]}, {"", ids[2]}, {ids[0], ids[3]},
			{ids[1], ids[0]}})
	must(t, err)
	for i, want := range []int{3, 3*manyChanges - 3, manyChanges, 0, 3*manyChanges - 3} {
		if len(got[i].Changes) != want || (got[i].Err != nil) != (want == 0) {
			t.Errorf("pair %d: %d changes, want %d, %v", i, len(got[i].Changes), want, got[i].Err)
		}
	}
	if !errors.Is(got[3].Err, ErrDamaged) {
		t.Errorf("a tree of a thousand million files: %v", got[3].Err)
	}
}

// One damaged tree spoils the pairs that need it, and no other.
func TestDiffsWithDamage(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	var ids, trees []string
	last := ""
	for i := range 6 {
		c := commitFiles(t, r, last, files{"a/b": fmt.Sprint(i), "c": "c"}, nil)
		e, _, err := r.Lookup(ctx, c.ID, "a")
		must(t, err)
		last, ids, trees = c.ID, append(ids, c.ID), append(trees, e.ID)
	}
	path := func(id string) string { return filepath.Join(r.GitDir(), "objects", id[:2], id[2:]) }
	must(t, os.Remove(path(trees[1])))
	must(t, os.Remove(path(trees[4])))
	must(t, os.WriteFile(path(trees[4]), deflated("tree 3\x00abc"), 0o444))
	pairs := [][2]string{{"", ids[0]}, {ids[0], ids[1]}, {ids[1], ids[2]}, {ids[2], ids[3]},
		{ids[3], ids[4]}, {ids[4], ids[5]}, {ids[3], ids[5]}}
	fresh := Reader{src: r.src, trees: newTreeCache()}
	got, err := fresh.Diffs(ctx, pairs)
	must(t, err)
	for i, want := range []error{nil, ErrNotFound, ErrNotFound, nil, ErrDamaged, ErrDamaged, nil} {
		if !errors.Is(got[i].Err, want) ||
			want == nil && (got[i].Err != nil || len(got[i].Changes) == 0) {
			t.Errorf("pair %d: %v, %v; want %v", i, got[i].Changes, got[i].Err, want)
		}
	}
	must(t, os.Remove(path(trees[4])))
	must(t, os.WriteFile(path(trees[4]), []byte("garbage"), 0o444))
	again, err := Reader{src: r.src, trees: newTreeCache()}.Diffs(ctx, pairs)
	must(t, err)
	for i := range again {
		if (again[i].Err == nil) != (got[i].Err == nil) {
			t.Errorf("pair %d with garbage: %v", i, again[i].Err)
		}
	}
}
