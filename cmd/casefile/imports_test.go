package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"casefile/internal/testenv"
)

const module = "casefile/"

// rooms returns the rooms that each room may import (schema/FORMAT.md is in schema, with the
// embedded schemas). A package that is below none of them has no place.
func rooms() map[string][]string {
	return map[string][]string{
		"schema": {},
		// pattern is two lines about regular expressions, for everybody.
		"pattern": {},
		// aside runs goroutines for everybody.
		"aside": {},
		// jsonschema knows values and schemas, and nothing of a record.
		"jsonschema": {},
		"record":     {"schema", "jsonschema"},
		"policy":     {"record"},
		"team":       {}, "seal": {}, "store": {}, "term": {}, "match": {},
		"cases":  {"record", "policy", "match"},
		"verify": {"record", "team", "policy"},
		"plain":  {"record", "seal", "verify"},
		// search judges whether a text matches a query, and makes the rows of a case for that.
		"search":  {"record", "cases", "match"},
		"duty":    {"record", "policy", "team", "cases", "verify"},
		"keyring": {"record", "team", "seal", "store"},
		// Of seal the ledger asks for the headers of sealed files, and holds no key.
		"ledger": {"record", "policy", "team", "store", "verify", "seal"},
		"casebook": {"record", "policy", "team", "seal", "store", "cases", "verify", "ledger",
			"plain",
			"index", "duty", "search", "match"},
		// The index stores rows, and knows of a row no more than what it is of.
		"index":  {"record", "seal", "store"},
		"remote": {"casebook", "ledger", "store", "verify", "team"},
		"report": {"record", "policy", "cases", "duty", "match"},
		"doctor": {},
		// manual sets its pages by term's ways.
		"manual":   {"term"},
		"disclose": {"record", "cases", "match", "seal", "verify"}, // the judge of a proof
		"exchange": {"record", "policy", "cases", "match", "report", "seal", "disclose", "plain"},
		"access":   {"record", "policy", "cases", "match", "report", "disclose", "plain"},
		"cli": {"schema", "record", "policy", "team", "seal", "store", "cases", "verify", "duty",
			"casebook", "ledger", "remote",
			"report", "disclose", "access", "exchange", "keyring", "match", "term", "doctor",
			"search", "manual"},
		"cmd/casefile": {"cli"},
		// testenv is for tests alone, and nothing else imports it.
		"testenv": {},
		// storytest reads testdata/stories for tests, and nothing imports it.
		"storytest": {"record", "policy", "team", "seal", "cases", "verify", "duty", "plain"},
		// reference writes man pages and the reference of commands, and nothing imports it.
		"reference": {"cli", "record"},
		// messages lists the program's texts for authors of new ones, and nothing imports it.
		"messages": {"pattern"},
		// bench only measures: it may import what it measures, and nothing imports it.
		"bench": {"schema", "record", "policy", "team", "seal", "store", "verify",
			"casebook", "ledger", "cli", "cases"},
		"bench/casebench": {"bench"},
	}
}

// owners says which rooms alone may import a library.
func owners() map[string][]string {
	return map[string][]string{
		"github.com/go-git/":               {"store"},
		"github.com/hiddeco/sshsig":        {"store"},
		"github.com/spf13/cobra":           {"cli", "reference"}, // its tree of commands
		"filippo.io/age":                   {"seal"},
		"html/template":                    {"report"},
		"github.com/arran4/golang-ical":    {"report"},
		"golang.org/x/term":                {"term"},
		"github.com/rivo/uniseg":           {"term"},
		"github.com/rickar/cal/":           {"policy"},
		"github.com/yuin/goldmark":         {"report"},
		"golang.org/x/text":                {"match"},
		"gopkg.in/yaml.v3":                 {"record", "policy", "keyring"},
		"github.com/ncruces/go-sqlite3":    {"index"},
		"github.com/rogpeppe/go-internal/": {"store"},                 // its file lock
		"golang.org/x/crypto":              {"seal", "store", "team"}, // SSH keys, each its part
		"golang.org/x/sys":                 {"keyring", "store", "term", "testenv"},
		"os/exec":                          {"keyring", "store", "term", "testenv"},
		"compress/zlib":                    {"store"}, // what git's objects are packed with
		"compress/flate":                   {},
		"net/http":                         {},
		"unsafe":                           {},
	}
}

// pure rooms use no files, network, environment or clock.
func pure() []string {
	return []string{"jsonschema", "record", "policy", "team", "cases", "verify", "duty", "report",
		"match", "access",
		"exchange", "disclose", "doctor", "search", "manual"}
}

