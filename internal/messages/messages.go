package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/pattern"
)

// message is a text, in one line, that the program shows to people.
type message struct {
	text string // with "…" for what the program fills in, and "⏎" between lines
	at   string // file:line, from the folder of the project
	// refuses means an error or its hint. It is one line after "casefile: " or "hint: ".
	refuses bool
}

// notThePrograms are the rooms whose texts reach nobody at work; match has lists of words.
var notThePrograms = []string{"bench", "match", "messages", "testenv", "storytest", "testdata"}

// messagesBelow returns the messages of all rooms, sorted by text, so that similar ones are side by
// side.
func messagesBelow(root string) (out []message, err error) {
	err = filepath.WalkDir(filepath.Join(root, "internal"),
		func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && slices.Contains(notThePrograms, d.Name()):
				return filepath.SkipDir
			case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			found, err := messagesIn(filepath.ToSlash(name), string(source))
			out = append(out, found...)
			return err
		})
	slices.SortFunc(out, func(a, b message) int {
		return strings.Compare(a.text+"\n"+a.at, b.text+"\n"+b.at)
	})
	return out, err
}

// messagesIn returns the messages of one file, in its order. A text counts as a message if it has
// two words in a row. Names of files, fields and flags have not.
func messagesIn(name, source string) (out []message, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	refusing := map[ast.Expr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec, *ast.StructType, *ast.IndexExpr:
			return false
		case *ast.CallExpr:
			for _, arg := range n.Args {
				refusing[arg] = slices.Contains(refusals, nameOf(n))
			}
			return !isOther(n)
		case *ast.KeyValueExpr:
			key, _ := n.Key.(*ast.Ident)
			return key == nil || !slices.Contains(helpFields, key.Name)
		case *ast.BinaryExpr, *ast.BasicLit:
			text, ok := textOf(n.(ast.Expr))
			if shown := shownText(text); ok && isMessage(shown) {
				at := fmt.Sprintf("%s:%d", name, fset.Position(n.Pos()).Line)
				out = append(out, message{shown, at, refusing[n.(ast.Expr)]})
			}
			return !ok
		}
		return true
	})
	return out, nil
}

// refusals are the functions that make an error or a hint of words.
var refusals = []string{"New", "Errorf", "usage", "withHint", "notFound", "denied", "inState"}

func nameOf(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// helpFields are the fields of a command that are its help.
var helpFields = []string{"Use", "Short", "Long", "Example"}

// isOther reports whether a call makes a flag (whose text is help), a pattern or a list of words.
func isOther(call *ast.CallExpr) bool {
	name := nameOf(call)
	return name == "Of" || name == "Fields" || strings.HasSuffix(name, "Var") ||
		strings.HasSuffix(name, "VarP")
}

// textOf returns the text of an expression, if at least a part of it is a literal. Otherwise ok is
// false.
func textOf(e ast.Expr) (text string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.ParenExpr:
		return textOf(e.X)
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return "", false
		}
		left, leftSpelled := textOf(e.X)
		right, rightSpelled := textOf(e.Y)
		if !leftSpelled {
			left = "…"
		}
		if !rightSpelled {
			right = "…"
		}
		return left + right, leftSpelled || rightSpelled
	}
	return "", false
}

var (
	filledIn    = pattern.Of(`%[-+# 0]*[0-9*]*(\.[0-9*]+)?[a-zA-Z]`)
	lineEnd     = pattern.Of(`\s*\n\s*`)
	wordsInARow = pattern.Of(`[A-Za-z,:'…]{2,} +[A-Za-z…]{2,}|[A-Za-z]{2,}[:,]? …|… [A-Za-z]{2,}`)
	// Other programs read these: SQL, templates, style sheets, git commands.
	forPrograms = pattern.Of(`^⏎?(CREATE|SELECT|INSERT|DELETE|UPDATE|PRAGMA|WITH|ALTER|DROP) |` +
		`\{\{|<[a-z]+ |^[a-z.-]+ \{`)
)

func shownText(text string) string {
	return lineEnd().ReplaceAllString(filledIn().ReplaceAllString(text, "…"), "⏎")
}

func isMessage(shown string) bool {
	return wordsInARow().MatchString(shown) && !forPrograms().MatchString(shown)
}
