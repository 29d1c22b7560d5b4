package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// doors returns the functions that make plaintext of sealed files, and the files that may call
// each. A file of the records goes through room plain alone, which compares it. The others are for
// a person's own things, which are no files of the records.
func doors() map[string][]string {
	return map[string][]string{
		"Open": {
			"plain/text.go",
			"casebook/disposalrecord.go", // what a destroyed case was kept for
		},
		// A text that was not recorded, or waits to be sent (compared with its SHA-256), and the
		// key of a person's index.
		"OpenOwn":        {"casebook/personopens.go", "index/key.go"},
		"OpenAttachment": {"plain/file.go"},
		"OpenFile":       {"cli/receivepack.go"}, // a pack, sealed to one person
		"OpenParcel":     {"cli/receivepack.go"}, // the same, with a key that is no member's
		"Sum":            {"plain/reseal.go"},
		"Reseal":         {"plain/reseal.go"},
	}
}

// sealUses returns the functions of room seal that a file names, by call or as a value.
func sealUses(t *testing.T, path string) (out []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	name := ""
	for _, i := range file.Imports {
		if i.Path.Value == `"`+module+`internal/seal"` {
			if name = "seal"; i.Name != nil {
				name = i.Name.Name
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && name != "" {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == name {
				out = append(out, s.Sel.Name)
			}
		}
		return true
	})
	if name == "." {
		t.Errorf("%s imports room seal without its name", path)
	}
	return out
}

// TestOneDoorToPlaintext keeps what opens sealed files to the files that may.
func TestOneDoorToPlaintext(t *testing.T) {
	used := map[string]bool{}
	for _, p := range everywhere(t) {
		for _, name := range p.GoFiles {
			place := p.room() + "/" + name
			for _, f := range sealUses(t, filepath.Join(p.Dir, name)) {
				may, isDoor := doors()[f]
				used[f+" "+place] = true
				if isDoor && !slices.Contains(may, place) {
					t.Errorf("%s calls seal.%s: a file of the records is opened by room plain "+
						"alone", place, f)
				}
			}
		}
	}
	for f, files := range doors() {
		for _, place := range files {
			if !used[f+" "+place] {
				t.Errorf("%s may call seal.%s, and does not", place, f)
			}
		}
	}
}

// TestDoorsAreAll checks the functions and methods of room seal that give plaintext, or take an
// identity for that. Each must be named as a door, or listed here with its reason. A new one must
// be thought about.
func TestDoorsAreAll(t *testing.T) {
	others := map[string]string{
		"LoadIdentity":      "a person's identity",
		"Unwrap":            "a case key, compared with its recipient",
		"Wrap":              "seals",
		"Recipient":         "the public half",
		"Secret":            "the line of the identity itself",
		"Format":            "prints the recipient alone",
		"FileKeys":          "what an agent answers of headers: no file comes with them",
		"PlainFile":         "a person's own identity file",
		"ProtectPassphrase": "the same, sealed",
		"ProtectPlugin":     "the same, sealed",
		"ProtectSSH":        "the same, sealed",
	}
	found := map[string]bool{}
	paths, err := filepath.Glob("../../internal/seal/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.IsExported() &&
				(opens(f.Name.Name) || takesIdentity(f)) {
				found[f.Name.Name] = true
			}
		}
	}
	for name := range others {
		if !found[name] {
			t.Errorf("seal.%s is excused, and is not there", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if _, isDoor := doors()[name]; !isDoor && others[name] == "" {
			t.Errorf("seal.%s opens something: may it be called by everybody?", name)
		}
	}
}

// takesIdentity reports whether a function is one of an identity, or takes one.
func takesIdentity(f *ast.FuncDecl) (takes bool) {
	for _, list := range []*ast.FieldList{f.Recv, f.Type.Params} {
		if list != nil {
			ast.Inspect(list, func(n ast.Node) bool {
				id, is := n.(*ast.Ident)
				takes = takes || is && id.Name == "Identity"
				return true
			})
		}
	}
	return takes
}

func opens(name string) bool {
	return slices.ContainsFunc([]string{"Open", "Unwrap", "Decrypt", "Load", "Sum", "Reseal"},
		func(verb string) bool { return strings.HasPrefix(name, verb) })
}