// worldlyAllowed returns the permitted uses of the world in pure rooms, with their reasons.
func worldlyAllowed() map[string]string {
	const zones = "an agency names its zone; time/tzdata has it where the machine has none"
	return map[string]string{
		"policy/parse.go: time.LoadLocation":       zones,
		"exchange/importmap.go: time.LoadLocation": zones,
	}
}

// alone returns the rooms that work on values, whose tests want no repository and no keys.
func alone() []string { return []string{"access", "exchange"} }

type imported struct {
	ImportPath, Dir string
	Imports         []string
	TestImports     []string
	XTestImports    []string
	GoFiles         []string
}

func (p imported) room() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "internal/")
}

// packages lists ours, as they are built here (tests may import more).
func packages(t *testing.T) []imported {
	t.Helper()
	return packagesFor(t, runtime.GOOS)
}

// everywhere lists our packages with their imports on all systems: the files of a room for another
// system obey the same rules.
func everywhere(t *testing.T) []imported {
	t.Helper()
	var list []imported
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, p := range packagesFor(t, system) {
			i := slices.IndexFunc(list, func(o imported) bool {
				return o.ImportPath == p.ImportPath
			})
			if i < 0 {
				list = append(list, p)
				continue
			}
			for to, more := range map[*[]string][]string{&list[i].Imports: p.Imports,
				&list[i].TestImports: p.TestImports, &list[i].XTestImports: p.XTestImports,
				&list[i].GoFiles: p.GoFiles} {
				*to = append(*to, more...)
				slices.Sort(*to)
				*to = slices.Compact(*to)
			}
		}
	}
	return list
}

func packagesFor(t *testing.T, system string) []imported {
	t.Helper()
	cmd := testenv.Go("list",
		"-json=ImportPath,Dir,Imports,TestImports,XTestImports,GoFiles", "./...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(slices.Clone(cmd.Env), "GOOS="+system)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []imported
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p imported
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < 10 {
		t.Fatalf("go list names %d packages only", len(list))
	}
	return list
}

func TestDirectionOfImports(t *testing.T) {
	for _, p := range everywhere(t) {
		may, known := rooms()[p.room()]
		if !known {
			t.Errorf("%s is no room of the design", p.ImportPath)
			continue
		}
		for _, path := range p.Imports {
			if !strings.HasPrefix(path, module) {
				continue
			}
			to := (imported{ImportPath: path}).room()
			if to != "pattern" && to != "aside" && !slices.Contains(may, to) {
				t.Errorf("%s imports %s, which is not for it", p.room(), to)
			}
		}
	}
}

// TestTestsOfValues keeps the tests of rooms that work on values to the imports of those rooms, and
// to stories: no repository, no keys, no program.
func TestTestsOfValues(t *testing.T) {
	for _, p := range everywhere(t) {
		if !slices.Contains(alone(), p.room()) {
			continue
		}
		may := append([]string{p.room(), "storytest"}, rooms()[p.room()]...)
		for _, path := range slices.Concat(p.TestImports, p.XTestImports) {
			to := (imported{ImportPath: path}).room()
			if strings.HasPrefix(path, module) && !slices.Contains(may, to) {
				t.Errorf("the tests of %s import %s, which is not for them", p.room(), to)
			}
			for library, owned := range owners() {
				if strings.HasPrefix(path, library) && !slices.Contains(owned, p.room()) {
					t.Errorf("the tests of %s import %s, which belongs to %v", p.room(), path,
						owned)
				}
			}
		}
	}
}

// TestSurroundingsOfTests wants tests that run programs to be in the surroundings of
// their own, where nothing of the machine disturbs them.
func TestSurroundingsOfTests(t *testing.T) {
	for _, p := range packages(t) {
		runs := slices.Contains(p.TestImports, "os/exec") || slices.Contains(p.Imports, "os/exec")
		apart := slices.Contains(p.TestImports, module+"internal/testenv")
		if len(p.TestImports) > 0 && runs && !apart && p.room() != "testenv" {
			t.Errorf("the tests of %s run programs, and not in the surroundings of testenv",
				p.room())
		}
	}
}

// TestGoroutinesAreCaught keeps goroutines to the room that hands their panics on: Go's own trace
// of a panic prints values.
func TestGoroutinesAreCaught(t *testing.T) {
	for _, p := range everywhere(t) {
		if p.room() == "aside" || strings.HasPrefix(p.room(), "bench") || p.room() == "testenv" {
			continue
		}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			if bare := goroutines(file); bare > 0 {
				t.Errorf("%s/%s begins %d goroutines of its own, which is aside's", p.room(), name,
					bare)
			}
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "x.go",
		"package x\nfunc f() { go f(); var g sync.WaitGroup; g.Go(f) }", 0)
	if err != nil || goroutines(file) != 2 {
		t.Errorf("a goroutine is not seen: %v", err)
	}
}

// goroutines counts the go statements and the groups of goroutines in a file.
func goroutines(file *ast.File) (n int) {
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			n++
		case *ast.SelectorExpr:
			if of, ok := node.X.(*ast.Ident); ok && of.Name == "sync" &&
				node.Sel.Name == "WaitGroup" {
				n++
			}
		}
		return true
	})
	return n
}

