package record

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// usedRules returns the rules that the room's code applies: whose constants it names anywhere but
// in the table, and what it spells out in their place.
func usedRules(t *testing.T) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	constants, used := map[string]string{}, map[string]bool{}
	var named []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if len(n.Values) == 1 && strings.HasPrefix(n.Names[0].Name, "Rule") {
					constants[n.Names[0].Name] = spelled(n.Values[0])
				}
			case *ast.CallExpr:
				if rule := spelledRule(n); rule != "" {
					used[rule] = true
				}
			case *ast.Ident:
				if f.Name() != "rules.go" {
					named = append(named, n.Name)
				}
			}
			return true
		})
	}
	for _, name := range named {
		if rule, ok := constants[name]; ok {
			used[rule] = true
		}
	}
	if len(constants) < 40 {
		t.Fatalf("the room declares %d rules only", len(constants))
	}
	for name, rule := range constants {
		if used[rule] {
			continue
		}
		t.Errorf("nothing applies %s", name)
	}
	return used
}

// spelledRule returns the rule of a finding that a call gives as a literal.
func spelledRule(call *ast.CallExpr) string {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	if name != "add" && name != "refuse" && name != "wrong" || len(call.Args) == 0 {
		return ""
	}
	return spelled(call.Args[0])
}

func spelled(x ast.Expr) string {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(lit.Value)
	return text
}
