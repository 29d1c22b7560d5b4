package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

func TestBatchReadsItsOwnObjectsFirst(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	old := commitFiles(t, r, "", files{"a": "old"}, nil)
	b := r.NewBatch()
	blob := b.Blob([]byte("new"))
	tree, err := b.Tree(ctx, old.Tree, []Edit{{Path: "b", Mode: "100644", ID: blob}})
	must(t, err)
	c, err := b.Commit(NewCommit{Tree: tree, Parents: []string{old.ID}, Author: asha(9),
		Committer: asha(9), Message: "m\n"}, nil)
	must(t, err)
	read, err := b.Reader.Commit(ctx, c.ID)
	if err != nil || read.Tree != tree {
		t.Errorf("Commit = %+v, %v", read, err)
	}
	if got, err := b.Diff(ctx, old.ID, c.ID); err != nil || len(got) != 1 || got[0].NewID != blob {
		t.Errorf("Diff = %v, %v", got, err)
	}
	oldBlob := plumbing.ComputeHash(plumbing.BlobObject, []byte("old")).String()
	var seen []string
	err = b.Blobs(ctx, []string{oldBlob, blob, blob, oldBlob, oldBlob}, mostTest,
		func(i int, data []byte) error {
			seen = append(seen, fmt.Sprint(i, string(data)))
			return nil
		})
	if err != nil || strings.Join(seen, " ") != "0old 1new 2new 3old 4old" {
		t.Errorf("Objects saw %v, %v", seen, err)
	}
	if _, err := r.Commit(ctx, c.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("before Write the repository has it: %v", err)
	}
	must(t, b.Write(ctx))
	if _, err := r.Commit(ctx, c.ID); err != nil {
		t.Error(err)
	}
}

func TestWriteLeavesOnlyObjects(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	b := r.NewBatch()
	var ids []string
	for i := range 40 {
		ids = append(ids, b.Blob(bytes.Repeat([]byte{byte(i)}, i*100)))
	}
	must(t, b.Write(ctx))
	must(t, b.Write(ctx)) // a second Write changes nothing
	must(t, r.NewBatch().Write(ctx))
	found := 0
	err := filepath.WalkDir(filepath.Join(r.GitDir(), "objects"),
		func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				found++
				info, statErr := d.Info()
				if statErr != nil || info.Mode().Perm()&0o333 != 0 ||
					len(filepath.Base(path)) != 38 {
					t.Errorf("%s has mode %v", path, info.Mode())
				}
			}
			return err
		})
	if err != nil || found != len(ids) {
		t.Errorf("%d files, want %d, %v", found, len(ids), err)
	}
	if data, err := r.Blob(ctx, ids[7], mostTest); err != nil ||
		!bytes.Equal(data, bytes.Repeat([]byte{7}, 700)) {
		t.Errorf("read back: %v", err)
	}
}

