package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// stockDiff returns stock git's diff in our form.
func stockDiff(t *testing.T, r *Repo, from, to string) []Change {
	t.Helper()
	out := stock(t, r.WorkDir(), "", "diff-tree", "-r", "-z", "--no-renames", "--no-abbrev",
		"--raw", from, to)
	var changes []Change
	fields := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		f := strings.Fields(strings.TrimPrefix(fields[i], ":"))
		c := Change{Path: fields[i+1], OldMode: f[0], NewMode: f[1], OldID: f[2], NewID: f[3]}
		if f[4] == "A" {
			c.OldMode, c.OldID = "", ""
		}
		if f[4] == "D" {
			c.NewMode, c.NewID = "", ""
		}
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes
}

// Trees that we build and differences that we find agree with stock git, over
// random histories of few names (so that they collide often).
func TestDiffAgreesWithStockGit(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	draw := rand.New(rand.NewPCG(1, 2))
	paths := []string{"a", "a.b", "a-b", "b/a", "b/c/a", "b/c/b", "b.c", "c/d/e/f", "c0"}
	last := commitFiles(t, r, "", files{"a": "1"}, nil)
	ids := []string{last.ID}
	for range 25 {
		fs := make(files)
		for range 1 + draw.IntN(4) {
			text := ""
			if draw.IntN(3) > 0 {
				text = fmt.Sprint(draw.IntN(3) + 1)
			}
			fs[paths[draw.IntN(len(paths))]] = text
		}
		last = commitFiles(t, r, last.ID, fs, nil)
		ids = append(ids, last.ID)
	}
	stock(t, r.WorkDir(), "", "fsck", "--strict")
	for range 60 {
		from, to := ids[draw.IntN(len(ids))], ids[draw.IntN(len(ids))]
		got, err := r.Diff(ctx, from, to)
		must(t, err)
		if want := stockDiff(t, r, from, to); !slices.Equal(got, want) {
			t.Fatalf("diff %s %s:\n%v\nwant\n%v", from, to, got, want)
		}
	}
}

func TestDiffFromNothing(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	c := commitFiles(t, r, "", files{"b/c": "1", "a": "2"}, nil)
	got, err := r.Diff(ctx, "", c.ID)
	must(t, err)
	one, two := plumbing.ComputeHash(plumbing.BlobObject, []byte("1")).String(),
		plumbing.ComputeHash(plumbing.BlobObject, []byte("2")).String()
	if want := []Change{{Path: "a", NewMode: "100644", NewID: two},
		{Path: "b/c", NewMode: "100644", NewID: one}}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if _, err := r.Diff(ctx, c.ID, ""); err == nil {
		t.Error("a diff to nothing")
	}
}

// rawTree stores a tree that git would not write: lines "MODE NAME ID".
func rawTree(b *Batch, lines ...string) string {
	var raw []byte
	for _, line := range lines {
		f := strings.Fields(line)
		id, _ := hex.DecodeString(f[2])
		raw = append(append(raw, f[0]+" "+f[1]+"\x00"...), id...)
	}
	return b.put(plumbing.TreeObject, raw)
}

