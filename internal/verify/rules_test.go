package verify

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ruleConstants returns the rules that rules.go declares, by their names in Go.
func ruleConstants(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	file, err := parser.ParseFile(token.NewFileSet(), "rules.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if c, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(c.Names[0].Name, "Rule") {
			out[c.Names[0].Name] = textOf(c.Values[0])
		}
		return true
	})
	return out
}

// textOf returns the text of a literal; "" for anything else.
func textOf(x ast.Expr) string {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(lit.Value)
	return text
}

// rulesInCode returns the rules that code can put into a Fault: constants used anywhere except in
// their declaration, and rules spelled out in a call.
func rulesInCode(t *testing.T) map[string]bool {
	t.Helper()
	constants := ruleConstants(t)
	out := map[string]bool{}
	for _, room := range []string{".", "../ledger", "../casebook", "../plain", "../remote",
		"../cli"} {
		sources, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil || len(sources) == 0 {
			t.Fatalf("%s has %d sources, %v", room, len(sources), err)
		}
		for _, name := range sources {
			if strings.HasSuffix(name, "_test.go") || name == "rules.go" {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				for _, x := range ruleIn(n) {
					out[textOf(x)] = true
				}
				out[constants[constantIn(n, room == ".")]] = true
				return true
			})
		}
	}
	delete(out, "")
	return out
}

// constantIn returns the name of a constant of this room that a piece of code uses.
func constantIn(n ast.Node, here bool) string {
	switch n := n.(type) {
	case *ast.Ident:
		if here {
			return n.Name
		}
	case *ast.SelectorExpr:
		if named(n.X, "verify") {
			return n.Sel.Name
		}
	}
	return ""
}

// ruleIn returns the expressions by which a piece of code names a rule.
func ruleIn(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if slices.Contains([]string{"fault", "repoFault", "found"}, name) && len(n.Args) > 0 {
			return n.Args[:1]
		}
	case *ast.CompositeLit:
		if !named(n.Type, "Fault") {
			return nil
		}
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok && named(kv.Key, "Rule") {
				return []ast.Expr{kv.Value}
			}
		}
	case *ast.FuncDecl:
		if n.Name.Name == "ruleOf" {
			var out []ast.Expr
			ast.Inspect(n, func(n ast.Node) bool {
				if r, ok := n.(*ast.ReturnStmt); ok {
					out = append(out, r.Results...)
				}
				return true
			})
			return out
		}
	}
	return nil
}

func named(x ast.Expr, name string) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name == name
	case *ast.SelectorExpr:
		return x.Sel.Name == name
	}
	return false
}

// rulesInFormat returns the rules of the tables in sections 13 and 14, in order.
func rulesInFormat(t *testing.T) []string {
	t.Helper()
	page := formatPage(t)
	from := strings.Index(page, "## 13. ")
	to := strings.Index(page, "## 15. ")
	if from < 0 || to < from {
		t.Fatal("the page has no sections 13 and 14")
	}
	var out []string
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|").FindAllStringSubmatch(
		page[from:to], -1) {
		for _, m := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(row[1], -1) {
			out = append(out, m[1])
		}
	}
	return out
}

// Every rule in the code has words for people and a line in the format, each once, and in one
// order. No other rule has words.
func TestRules(t *testing.T) {
	code, page := rulesInCode(t), rulesInFormat(t)
	var listed []string
	for _, r := range Rules() {
		listed = append(listed, r.Name)
		if r.Means == "" || Means(r.Name) != r.Means {
			t.Errorf("%s means %q, and Means says %q", r.Name, r.Means, Means(r.Name))
		}
		if !code[r.Name] {
			t.Errorf("no code names the rule %s", r.Name)
		}
	}
	if len(code) < 50 || len(page) < 50 {
		t.Fatalf("%d rules in the code, %d in the format", len(code), len(page))
	}
	for _, name := range ruleConstants(t) {
		code[name] = true
	}
	for name := range code {
		if !slices.Contains(listed, name) {
			t.Errorf("the rule %s has no words", name)
		}
	}
	for i, name := range listed {
		if slices.Contains(listed[:i], name) {
			t.Errorf("the rule %s is listed twice", name)
		}
	}
	if !slices.Equal(listed, page) {
		t.Errorf("the rules are\n%v\nin the format\n%v", listed, page)
	}
	for _, unknown := range []string{"", "Role", "no-such-rule"} {
		if Means(unknown) != "" {
			t.Errorf("%q means %q", unknown, Means(unknown))
		}
	}
}

// No two rules have the same words. None ends like a sentence, because the words come after a
// colon.
func TestRuleWords(t *testing.T) {
	said := map[string]string{}
	for _, r := range Rules() {
		if first := said[r.Means]; first != "" {
			t.Errorf("%s and %s say the same", first, r.Name)
		}
		said[r.Means] = r.Name
		if strings.HasSuffix(r.Means, ".") || strings.ToLower(r.Means[:1]) != r.Means[:1] {
			t.Errorf("%s: %q", r.Name, r.Means)
		}
	}
}