func TestLibrariesHaveOneOwner(t *testing.T) {
	for _, p := range everywhere(t) {
		if strings.HasPrefix(p.room(), "bench") {
			continue
		}
		for _, path := range p.Imports {
			for library, may := range owners() {
				if strings.HasPrefix(path, library) && !slices.Contains(may, p.room()) {
					t.Errorf("%s imports %s, which belongs to %v", p.room(), path, may)
				}
			}
		}
	}
}

// TestPureRooms looks for the packages by which the world comes in, and for
// the calls, which time and crypto/rand would still allow.
func TestPureRooms(t *testing.T) {
	world := []string{"os", "os/exec", "os/signal", "os/user", "io/ioutil", "net", "net/http",
		"net/url", "path/filepath", "syscall", "log", "log/slog", "runtime", "plugin"}
	used := map[string]bool{}
	for _, p := range everywhere(t) {
		if !slices.Contains(pure(), p.room()) {
			continue
		}
		for _, path := range p.Imports {
			// The draft names schemas by addresses, which net/url takes apart.
			named := p.room() == "jsonschema" && path == "net/url"
			if slices.Contains(world, path) && !named {
				t.Errorf("%s imports %s", p.room(), path)
			}
		}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range worldly(file) {
				use := p.room() + "/" + name + ": " + call
				used[use] = true
				if worldlyAllowed()[use] == "" {
					t.Errorf("%s/%s uses %s", p.room(), name, call)
				}
			}
		}
	}
	for use := range worldlyAllowed() {
		if !used[use] {
			t.Errorf("%s is allowed, and is not there", use)
		}
	}
}

// worldly lists the uses of the clock, the zone of the machine and the
// environment in a file.
func worldly(file *ast.File) []string {
	names := map[string]string{} // of packages in this file, to their paths
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = path
	}
	forbidden := map[string][]string{
		// A zone is read from the files of the machine, or from the path in ZONEINFO.
		"time": {"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer",
			"Sleep", "Local", "LoadLocation"},
		"os": {"Getenv", "LookupEnv", "Environ"},
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && slices.Contains(forbidden[names[x.Name]], s.Sel.Name) {
			found = append(found, x.Name+"."+s.Sel.Name)
		}
		return true
	})
	return found
}

// The search finds what it looks for, also under another name.
func TestWorldlyIsFound(t *testing.T) {
	source := `package x
import ("time"; env "os"; "fmt")
var a, b, c = time.Now(), env.Getenv("HOME"), fmt.Sprint(time.UTC)
`
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := worldly(file); !slices.Equal(got, []string{"time.Now", "env.Getenv"}) {
		t.Errorf("found %v", got)
	}
}

func TestTopLevel(t *testing.T) {
	want := []string{"Makefile", "README.md", "cmd", "go.mod", "go.sum", "internal", "schema",
		"testdata"}
	ls := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	ls.Dir = filepath.Join("..", "..")
	// The sources may be another user's.
	ls.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+anybodys(t))
	out, err := ls.Output()
	var top []string
	if err == nil {
		for _, path := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
			name, _, _ := strings.Cut(path, "/")
			top = append(top, name)
		}
	} else { // an unpacked archive has no git
		top = list(t, filepath.Join("..", ".."))
	}
	slices.Sort(top)
	for _, name := range slices.Compact(top) {
		if !strings.HasPrefix(name, ".") && !slices.Contains(want, name) {
			t.Errorf("%s has no place at the top", name)
		}
	}
	for _, name := range want {
		if _, err := os.Stat(filepath.Join("..", "..", name)); errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is missing", name)
		}
	}
}

// anybodys returns a configuration by which git looks into the folders of others.
func anybodys(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte("[safe]\n\tdirectory = *\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
