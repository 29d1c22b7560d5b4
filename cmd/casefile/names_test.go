package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"casefile/internal/testenv"
)

// homes returns the rooms that name a thing for all code: by constants whose names begin with its
// word.
func homes() map[string][]string {
	return map[string][]string{
		"kind": {"record"}, "level": {"record"}, "verdict": {"record"}, "op": {"team"},
		"rule": {"record", "policy", "cases", "duty", "verify"},
	}
}

// elsewhere are names that a room writes down for itself, as it can't reach their home.
// Whatever it calls them, they are the same: one that differs is none of these.
func elsewhere() []string {
	return []string{
		"team: level line", "team: level senior", // team imports nothing
		"record: op add",                        // where a schema names no operation
		"cases: op concern", "cases: op intake", // what is told without reading the case
	}
}

// TestNamesHaveOneHome wants code that compares, passes or stores a kind, a level, a
// verdict, an operation or a rule to write the constant of its home. A literal of the
// same letters that stands for anything else, such as a key of JSON, is none.
func TestNamesHaveOneHome(t *testing.T) {
	l := load(t)
	names := map[string]bool{} // word and value
	for word, rooms := range homes() {
		for _, room := range rooms {
			found := constantsOf(l.checked(t, module+"internal/"+room).pkg, word)
			if len(found) < 2 {
				t.Errorf("room %s names %d of what is called %s", room, len(found), word)
			}
			for _, value := range found {
				names[word+" "+value] = true
			}
		}
	}
	used := map[string]bool{}
	for _, p := range packages(t) {
		c := l.checked(t, p.ImportPath)
		for _, lit := range literals(c, names) {
			known := p.room() + ": " + lit.name
			if slices.Contains(elsewhere(), known) && lit.constant {
				used[known] = true
				continue
			}
			t.Errorf("%s: %s is spelled out; use the constant", lit.place, lit.name)
		}
	}
	for _, known := range elsewhere() {
		if !used[known] {
			t.Errorf("no room writes down %q any more", known)
		}
	}
}

// TestSecondHomesAgree compares names that a room has once more, as it may not import their first
// home, with the names there.
func TestSecondHomesAgree(t *testing.T) {
	l := load(t)
	value := func(name string) string {
		room, name, _ := strings.Cut(name, ".")
		c, ok := l.checked(t, module+"internal/"+room).pkg.Scope().Lookup(name).(*types.Const)
		if !ok || c.Val().Kind() != constant.String {
			t.Fatalf("%s.%s is no constant text", room, name)
		}
		return constant.StringVal(c.Val())
	}
	for second, first := range map[string]string{
		"team.levelLine": "record.LevelLine", "team.levelSenior": "record.LevelSenior",
		"cases.opConcern": "team.OpConcern", "cases.opIntake": "team.OpIntake",
	} {
		if value(second) != value(first) {
			t.Errorf("%s is %q, and %s is %q", second, value(second), first, value(first))
		}
	}
}

// The search finds names where they are compared, passed and stored, and nothing else.
func TestNamesAreFound(t *testing.T) {
	c := check(t, "x", map[string]string{"x.go": `package x
type entry struct{ Kind, Op string }
func endorse(level string) string { return level }
const opMine = "add"
const KindClosure = "closure"
func f(e entry, kinds []string) bool {
	switch e.Op {
	case "add", "sing":
		endorse("li" + "ne"); endorse("line")
	}
	kinds = append(kinds, "closure")
	page := map[string]string{"line": "3", "closure": "add"}
	return e == entry{"closure", "add"} || page["line"] == "closure" || e.Kind != "closure"
}`}, nil)
	names := map[string]bool{"kind closure": true, "op add": true, "level line": true}
	var got []string
	for _, lit := range literals(c, names) {
		got = append(got, strings.TrimPrefix(lit.place, "x.go:")+" "+lit.name)
	}
	want := []string{"4 op add", "5 kind closure", "8 op add", "9 level line", "11 kind closure",
		"13 kind closure", "13 op add", "13 kind closure"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q", got)
	}
}

// checked is a package with the types of its expressions.
type checked struct {
	fset  *token.FileSet
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
}

// loader type-checks our packages. What they import it knows from the compiler's files.
type loader struct {
	sources map[string][]string // by import path, ours alone
	exports map[string]string
	done    map[string]*checked
}

func load(t *testing.T) *loader {
	t.Helper()
	cmd := testenv.Go("list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles", "./...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	l := &loader{map[string][]string{}, map[string]string{}, map[string]*checked{}}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath, Dir, Export string
			GoFiles                 []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return l
		} else if err != nil {
			t.Fatal(err)
		}
		l.exports[p.ImportPath] = p.Export
		for _, name := range p.GoFiles {
			l.sources[p.ImportPath] = append(l.sources[p.ImportPath], filepath.Join(p.Dir, name))
		}
	}
}

func (l *loader) checked(t *testing.T, path string) *checked {
	t.Helper()
	if l.done[path] == nil {
		texts := map[string]string{}
		for _, name := range l.sources[path] {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(data)
		}
		l.done[path] = check(t, path, texts, func(path string) (io.ReadCloser, error) {
			return os.Open(l.exports[path])
		})
	}
	return l.done[path]
}

