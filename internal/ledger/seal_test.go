package ledger

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The ledger judges without a key: from package seal it may read headers, and use nothing that
// opens, wraps or unwraps.
func TestLedgerHoldsNoKey(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("%d sources, %v", len(sources), err)
	}
	asked := []string{"Inspect", "MaxHeader"}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "seal" &&
				!slices.Contains(asked, s.Sel.Name) {
				t.Errorf("%s uses seal.%s", name, s.Sel.Name)
			}
			return true
		})
	}
}
