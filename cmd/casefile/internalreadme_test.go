package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"casefile/internal/pattern"
)

var (
	codeSpan   = pattern.Of("`[^`\n]+`")
	pageLink   = pattern.Of(`\]\(([^)#]+)`)
	namedIn    = pattern.Of(`^([a-z]+)\.([A-Za-z]\w*)((?:\.[A-Za-z]\w*)?)$`)
	floorLine  = pattern.Of(`^ *(\d+) {2,}(.+)$`)
	goTest     = pattern.Of(`^(Test|Fuzz)[A-Z]\w*$`)
	filePath   = pattern.Of(`^[\w.*-]+(/[\w.*-]+)*(/|\.[a-z]+)$`)
	formatCell = pattern.Of("(?m)^\\| (`casefile/[^|]*)\\|")
)

// internalReadme returns the page for people who change the code.
func internalReadme(t *testing.T) string {
	t.Helper()
	return readAll(t, filepath.Join("..", "..", "internal", "README.md"))
}

func readAll(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// written holds the names in the code, the format and the Makefile, for a page that uses them.
type written struct {
	names    map[string]bool // room.Name, room.Type.Member
	tests    map[string]bool
	refs     map[string]bool // what a string of the code says
	machine  string          // section 15 of the format, and keyring's own words
	commands string
	makefile string
}

func whatIsWritten(t *testing.T) *written {
	t.Helper()
	root := filepath.Join("..", "..")
	w := &written{names: map[string]bool{}, tests: map[string]bool{}, refs: map[string]bool{}}
	for _, p := range packages(t) {
		files, err := filepath.Glob(filepath.Join(p.Dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			w.take(p.room(), file, strings.HasSuffix(name, "_test.go"))
		}
	}
	_, format, _ := strings.Cut(readAll(t, filepath.Join(root, "schema", "FORMAT.md")), "\n## 15.")
	format, _, _ = strings.Cut(format, "\n## 16.")
	w.machine = format + readAll(t, filepath.Join(root, "internal", "keyring", "doc.go"))
	w.commands = readAll(t, filepath.Join(root, "internal", "cli", "commands.go"))
	w.makefile = readAll(t, filepath.Join(root, "Makefile"))
	return w
}

// take adds what one file declares, and the refs that its strings name.
func (w *written) take(room string, file *ast.File, test bool) {
	for _, d := range file.Decls {
		for _, name := range declaredBy(d) {
			if test {
				w.tests[name] = true
			} else {
				w.names[room+"."+name] = true
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && !test {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				w.refs[strings.Trim(text, "/")] = true
			}
		}
		return true
	})
}

// declaredBy returns the names that a declaration makes: of a method Type.Method, of a type its
// fields and the methods of an interface too.
func declaredBy(d ast.Decl) (out []string) {
	if f, ok := d.(*ast.FuncDecl); ok {
		if f.Recv == nil {
			return []string{f.Name.Name}
		}
		of := f.Recv.List[0].Type
		if star, ok := of.(*ast.StarExpr); ok {
			of = star.X
		}
		return []string{fmt.Sprint(of) + "." + f.Name.Name}
	}
	for _, spec := range d.(*ast.GenDecl).Specs {
		switch s := spec.(type) {
		case *ast.ValueSpec:
			for _, name := range s.Names {
				out = append(out, name.Name)
			}
		case *ast.TypeSpec:
			out = append(out, s.Name.Name)
			for _, name := range membersOf(s.Type) {
				out = append(out, s.Name.Name+"."+name)
			}
		}
	}
	return out
}

func membersOf(of ast.Expr) (out []string) {
	var list *ast.FieldList
	switch of := of.(type) {
	case *ast.StructType:
		list = of.Fields
	case *ast.InterfaceType:
		list = of.Methods
	default:
		return nil
	}
	for _, f := range list.List {
		for _, name := range f.Names {
			out = append(out, name.Name)
		}
	}
	return out
}

// lacks says what is wrong with one name of the page; "" where the name is there.
func (w *written) lacks(span string) string {
	word, rest, _ := strings.Cut(span, " ")
	fixed, _, _ := strings.Cut(span, "<")
	fixed = strings.TrimRight(fixed, "*/")
	named := namedIn().FindStringSubmatch(span)
	_, room := rooms()[span]
	switch {
	case room:
		return ""
	case strings.HasPrefix(span, "refs/"):
		return unless(w.refs[fixed], "no ref of the program")
	case strings.HasPrefix(span, "casefile/"), strings.HasPrefix(span, "objects/"):
		return unless(strings.Contains(w.machine, "`"+span+"`"), "not in FORMAT.md, 15")
	case rest != "":
		return w.lacksCommand(word, rest)
	case strings.HasPrefix(span, "$XDG_"):
		return unless(strings.Contains(w.machine, span), "no folder of the program")
	case goTest().MatchString(span):
		return unless(w.tests[span], "no test")
	case named != nil && hasRoom(named[1]):
		return unless(w.names[span], "nothing of that name in the room")
	case filePath().MatchString(span), strings.Contains(span, "/"):
		return unless(lies(span) || strings.Contains(w.machine, " "+span+" "), "no such file")
	}
	return "neither a file, a name of a room, a ref, a test nor a command"
}

// lacksCommand judges a span of several words.
func (w *written) lacksCommand(word, rest string) string {
	first, _, _ := strings.Cut(rest, " ")
	switch word {
	case "casefile":
		return unless(strings.Contains(w.commands, strconv.Quote(first)), "no command")
	case "make":
		return unless(strings.Contains(w.makefile, "\n"+first+":"), "no target of make")
	case "go", "git", "grep":
		return ""
	}
	return "no command of a program that is known here"
}

func hasRoom(name string) bool { _, ok := rooms()[name]; return ok }

func unless(ok bool, why string) string {
	if ok {
		return ""
	}
	return why
}

// lies reports whether a path exists, below the folder of the project or below internal. For a path
// with a star, it reports whether any fits.
func lies(path string) bool {
	for _, base := range []string{".", "internal"} {
		found, err := filepath.Glob(filepath.Join("..", "..", base, path))
		if err == nil && len(found) > 0 {
			return true
		}
	}
	return false
}

// TestInternalReadmeNamesWhatIsThere looks up each name in backticks and each link of
// internal/README.md.
func TestInternalReadmeNamesWhatIsThere(t *testing.T) {
	page, w := internalReadme(t), whatIsWritten(t)
	for i, line := range strings.Split(page, "\n") {
		for _, span := range codeSpan().FindAllString(line, -1) {
			if why := w.lacks(strings.Trim(span, "`")); why != "" {
				t.Errorf("line %d: %s: %s", i+1, span, why)
			}
		}
		for _, link := range pageLink().FindAllStringSubmatch(line, -1) {
			if !lies(filepath.Join("internal", link[1])) {
				t.Errorf("line %d: the link %s leads nowhere", i+1, link[1])
			}
		}
	}
	for _, wrong := range []string{"casebook/nothing.go", "casebook.Nothing", "verify.Judge.Nothing",
		"refs/casefile/nothing/*", "casefile/nothing", "casefile nothing", "make nothing",
		"TestNothingOfTheKind", "nothing", "$XDG_NOTHING/casefile"} {
		if w.lacks(wrong) == "" {
			t.Errorf("%s is not missed", wrong)
		}
	}
}

// TestInternalReadmeListsEveryFile wants each file of the git directory that the format lists
// on the page as well.
func TestInternalReadmeListsEveryFile(t *testing.T) {
	page, w := internalReadme(t), whatIsWritten(t)
	cells := formatCell().FindAllStringSubmatch(w.machine, -1)
	if len(cells) < 20 {
		t.Fatalf("the format lists %d files", len(cells))
	}
	for _, cell := range cells {
		if name := codeSpan().FindString(cell[1]); !strings.Contains(page, name) {
			t.Errorf("%s is in FORMAT.md alone", name)
		}
	}
}

// TestInternalReadmeFloors compares the picture of the rooms with the permitted imports.
func TestInternalReadmeFloors(t *testing.T) {
	_, picture, _ := strings.Cut(internalReadme(t), "\n```\n")
	picture, _, _ = strings.Cut(picture, "\n```\n")
	want := floors()
	for line := range strings.Lines(picture) {
		cells := floorLine().FindStringSubmatch(strings.TrimRight(line, "\n"))
		if cells == nil {
			t.Errorf("no floor: %s", line)
			continue
		}
		for _, room := range strings.Fields(cells[2]) {
			if cells[1] != strconv.Itoa(want[room]) {
				t.Errorf("%s stands on floor %s; by rooms() that is %d (0: no room, or twice)",
					room, cells[1], want[room])
			}
			delete(want, room)
		}
	}
	for _, room := range slices.Sorted(maps.Keys(want)) {
		t.Errorf("%s is not in the picture: its floor is %d", room, want[room])
	}
}

// floors returns each room one more than the highest room that it may import; the lowest are 1.
func floors() map[string]int {
	out := map[string]int{}
	var of func(room string) int
	of = func(room string) int {
		if out[room] == 0 {
			highest := 0
			for _, below := range rooms()[room] {
				highest = max(highest, of(below))
			}
			out[room] = highest + 1
		}
		return out[room]
	}
	for room := range rooms() {
		of(room)
	}
	return out
}