// check takes the texts of a package by their file names.
func check(t *testing.T, path string, texts map[string]string, find importer.Lookup) *checked {
	t.Helper()
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	c := &checked{fset: token.NewFileSet(), info: info}
	for name, text := range texts {
		file, err := parser.ParseFile(c.fset, name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		c.files = append(c.files, file)
	}
	conf := types.Config{Importer: importer.ForCompiler(c.fset, "gc", find)}
	pkg, err := conf.Check(path, c.fset, c.files, c.info)
	if err != nil {
		t.Fatal(err)
	}
	c.pkg = pkg
	return c
}

// constantsOf returns the values of a package's texts whose names begin with a word.
func constantsOf(pkg *types.Package, word string) []string {
	var out []string
	for _, name := range pkg.Scope().Names() {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if ok && c.Exported() && words(name)[0] == word && c.Val().Kind() == constant.String {
			out = append(out, constant.StringVal(c.Val()))
		}
	}
	return out
}

// words returns the words of an identifier, in lower case and the singular: builtinKinds is builtin
// and kind.
func words(identifier string) []string {
	var b strings.Builder
	for _, r := range identifier {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	out := strings.Fields(b.String())
	for i, w := range out {
		out[i] = strings.TrimSuffix(w, "s")
	}
	return append(out, "")[:max(len(out), 1)]
}

// literal is a name that is spelled out.
type literal struct {
	place, name string
	constant    bool // it is a constant of the room's own
}

// literals returns the names that a package spells out where they are compared, passed or stored,
// in the order of its text; but the constants by which it is their home.
func literals(c *checked, names map[string]bool) []literal {
	var out []literal
	for _, file := range c.files {
		var path []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				path = path[:len(path)-1]
				return true
			}
			path = append(path, n)
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			to := c.goesTo(path)
			all := words(to)
			word := all[len(all)-1]
			_, declares := path[len(path)-2].(*ast.ValueSpec)
			if declares {
				word = all[0]
			}
			room := imported{ImportPath: c.pkg.Path()}.room()
			atHome := declares && slices.Contains(homes()[word], room)
			if names[word+" "+text] && !atHome {
				at := c.fset.Position(lit.Pos())
				place := fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
				out = append(out, literal{place, word + " " + text, declares})
			}
			return true
		})
	}
	return out
}

// goesTo returns the name of what the last expression of a path is compared with, passed as or
// stored in; "" where that has none.
func (c *checked) goesTo(path []ast.Node) string {
	if len(path) < 2 {
		return ""
	}
	x, up := path[len(path)-1], path[:len(path)-1]
	switch p := up[len(up)-1].(type) {
	case *ast.ParenExpr:
		return c.goesTo(up)
	case *ast.BinaryExpr:
		if p.Op != token.EQL && p.Op != token.NEQ {
			return ""
		}
		return c.nameOf(other(x, p.X, p.Y))
	case *ast.CaseClause:
		if s, ok := up[len(up)-3].(*ast.SwitchStmt); ok && s.Tag != nil {
			return c.nameOf(s.Tag)
		}
	case *ast.KeyValueExpr:
		of := c.info.Types[up[len(up)-2].(ast.Expr)].Type.Underlying()
		if _, ok := of.(*types.Struct); ok && p.Value == x {
			return c.nameOf(p.Key)
		}
	case *ast.CompositeLit:
		switch of := c.info.Types[p].Type.Underlying().(type) {
		case *types.Struct:
			return of.Field(index(p.Elts, x)).Name()
		case *types.Slice, *types.Array:
			return c.goesTo(up)
		}
	case *ast.CallExpr:
		return c.parameter(p, x, up)
	case *ast.AssignStmt:
		if i := index(p.Rhs, x); len(p.Lhs) == len(p.Rhs) && i >= 0 {
			return c.nameOf(p.Lhs[i])
		}
	case *ast.ValueSpec:
		return p.Names[index(p.Values, x)].Name
	}
	return ""
}

// parameter returns the name under which a function takes an argument; for the few general
// functions that compare or collect, of what it is compared or collected with.
func (c *checked) parameter(call *ast.CallExpr, x ast.Node, up []ast.Node) string {
	general := []string{"slices.Contains", "slices.Index", "cmp.Or"}
	at, fun := index(call.Args, x), types.ExprString(call.Fun)
	switch {
	case at < 0:
		return ""
	case c.info.Types[call.Fun].IsType():
		return c.goesTo(up)
	case len(call.Args) > 1 && slices.Contains(general, fun):
		return c.nameOf(call.Args[(at+1)%len(call.Args)])
	case fun == "append":
		return c.nameOf(call.Args[0])
	}
	signature, ok := c.info.Types[call.Fun].Type.Underlying().(*types.Signature)
	if !ok || signature.Params().Len() == 0 {
		return ""
	}
	name := signature.Params().At(min(at, signature.Params().Len()-1)).Name()
	if name == "name" { // of a thing that the function is called after: Kind("decision")
		return c.nameOf(call.Fun)
	}
	return name
}

func index(list []ast.Expr, x ast.Node) int {
	return slices.IndexFunc(list, func(e ast.Expr) bool { return e == x })
}

func other(x ast.Node, a, b ast.Expr) ast.Expr {
	if x == a {
		return b
	}
	return a
}

// nameOf returns the name by which an expression calls its value.
func (c *checked) nameOf(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.IndexExpr:
		return c.nameOf(x.X)
	case *ast.ParenExpr:
		return c.nameOf(x.X)
	case *ast.StarExpr:
		return c.nameOf(x.X)
	case *ast.CallExpr:
		if c.info.Types[x.Fun].IsType() && len(x.Args) == 1 {
			return c.nameOf(x.Args[0])
		}
		return c.nameOf(x.Fun)
	}
	return ""
}
