package main

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"testing"
)

// TestPatterns compiles every regular expression of the program, which itself compiles one
// when it needs it first, and wants none that is compiled at each start.
func TestPatterns(t *testing.T) {
	compiled := 0
	for _, p := range everywhere(t) {
		if p.room() == "pattern" {
			continue
		}
		for _, e := range patternsOf(t, p) {
			if e.early {
				t.Errorf("%s compiles an expression at once: pattern.Of does it when it is needed",
					e.at)
			}
			if _, err := regexp.Compile(e.text); err != nil {
				t.Errorf("%s: %v", e.at, err)
			}
			compiled++
		}
	}
	if compiled < 100 {
		t.Errorf("found %d expressions only", compiled)
	}
}

// TestPatternsOfTests wants no expression of the tests in this folder compiled at each start:
// their scripts start this binary as the program, tens of thousands of times.
func TestPatternsOfTests(t *testing.T) {
	names, err := filepath.Glob("*_test.go")
	if err != nil || len(names) < 40 {
		t.Fatalf("%d files of tests: %v", len(names), err)
	}
	fset := token.NewFileSet()
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range compiledAtOnce(file) {
			t.Errorf("%s compiles an expression at each start: pattern.Of", fset.Position(at))
		}
	}
}

// compiledAtOnce returns the places outside functions where a file compiles an expression.
func compiledAtOnce(file *ast.File) (at []token.Pos) {
	for _, d := range file.Decls {
		if _, function := d.(*ast.FuncDecl); function {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok && isCallOf(call, "regexp", "MustCompile") {
				at = append(at, call.Pos())
			}
			return true
		})
	}
	return at
}

// patternUse is one expression of the program.
type patternUse struct {
	at    token.Position
	text  string // "" where it is put together when the program runs
	early bool
}

func patternsOf(t *testing.T, p imported) (out []patternUse) {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil,
			parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	// Other packages are not looked at: all that matters is a package's own constants.
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: nobody{}, Error: func(error) {}}
	_, _ = config.Check(p.ImportPath, fset, files, info)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			early := isCallOf(call, "regexp", "MustCompile")
			if early || isCallOf(call, "pattern", "Of") {
				use := patternUse{at: fset.Position(call.Pos()), early: early}
				if v := info.Types[call.Args[0]].Value; v != nil {
					use.text = constant.StringVal(v)
				}
				out = append(out, use)
			}
			return true
		})
	}
	return out
}

func isCallOf(call *ast.CallExpr, room, name string) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != name {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == room
}

// nobody imports no package.
type nobody struct{}

func (nobody) Import(string) (*types.Package, error) { return nil, errors.New("not looked at") }
