package store

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A reader names the kind and the size that it accepts. Nothing is read of any other object.
func TestDoor(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	c := commitFiles(t, r, "", files{"a": "text"}, newSigner(t))
	b := r.NewBatch()
	small, large := b.Blob([]byte("small")), b.Blob(make([]byte, 1001))
	must(t, b.Write(ctx))
	more := r.NewBatch()
	pending := more.Blob(make([]byte, 1002))
	absent := strings.Repeat("12", 20)
	for name, read := range map[string]Reader{"the repository": r.Reader, "a batch": more.Reader} {
		for id, want := range map[string]error{
			small: nil, large: ErrTooLarge, c.ID: ErrOtherKind, c.Tree: ErrOtherKind,
			absent: ErrNotFound, "main": ErrNotFound,
		} {
			if _, err := read.Blob(ctx, id, 1000); !errors.Is(err, want) {
				t.Errorf("%s: %s as a file: %v, want %v", name, id, err, want)
			}
		}
		for _, id := range []string{small, c.Tree} {
			if _, err := read.Commit(ctx, id); !errors.Is(err, ErrOtherKind) ||
				!errors.Is(err, ErrNotFound) {
				t.Errorf("%s: %s as a commit: %v", name, id, err)
			}
		}
		if _, err := read.RawTree(ctx, small); !errors.Is(err, ErrOtherKind) {
			t.Errorf("%s: a file as a tree: %v", name, err)
		}
		var seen []string
		err := read.each(ctx, ask{kind: "blob", most: 1000},
			[]string{large, small, absent, "x", c.ID, small, large}, func(i int, a answer) error {
				seen = append(seen, fmt.Sprint(i, a.fault == nil, len(a.data)))
				return nil
			})
		// A text that is no id is visited first.
		want := []string{"3 false 0", "0 false 0", "1 true 5", "2 false 0", "4 false 0", "5 true 5",
			"6 false 0"}
		if err != nil || !slices.Equal(seen, want) {
			t.Errorf("%s: visited %q, %v", name, seen, err)
		}
	}
	if _, err := more.Reader.Blob(ctx, pending, 1000); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a pending file: %v", err)
	}
}

// doors returns the words that may bring the bytes of a repository into the program, each with the
// files that may name it. One command of git gives the bytes, and one function asks it.
func doors() map[string][]string {
	names := []string{"repairtree.go", "treestate.go"}
	return map[string][]string{
		"read": {"batch.go", "source.go"},
		// files of this copy's own disk
		"zlib.NewReader": {"loose.go", "tracepack.go", "trouble.go"},
		"cat-file":       {"process.go"},
		// into the work tree, and to nobody here
		"checkout-index": {"repairtree.go"},
		// there a section of a configuration
		"diff": append(names, "ownkeys.go", "plainplace.go"),
		// names of files alone (differing)
		"diff-index": names,
		// packs of this copy's own objects
		"pack-objects":                      {"upkeep.go"},
		"--format=%(refname)":               {"init.go"},
		"--format=%(objectname) %(refname)": {"refs.go"},
	}
}

// gives reports whether a word asks git for the content of objects, or for output in a chosen form.
func gives(word string) bool {
	return slices.Contains([]string{"cat-file", "show", "archive", "unpack-file", "checkout-index",
		"diff", "diff-files", "diff-index", "diff-tree", "log", "blame", "annotate", "grep",
		"bundle",
		"fast-export", "format-patch", "merge-file", "merge-tree", "verify-commit", "verify-tag",
		"ls-tree", "pack-objects", "range-diff", "shortlog", "show-branch", "stash",
		"whatchanged", "upload-pack", "upload-archive"}, word) ||
		strings.HasPrefix(word, "--format") || strings.HasPrefix(word, "--pretty")
}

// doorsOf returns the doors that a file names. In this room, and wherever programs are started, a
// word counts wherever it stands: in a call, a list or a constant.
func doorsOf(t *testing.T, path string) (out []string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	must(t, err)
	here := file.Name.Name == "store"
	runs := here || slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool {
		return i.Path.Value == `"os/exec"`
	})
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			word, _ := strconv.Unquote(n.Value)
			if runs && n.Kind == token.STRING && gives(word) {
				out = append(out, word)
			}
		case *ast.SelectorExpr:
			of, _ := n.X.(*ast.Ident)
			switch {
			case of != nil && of.Name == "zlib" && n.Sel.Name == "NewReader":
				out = append(out, "zlib.NewReader")
			case here && n.Sel.Name == "read":
				out = append(out, "read")
			}
		}
		return true
	})
	return out
}

// elsewhere returns the files of other rooms that may name one: the peers with which the bench
// compares are stock git, and no part of the program.
func elsewhere() []string { return []string{filepath.Join("bench", "peers.go")} }

// Nothing but the doors gives the bytes of objects to anybody.
func TestOneDoor(t *testing.T) {
	used := map[string]bool{}
	err := filepath.WalkDir(filepath.Join("..", ".."),
		func(path string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") ||
				strings.HasSuffix(path, "_test.go") {
				return err
			}
			for _, door := range doorsOf(t, path) {
				name := filepath.Base(path)
				if slices.Contains(elsewhere(),
					filepath.Join(filepath.Base(filepath.Dir(path)), name)) {
					continue
				}
				used[door+" "+name] = true
				if filepath.Base(filepath.Dir(path)) != "store" ||
					!slices.Contains(doors()[door], name) {
					t.Errorf("%s names %q, which gives bytes of objects past source.go", path, door)
				}
			}
			return nil
		})
	must(t, err)
	for door, files := range doors() {
		for _, name := range files {
			if !used[door+" "+name] {
				t.Errorf("%s may name %q, and does not", name, door)
			}
		}
	}
}
