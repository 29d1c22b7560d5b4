package cli

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

// silent are the functions of this room that have no flag, no stream, no prompt and no
// printed line, and why each stays. What is not named here belongs to another room.
var silent = map[string]string{
	// The command line.
	"pipesText":          "finds -F - also where the command line can't be read as one",
	"pipesReferral":      "finds --referral - also where the command line can't be read as one",
	"namesFile":          "finds -F also where the command line can't be read as one",
	"isDescriptor":       "tells of a path of -F whether the shell made it of a pipe",
	"actOn":              "reads an argument of the command line as what an act is about",
	"caseArg.isAskedFor": "tells a case of the command line from - in its place",
	"withFlag":           "keeps of the command line the flags that an act may have",

	// What a command is taken up again by.
	"answerRun.act":  "makes the act of the command's own arguments",
	"appended.act":   "makes the act of the command's own arguments",
	"request.take":   "notes which draft --draft names",
	"request.finish": "finishes the draft that --draft names",

	// Rooms that never see a Book are handed what they ask for.
	"worldOf":              "hands the book's team, policy and clock to duty",
	"gatherWork":           "hands a book to duty",
	"dutiesIn":             "hands a book to duty",
	"mayBeMine":            "asks duty which cases the book is to read",
	"dueInCase":            "hands one case to the sheet of due",
	"nextSteps":            "hands the duties to casebook, which never sees duty",
	"validateCase":         "joins what casebook and duty find in one case",
	"builtAt":              "reads the program's own build, as the command version does",
	"status.take":          "hands the words of report to the start page",
	"caseload":             "hands a book's cases to the sheet of report caseload",
	"sender":               "hands the member at hand to the letter of report",
	"registerLine":         "hands an end that casebook tells of to report",
	"agencyOf":             "hands the team and policy to access",
	"sarRequest.copyMaker": "hands a book's entries and ways to open them to access",
	"asAtOf":               "hands the page of an earlier copy to access",
	"exportOf":             "hands a book's entries and ways to open them to exchange",
	"destination":          "hands a book's checks to exchange",
	"treeOf":               "hands the state of the work tree to doctor",
	"readersFound":         "hands what dockets say of readers to doctor",
	"aboutClock":           "hands a book's clock to doctor",
	"foundAtServer":        "is the exit code of what a sync to a restored server found",
	"aboutHooks":           "hands the state of a server's hooks to doctor",
	"leftHere":             "hands what waits in this copy to doctor",
	"partsOf":              "hands the damaged parts of a book to doctor",
	"locksOf":              "hands the locks of a repository to doctor",
	"lockIn":               "hands a lock to doctor, named as a person would look for it",
	"aboutRevived":         "hands what came back with a server to doctor",
	"remainingKeysOf":      "hands what a purge came upon to its words",
	"tellsHowFar":          "knows the errors whose words tell how much is recorded",
	// What one command is made of.
	"isOurReferral":        "is a part of the commands reply, escalation and confirm",
	"answerRun.referral":   "is a part of the commands reply, escalation and confirm",
	"answerRun.linked":     "joins a text with the target that the command line names",
	"answerRun.template":   "joins a template with the target that the command line names",
	"concernForm.ask":      "asks the questions of concern, one by one",
	"concernForm.question": "asks one of the questions of concern",
	"concernForm.line":     "asks one of the questions of concern",
	"concernForm.text":     "hands the answers of concern to record",
	"walk.through":         "asks the questions of sar decide, one by one",
	"walk.moved":           "goes from one question of sar decide to another",
	"walk.asked":           "asks one of the questions of sar decide",
	"walk.introduce":       "shows what a question of sar decide is about",
	"walk.list":            "shows what a question of sar decide is about",
	"walk.morePlaces":      "shows what a question of sar decide is about",
	"walk.note":            "shows the keys of sar decide",
	"walk.help":            "shows the keys of sar decide",
	"walk.key":             "does what a key of sar decide says",
	"walk.decide":          "asks what an answer of sar decide needs besides",
	"walk.keepAll":         "asks what an answer of sar decide needs besides",
	"walk.people":          "asks what an answer of sar decide needs besides",
	"walk.exemption":       "asks one of the questions of sar decide",
	"walk.askRationale":    "asks one of the questions of sar decide",
	"walk.lastStep":        "does what a key of sar decide says",
	"stopsOrBack":          "reads a key of sar decide",
	"numbered":             "reads numbers that were typed",
	"decisionText.asTyped": "joins a text with what sar decide wants of it",
	"request.limit":        "tells how much the text may be that a command line gives",
	"confirmation":         "is what the command confirm records and writes",
	"checkAnswer":          "compares a text with the command line",
	"templateOf":           "is the template of a text that is asked for",
	"handoverTemplate":     "is the template of a text that is asked for",
	"isKey":                "reads a key of sar decide",
	"inFile":               "names the file of a finding as the person did",
	// Arguments, files that a command names, and answers.
	"onCase":                "resolves the case that the command line names",
	"retainable":            "resolves the cases that the command line names",
	"isFile":                "tells a file from a case among the arguments",
	"changeReaders":         "runs what the arguments of readers --of say",
	"inFolder":              "names a file as the person did",
	"writeExport":           "writes the file or the folder that -o names",
	"addNames":              "reads the names that the lines of list show",
	"asEvent":               "makes the JSON line of an event",
	"questionPage.placesOf": "chooses the lines of a question that are shown",
	"orEmpty":               "keeps null out of the lists of an answer",
}