func TestDiffHidesNothingInHostileTrees(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	b := r.NewBatch()
	x, y := b.Blob([]byte("x")), b.Blob([]byte("y"))
	empty := rawTree(b)
	inner := rawTree(b, "100644 f "+x)
	base := rawTree(b, "100644 a "+x, "100644 b "+y)
	commit := func(tree string) string {
		c, err := b.Commit(NewCommit{Tree: tree, Author: asha(1), Committer: asha(1),
			Message: "m\n"}, nil)
		must(t, err)
		return c.ID
	}
	tests := map[string]struct {
		tree string
		want string // path new-mode of each change, without the root's own
		odd  bool
	}{
		"same": {base, "", false},
		"a name twice": {rawTree(b, "100644 a "+x, "100644 a "+y, "100644 b "+y),
			"a 100644", true},
		"the very same twice": {rawTree(b, "100644 a "+x, "100644 a "+x, "100644 b "+y),
			"a 100644", true},
		"file and folder": {rawTree(b, "100644 a "+x, "40000 a "+inner, "100644 b "+y),
			"a/f 100644", true},
		"file and folder, apart": {rawTree(b, "100644 a "+x, "100644 a.b "+x, "40000 a "+inner,
			"100644 b "+y), "a.b 100644,a/f 100644", true},
		"out of order": {rawTree(b, "100644 b "+y, "100644 a "+x), "", true},
		"added, out of order": {rawTree(b, "100644 b "+y, "100644 a "+x, "100644 c "+x),
			"c 100644", true},
		"slash in a name": {rawTree(b, "100644 a "+x, "100644 a/c "+x, "100644 b "+y),
			"a/c 100644", true},
		"dots": {rawTree(b, "40000 .. "+inner, "100644 a "+x, "100644 b "+y),
			"../f 100644", true},
		"dot git": {rawTree(b, "40000 .GIT "+inner, "100644 a "+x, "100644 b "+y),
			".GIT/f 100644", true},
		"zero-padded mode": {rawTree(b, "100644 a "+x, "100644 b "+y, "040000 c "+inner),
			"c/f 100644", true},
		"empty folder": {rawTree(b, "100644 a "+x, "100644 b "+y, "40000 c "+empty),
			"c 040000", false},
		"group-writable": {rawTree(b, "100664 a "+x, "100644 b "+y), "a 100664", false},
		"executable":     {rawTree(b, "100755 a "+x, "100644 b "+y), "a 100755", false},
		"link":           {rawTree(b, "120000 a "+x, "100644 b "+y), "a 120000", false},
		"submodule, never read": {
			rawTree(b, "100644 a "+x, "100644 b "+y, "160000 c "+strings.Repeat("1", 40)),
			"c 160000", false},
		"folder in a file's place": {rawTree(b, "40000 a "+inner, "100644 b "+y), "a ,a/f 100644",
			false},
	}
	from := commit(base)
	for name, test := range tests {
		got, err := b.Diff(ctx, from, commit(test.tree))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := strings.Split(test.want, ",")
		if test.odd {
			want = append([]string{" 040000"}, want...)
		}
		var list []string
		for _, c := range got {
			list = append(list, c.Path+" "+c.NewMode)
		}
		if got, want := strings.Join(list, ","),
			strings.TrimSuffix(strings.Join(want, ","), ","); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
		back, err := b.Diff(ctx, commit(test.tree), from)
		if err != nil || len(back) != len(got) {
			t.Errorf("%s: the way back has %v, %v", name, back, err)
		}
	}
}

func TestHostileTreesElsewhere(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	b := r.NewBatch()
	x := b.Blob([]byte("x"))
	twice := rawTree(b, "100644 a "+x, "100644 a "+b.Blob([]byte("y")))
	c, err := b.Commit(NewCommit{Tree: twice, Author: asha(1), Committer: asha(1), Message: "m\n"},
		nil)
	must(t, err)
	if e, ok, err := b.Lookup(ctx, c.ID, "a"); !errors.Is(err, ErrDamaged) {
		t.Errorf("Lookup of a name that is there twice: %v %v %v", e, ok, err)
	}
	if _, err := b.Tree(ctx, twice, []Edit{{Path: "b", Mode: "100644", ID: x}}); !errors.Is(err,
		ErrDamaged) {
		t.Errorf("building upon it: %v", err)
	}
	if list, err := b.Reader.Tree(ctx, twice); err != nil || len(list) != 2 {
		t.Errorf("Tree: %v, %v", list, err)
	}
	deep := rawTree(b, "100644 f "+x)
	for range maxDepth + 2 {
		deep = rawTree(b, "40000 d "+deep)
	}
	c, err = b.Commit(NewCommit{Tree: deep, Author: asha(1), Committer: asha(1), Message: "m\n"},
		nil)
	must(t, err)
	if _, err := b.Diff(ctx, "", c.ID); !errors.Is(err, ErrDamaged) {
		t.Errorf("a deep tree: %v", err)
	}
	bomb := rawTree(b, "100644 f "+x)
	for range 30 {
		bomb = rawTree(b, "40000 a "+bomb, "40000 b "+bomb)
	}
	c, err = b.Commit(NewCommit{Tree: bomb, Author: asha(1), Committer: asha(1), Message: "m\n"},
		nil)
	must(t, err)
	if got, err := newDiffCache(b.Reader).compareAlone(ctx, [2]string{"", c.ID}, 1000); err != nil ||
		got.Changes != nil || !errors.Is(got.Err, ErrDamaged) {
		t.Errorf("a tree of a thousand million files: %d changes, %v, %v", len(got.Changes),
			got.Err, err)
	}
}

func FuzzParseTree(f *testing.F) {
	f.Add([]byte("100644 a\x0001234567890123456789" + "40000 b\x0001234567890123456789"))
	f.Add([]byte("040000 a\x0001234567890123456789"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		tree, err := listTree(raw)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		var back []byte
		seen := make(map[string]bool)
		for _, e := range tree.all() {
			id, _ := hex.DecodeString(e.ID)
			back = append(append(back, strings.TrimLeft(e.Mode, "0")+" "+e.Name+"\x00"...), id...)
			if seen[e.Name] && !tree.odd {
				t.Fatalf("%q twice, and not odd", e.Name)
			}
			seen[e.Name] = true
		}
		if !tree.odd && string(back) != string(raw) {
			t.Fatalf("%q written again is %q", raw, back)
		}
	})
}
