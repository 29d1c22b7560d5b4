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

// Whoever reads says what it takes, and nothing is read of what is otherwise.
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
			small: nil, large: ErrTooLarge, c.ID: ErrOtherKind, c.Tree: ErrOtherKind, absent: ErrNotFound, "main": ErrNotFound,
		} {
			if _, err := read.Blob(ctx, id, 1000); !errors.Is(err, want) {
				t.Errorf("%s: %s as a file: %v, want %v", name, id, err, want)
			}
		}
		for _, id := range []string{small, c.Tree} {
			if _, err := read.Commit(ctx, id); !errors.Is(err, ErrOtherKind) || !errors.Is(err, ErrNotFound) {
				t.Errorf("%s: %s as a commit: %v", name, id, err)
			}
		}
		if _, err := read.RawTree(ctx, small); !errors.Is(err, ErrOtherKind) {
			t.Errorf("%s: a file as a tree: %v", name, err)
		}
		var seen []string
		err := read.each(ctx, ask{"blob", 1000}, []string{large, small, absent, "x", c.ID, small, large}, func(i int, a answer) error {
			seen = append(seen, fmt.Sprint(i, a.fault == nil, len(a.data)))
			return nil
		})
		// What is no id is visited first.
		want := []string{"3 false 0", "0 false 0", "1 true 5", "2 false 0", "4 false 0", "5 true 5", "6 false 0"}
		if err != nil || !slices.Equal(seen, want) {
			t.Errorf("%s: visited %q, %v", name, seen, err)
		}
	}
	if _, err := more.Reader.Blob(ctx, pending, 1000); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a pending file: %v", err)
	}
}

// There is one door: one command of git gives the bytes of objects, one function asks it.
// What repairtree has git put into the work tree, it gives to nobody here.
func TestOneDoor(t *testing.T) {
	giving := []string{"cat-file", "show", "archive", "unpack-file", "checkout-index", "diff", "log", "blame", "grep", "bundle",
		"fast-export", "format-patch", "merge-file", "verify-commit", "verify-tag", "ls-tree", "diff-tree"}
	root := filepath.Join("..", "..")
	var asking, running []string
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if !is {
				return true
			}
			if called, is := call.Fun.(*ast.SelectorExpr); is && called.Sel.Name == "read" {
				if of, is := called.X.(*ast.SelectorExpr); is && of.Sel.Name == "src" {
					asking = append(asking, filepath.Base(path))
				}
			}
			for _, arg := range call.Args {
				lit, is := arg.(*ast.BasicLit)
				if !is || lit.Kind != token.STRING || !runsGit(call) {
					continue
				}
				if word, _ := strconv.Unquote(lit.Value); slices.Contains(giving, word) {
					running = append(running, filepath.Base(path)+" "+word)
				}
			}
			return true
		})
		return nil
	})
	must(t, err)
	if !slices.Equal(asking, []string{"source.go"}) || !slices.Equal(running, []string{"process.go cat-file", "repairtree.go checkout-index"}) {
		t.Errorf("objects are read by %v; git is asked for bytes by %v", asking, running)
	}
}

// runsGit says whether a call may start git: one that takes a context and words.
func runsGit(call *ast.CallExpr) bool {
	called, is := call.Fun.(*ast.SelectorExpr)
	return is && slices.Contains([]string{"run", "runIn", "command", "talk", "talkAs", "CommandContext", "Command"}, called.Sel.Name)
}