// function is one function of the room, with what it says to people.
type function struct {
	name, file string
	decl       *ast.FuncDecl
	speaks     bool
	calls      []string // functions of the room
}

// functions returns all of the room, by name; methods as Type.name.
func functions(t *testing.T) map[string]*function {
	t.Helper()
	out := map[string]*function{}
	for _, file := range sources(t) {
		for _, d := range file.syntax.Decls {
			if decl, ok := d.(*ast.FuncDecl); ok {
				f := &function{name: nameOfFunc(decl), file: file.name, decl: decl}
				f.speaks, f.calls = speaks(decl)
				out[f.name] = f
			}
		}
	}
	// Whoever hands the program on to a function that speaks, speaks.
	for changed := true; changed; {
		changed = false
		for _, f := range out {
			hears := func(name string) bool { g := out[name]; return g != nil && g.speaks }
			if !f.speaks && slices.ContainsFunc(f.calls, hears) {
				f.speaks, changed = true, true
			}
		}
	}
	return out
}

// typeName returns the name of a type of this room, or of a pointer to one.
func typeName(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

type source struct {
	name   string
	syntax *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []source
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, source{name, syntax})
	}
	if len(out) < 50 {
		t.Fatalf("only %d files were read", len(out))
	}
	return out
}

func nameOfFunc(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	of := d.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	return of.(*ast.Ident).Name + "." + d.Name.Name
}

// speaks reports whether a function reads a flag, uses a stream or the clock of App, asks at
// the terminal, makes an error or a hint in words, or gives the words
// or the fields of an answer. calls are the functions to which it hands App on, and those
// that make the words of its refusals.
func speaks(d *ast.FuncDecl) (yes bool, calls []string) {
	apps := []string{"app"}
	var options []string
	for _, list := range []*ast.FieldList{d.Type.Params, d.Recv} {
		for _, f := range fieldsOf(list) {
			if _, ok := f.Type.(*ast.MapType); ok {
				yes = yes || saysSomething(f.Type) // it fills in the fields of an answer
			}
			for _, name := range f.Names {
				switch of := typeName(f.Type); {
				case of == "App":
					apps = append(apps, name.Name)
				case strings.HasSuffix(of, "Options"):
					options = append(options, name.Name)
				}
			}
		}
	}
	for _, f := range fieldsOf(d.Type.Results) {
		yes = yes || saysSomething(f.Type)
	}
	isApp := func(e ast.Expr) bool {
		switch e := e.(type) {
		case *ast.Ident:
			return slices.Contains(apps, e.Name)
		case *ast.SelectorExpr:
			return e.Sel.Name == "app" || e.Sel.Name == "App"
		}
		return false
	}
	isOptions := func(e ast.Expr) bool {
		switch e := e.(type) {
		case *ast.Ident:
			return slices.Contains(options, e.Name)
		case *ast.SelectorExpr:
			return e.Sel.Name == "opts"
		}
		return false
	}
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			yes = yes || slices.Contains(wording, n.Name)
		case *ast.SelectorExpr:
			x, _ := n.X.(*ast.Ident)
			yes = yes || isApp(n.X) || isOptions(n.X) ||
				x != nil && (x.Name == "cobra" || x.Name == "term" ||
					x.Name == "fmt" && strings.HasPrefix(n.Sel.Name, "Fprint"))
		case *ast.CompositeLit: // a type that asks or tells in the name of App
			yes = yes || slices.ContainsFunc(n.Elts, isApp)
		case *ast.CallExpr:
			f, ok := n.Fun.(*ast.Ident)
			if ok && (slices.ContainsFunc(n.Args, isApp) || slices.Contains(refusing, f.Name)) {
				calls = append(calls, f.Name)
			}
		}
		return true
	})
	return yes, calls
}