func TestWriteThatFailsLeavesNoRubbish(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	b := r.NewBatch()
	blocked := b.Blob([]byte("blocked"))
	b.Blob([]byte("fine"))
	// A folder where the object's file belongs: the rename must fail.
	must(t, os.MkdirAll(filepath.Join(r.GitDir(), "objects", blocked[:2], blocked[2:], "x"), 0o755))
	if err := b.Write(ctx); err == nil {
		t.Error("the write succeeded")
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	c := r.NewBatch()
	c.Blob([]byte("late"))
	if err := c.Write(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(r.GitDir(), "objects", "*", "tmp_obj_*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestTreeEdits(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	b := r.NewBatch()
	x, y := b.Blob([]byte("x")), b.Blob([]byte("y"))
	file := func(path, id string) Edit { return Edit{Path: path, Mode: "100644", ID: id} }
	base, err := b.Tree(ctx, "", []Edit{file("a/b/c", x), file("a.d", x), file("e", y)})
	must(t, err)
	sub, err := b.Tree(ctx, "", []Edit{file("f", x)})
	must(t, err)
	for name, test := range map[string]struct {
		edits []Edit
		want  string // ls-tree -r, as PATH=content; "!" for a refusal
	}{
		"none":                      {nil, "a.d=x a/b/c=x e=y"},
		"change":                    {[]Edit{file("a/b/c", y)}, "a.d=x a/b/c=y e=y"},
		"add deep":                  {[]Edit{file("g/h/i", y)}, "a.d=x a/b/c=x e=y g/h/i=y"},
		"last one gone":             {[]Edit{{Path: "a/b/c"}}, "a.d=x e=y"},
		"folder gone":               {[]Edit{{Path: "a"}}, "a.d=x e=y"},
		"all gone":                  {[]Edit{{Path: "a"}, {Path: "a.d"}, {Path: "e"}}, ""},
		"remove what is not there":  {[]Edit{{Path: "q/r"}, {Path: "a/b/q"}}, "a.d=x a/b/c=x e=y"},
		"whole subtree":             {[]Edit{{"a", "040000", sub}}, "a.d=x a/f=x e=y"},
		"folder for a removed file": {[]Edit{{Path: "e"}, file("e/f", x)}, "a.d=x a/b/c=x e/f=x"},
		"folder over a file":        {[]Edit{file("e/f", x)}, "!"},
		"file over a folder":        {[]Edit{file("a", x)}, "!"},
		"twice":                     {[]Edit{file("e", x), file("e", y)}, "!"},
		"empty path":                {[]Edit{file("", x)}, "!"},
		"absolute":                  {[]Edit{file("/x", x)}, "!"},
		"trailing slash":            {[]Edit{file("x/", x)}, "!"},
		"dots":                      {[]Edit{file("../x", x)}, "!"},
		"git folder":                {[]Edit{file("x/.Git/config", x)}, "!"},
		"zero byte":                 {[]Edit{file("x\x00y", x)}, "!"},
		"no mode":                   {[]Edit{{"x", "", x}}, "!"},
		"no id":                     {[]Edit{{"x", "100644", "main"}}, "!"},
	} {
		tree, err := b.Tree(ctx, base, test.edits)
		if test.want == "!" {
			if err == nil {
				t.Errorf("%s: made %s", name, tree)
			}
			continue
		}
		must(t, err)
		must(t, b.Write(ctx))
		out := stock(t, r.WorkDir(), "", "ls-tree", "-r", "--format=%(path)=%(objectname)", tree)
		out = strings.NewReplacer(x, "x", y, "y", "\n", " ").Replace(out)
		if out != test.want {
			t.Errorf("%s: %q, want %q", name, out, test.want)
		}
	}
	stock(t, r.WorkDir(), "", "fsck", "--strict")
}

// go-git's object package works over our storage: it decodes what we hold.
func TestModelServesGoGit(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	c := commitFiles(t, r, "", files{"a/b": "text"}, newSigner(t))
	b := r.NewBatch()
	pending := b.Blob([]byte("pending"))
	m := model{ctx, b}
	decoded, err := object.GetCommit(m, plumbing.NewHash(c.ID))
	must(t, err)
	f, err := decoded.File("a/b")
	must(t, err)
	if text, err := f.Contents(); err != nil || text != "text" {
		t.Errorf("contents %q, %v", text, err)
	}
	if _, err := m.EncodedObject(plumbing.TreeObject, plumbing.NewHash(c.ID)); !errors.Is(err,
		plumbing.ErrObjectNotFound) {
		t.Errorf("a commit as a tree: %v", err)
	}
	if err := m.HasEncodedObject(plumbing.NewHash(strings.Repeat("1", 40))); !errors.Is(err,
		plumbing.ErrObjectNotFound) {
		t.Errorf("absent: %v", err)
	}
	if size, err := m.EncodedObjectSize(plumbing.NewHash(pending)); err != nil || size != 7 {
		t.Errorf("size %d, %v", size, err)
	}
	iter, err := m.IterEncodedObjects(plumbing.BlobObject)
	must(t, err)
	n := 0
	must(t, iter.ForEach(func(plumbing.EncodedObject) error { n++; return nil }))
	if n != 1 || m.AddAlternate("x") == nil {
		t.Errorf("%d pending blobs", n)
	}
}

// BenchmarkAddSevenObjects adds one signed entry, durable: blob, docket, four
// trees and a commit, and moves main.
func BenchmarkAddSevenObjects(b *testing.B) {
	ctx, r, s := b.Context(), newRepo(b), newSigner(b)
	tip := commitFiles(b, r, "",
		files{"casefile.yaml": "x", "cases/K3/K3F927QM.yaml": "x",
			"cases/K3/K3F927QM/0.md.age": "x"}, s)
	must(b, r.Move(ctx, []Move{{main, "", tip.ID}}))
	entry := bytes.Repeat([]byte("ciphertext"), 370)
	n := 0
	for b.Loop() {
		n++
		old, err := r.Ref(ctx, main)
		must(b, err)
		batch := r.NewBatch()
		parent, err := batch.Reader.Commit(ctx, old)
		must(b, err)
		tree, err := batch.Tree(ctx, parent.Tree, []Edit{
			{Path: fmt.Sprintf("cases/K3/K3F927QM/%d.md.age", n), Mode: "100644",
				ID: batch.Blob(fmt.Appendf(nil, "%d%s", n, entry))},
			{Path: "cases/K3/K3F927QM.yaml", Mode: "100644",
				ID: batch.Blob(fmt.Appendf(nil, "docket %d", n))},
		})
		must(b, err)
		c, err := batch.Commit(NewCommit{Tree: tree, Parents: []string{old}, Author: asha(int64(n)),
			Committer: asha(int64(n)), Message: "casefile add\n"}, s)
		must(b, err)
		must(b, batch.Write(ctx))
		must(b, r.Move(ctx, []Move{{main, old, c.ID}}))
	}
}
