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

// message is a text of the program that reaches people, in one line.
type message struct {
	text string // "…" stands where the program fills something in, "⏎" between lines
	at   string // file:line, seen from the folder of the project
	// refuses: an error or its hint, which is one line after "casefile: " or "hint: "
	refuses bool
}

// notThePrograms are the rooms of which nothing reaches a person at work; match has lists of
// words.
var notThePrograms = []string{"bench", "match", "messages", "testenv", "storytest", "testdata"}

// messagesBelow returns those of all rooms, sorted by their texts, so that likes stand side by
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

// messagesIn returns those of one file, in the order of the file. A text counts as a message where
// two words stand in a row: names of files, fields and flags are none.
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

// refusals are the functions that make an error or its hint in words.
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

// helpFields are the fields of a command that its help shows.
var helpFields = []string{"Use", "Short", "Long", "Example"}

// isOther reports whether a call makes a flag, whose text is help, a pattern or a list of words.
func isOther(call *ast.CallExpr) bool {
	name := nameOf(call)
	return name == "Of" || name == "Fields" || strings.HasSuffix(name, "Var") ||
		strings.HasSuffix(name, "VarP")
}

// textOf returns a text that is spelled out, at least in part. ok is false for anything else.
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
	// What other programs read: statements of SQL, templates, style sheets, commands of git.
	forPrograms = pattern.Of(`^⏎?(CREATE|SELECT|INSERT|DELETE|UPDATE|PRAGMA|WITH|ALTER|DROP) |` +
		`\{\{|<[a-z]+ |^[a-z.-]+ \{`)
)

func shownText(text string) string {
	return lineEnd().ReplaceAllString(filledIn().ReplaceAllString(text, "…"), "⏎")
}

func isMessage(shown string) bool {
	return wordsInARow().MatchString(shown) && !forPrograms().MatchString(shown)
}