func fieldsOf(list *ast.FieldList) []*ast.Field {
	if list == nil {
		return nil
	}
	return list.List
}

// wording are the functions by which an error gets words or a hint for people, and
// refusing those that do so for one sort of refusal.
var (
	wording  = []string{"usage", "withHint", "notFound", "denied", "inState", "errSilent", "hinted"}
	refusing = []string{
		"proofError",
		"refused",
		"refusedOf",
		"seniorSigns",
		"readersHint",
		"heldHint",
		"kindFor",
	}
)

// saysSomething reports whether a result is words for a line (string, []string) or fields
// of a document (any, map[string]any and lists of those).
func saysSomething(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "string" || e.Name == "any"
	case *ast.ArrayType:
		return saysSomething(e.Elt)
	case *ast.MapType:
		return saysSomething(e.Value)
	}
	return false
}

// A function without a flag, a stream, a prompt or a printed line is another room's: each
// that stays is named with its reason, and no reason outlives its function.
func TestEachFunctionSpeaksToSomebody(t *testing.T) {
	all := functions(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		f := all[name]
		if _, known := silent[name]; !f.speaks && !known {
			t.Errorf(
				"%s: %s has no flag, no stream, no prompt and no printed line: which room is it "+
					"for?",
				f.file,
				name,
			)
		}
	}
	for name := range silent {
		switch f := all[name]; {
		case f == nil:
			t.Errorf("%s is excused, and is not there", name)
		case f.speaks:
			t.Errorf("%s is excused, and speaks", name)
		}
	}
}

// The search finds what it looks for.
func TestSilenceIsFound(t *testing.T) {
	source := `package x
func counts(list []int) int { return len(list) }
func passesOn(app *App) error { return other(app) }
func prints(app *App) { app.print("x") }
func words(n int) string { return "x" }
func fields() map[string]any { return nil }
func refuses() error { return usage("x") }
func takes(o listOptions) int { return 1 }
func holds(x *asking) int { return x.count }
func reads(o listOptions) int { return o.limit }
`
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var quiet, calls []string
	for _, d := range file.Decls {
		f := d.(*ast.FuncDecl)
		yes, to := speaks(f)
		calls = append(calls, to...)
		if !yes {
			quiet = append(quiet, f.Name.Name)
		}
	}
	if !slices.Equal(quiet, []string{"counts", "passesOn", "takes", "holds"}) ||
		!slices.Equal(calls, []string{"other"}) {
		t.Errorf("silent are %v, which call %v", quiet, calls)
	}
}

// Each command stands in the file of its name: newTeamAdd in teamadd.go, newListCommand in
// list.go.
func TestCommandsStandInFilesOfTheirNames(t *testing.T) {
	found := 0
	for _, f := range functions(t) {
		name, isNew := strings.CutPrefix(f.name, "new")
		if !isNew || !givesCommand(f.decl) {
			continue
		}
		found++
		if want := strings.ToLower(strings.TrimSuffix(name, "Command")) + ".go"; f.file != want {
			t.Errorf("%s stands in %s, not in %s", f.name, f.file, want)
		}
	}
	if found < 60 {
		t.Errorf("only %d constructors of commands were found", found)
	}
}

func givesCommand(d *ast.FuncDecl) bool {
	if d.Type.Results == nil || len(d.Type.Results.List) != 1 {
		return false
	}
	star, ok := d.Type.Results.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	sel, ok := star.X.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Command"
}
