package report

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// The home of these tests is protected from the father, and Dana's own address besides.
const protectedProfile = `people:
  - {name: Dana Adeyemi, relation: mother, address_protected: yes, contact: 01632 960417,
     address: "Marwen House, 9 Tarn Row, Eskby EK4 7ZZ"}
  - {name: Karl Brandt, relation: father, lives_with: no, address: "3 Sea Row, Eskmouth"}
address: Flat 2, 4 Sallowfield Lane, Northby NB1 2XQ
`

// writtenForms returns ways in which people write protected facts in running text.
func writtenForms() []string {
	return []string{"Flat 2, 4 Sallowfield Lane, Northby NB1 2XQ", "4 Sallowfield Ln",
		"Sallowfield Lane 4", "4, sallowfield-lane", "4 **Sallow**field Lane",
		"4 Sallow&#102;ield Lane", "4 Sallow\u00adfield Lane", "NB12XQ", "nb1 2xq",
		"SALLOWFIELD LANE, No. 4", "`4 Sallowfield Lane`", "[4 Sallowfield Lane]{.third-party}",
		"4 Sallowfield\nLane", "4 Sallow-\nfield Lane", "4\u00a0Sallowfield\u200b Lane",
		"9 Tarn Row",
		"Tarn Row 9, Eskby", "EK47ZZ", "01632 960417", "+44 1632 960417", "(01632) 960-417",
		"0044 1632960417"}
}

// traces matches what would tell the address, in a text of letters and digits only.
var traces = regexp.MustCompile(`sallow|fieldlane|nb12xq|tarnrow|ek47zz|marwen|632960417|1632960`)

// lettersOf returns the letters and digits of a page, without the marks between them.
func lettersOf(page string) string {
	page = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, "")
	page = strings.NewReplacer(`\u00ad`, "", `\u200b`, "", `\n`, " ").Replace(page)
	keep := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}
	return strings.Map(keep, strings.ToLower(html.UnescapeString(html.UnescapeString(page))))
}

// everywhere returns Tobi's case with a protected address in each of its texts, in the forms from
// number from on, one after another. If free is set, nothing is protected.
func everywhere(t *testing.T, from int, free bool) Page {
	t.Helper()
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	forms, n := writtenForms(), from
	next := func(s string) string {
		n++
		return s + " at " + forms[n%len(forms)] + " then"
	}
	items := testItems(t, changed{"01-profile.md": {"address: 4 Mill Lane, Northby\n", ""}})
	for i := range items {
		it := &items[i]
		if it.Kind == record.KindProfile {
			protect(t, kinds, it, free)
		}
		it.Headline, it.Action = next(it.Headline), next(it.Action)
		for i := range it.Sources {
			it.Sources[i].Who, it.Sources[i].How = next(it.Sources[i].Who), next(it.Sources[i].How)
		}
		for i := range it.Sections {
			it.Sections[i].Text = next(it.Sections[i].Text)
		}
		kind, _ := kinds.Kind(it.Kind)
		for _, f := range kind.Fields {
			if v := it.Fields[f.Name]; v != nil && !f.Common && f.Name != "address" {
				it.Fields[f.Name] = saying(f, v, next)
			}
		}
	}
	return folded(t, items)
}

// protect puts the addresses of these tests into a profile.
func protect(t *testing.T, kinds *record.Kinds, it *cases.Item, free bool) {
	text := regexp.MustCompile(`(?s)people:\n.*?\n(address_protected_from)`).
		ReplaceAllString(string(it.Text), protectedProfile+"$1")
	if free {
		text = strings.NewReplacer("address_protected: yes, ", "", "until: 2026-09-01",
			"until: 2026-03-05").
			Replace(text)
	}
	e, err := kinds.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	it.Entry = e
}

// saying returns a value with words added to each of its texts, except names of people.
func saying(f record.Field, v any, next func(string) string) any {
	if len(f.Choices) > 0 || slices.Contains([]string{"name", "agency", "person", "from"}, f.Name) {
		return v
	}
	switch v := v.(type) {
	case string:
		if f.Type == "text" || f.Type == "list" {
			return next(v)
		}
	case []any:
		out := slices.Clone(v)
		for i := range out {
			out[i] = saying(f, out[i], next)
		}
		return out
	case map[string]any:
		out := maps.Clone(v)
		for _, part := range f.Fields {
			if out[part.Name] != nil && part.Name != "address" && part.Name != "contact" {
				out[part.Name] = saying(part, out[part.Name], next)
			}
		}
		return out
	}
	return v
}

// pages writes everything that this room writes about a case, in all formats, by the name of the
// function.
func pages(t *testing.T, p Page) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	all := []Format{Text, Markdown, HTML, JSON, CSV}
	page := func(name string, write func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = append(out[name], b.String())
	}
	sheet := func(name string, s Sheet) {
		for _, f := range all {
			page(name, func(b *bytes.Buffer) error { return WriteSheet(b, f, s) })
		}
	}
	p.All = true
	for _, k := range Kinds() {
		for _, f := range all {
			page("Write", func(b *bytes.Buffer) error { return Write(b, k, f, p) })
		}
	}
	kinds, _ := record.Builtin()
	for _, f := range []Format{Markdown, HTML} {
		page("WriteEntries", func(b *bytes.Buffer) error { return WriteEntries(b, f, p, kinds) })
		page("WriteLetter", func(b *bytes.Buffer) error {
			return WriteLetter(b, f, p, p.Case.Referrals[1], sender)
		})
	}
	part := func(name string, parts ...Part) {
		sheet(name, Sheet{Name: name, Zone: p.Zone, Parts: parts})
	}
	part("HandoverPart", HandoverPart(p, []string{"asha"}, 2))
	part("AuditPart", AuditPart(p, []string{"asha"}))
	load := &Caseload{Names: p.Names, Zone: p.Zone}
	load.Add(duty.RowOf(p.Case))
	load.Count(p.Duties)
	part("Parts", load.Parts(Text)...)
	sheet("TransferCover", TransferCover(p, Pack{Agency: "Northby Family Support"}))
	sheet("ReceiptSlip", ReceiptSlip(p, Pack{Agency: "Northby Family Support"}))
	var rows []cases.Merged
	for _, r := range p.Case.Chronology(false) {
		rows = append(rows, cases.Merged{Row: r, Of: "K3F9-27QM"})
	}
	merged := &Merged{Rows: rows, Zone: p.Zone, Names: p.Names, Shield: p.Case.Shield()}
	sheet("Sheet", merged.Sheet())
	work := &duty.Work{World: testWorld(t), Facts: []duty.Facts{duty.Of(p.Case)}, List: p.Duties,
		Shields: []*cases.Shield{p.Case.Shield()}}
	for _, late := range []bool{false, true} {
		due := &Due{Work: work, Within: -1, Late: late}
		due.Take(nil, nil)
		sheet("Sheet", due.Sheet(Text))
		page("WriteCalendar", func(b *bytes.Buffer) error {
			return WriteCalendar(b, due.Events(), p.Made)
		})
	}
	in := Inbox{Member: "asha", Zone: p.Zone}
	work.Me.ID = "asha"
	in.Take(DutyWords{Work: work, Reader: "asha"})
	for _, f := range []Format{Text, JSON} {
		page("WriteInbox", func(b *bytes.Buffer) error { return WriteInbox(b, f, in) })
	}
	return out
}

// TestProtectedNowhere: protected facts are on no page, whatever text of the record has them and in
// whatever form.
func TestProtectedNowhere(t *testing.T) {
	for from := 0; from < len(writtenForms()); from += 4 { // each text in several forms
		for name, all := range pages(t, everywhere(t, from, false)) {
			for _, page := range all {
				if at := traces.FindStringIndex(lettersOf(page)); at != nil {
					said := lettersOf(page)
					t.Fatalf("%s, forms from %d: %s", name, from,
						said[max(0, at[0]-60):min(len(said), at[1]+60)])
				}
			}
		}
	}
}

// TestReportersInCopies: no copy names an anonymous reporter, whatever text does. The worker's own
// screen does.
func TestReportersInCopies(t *testing.T) {
	items := testItems(t, changed{"10-concern.md": {"neighbour at number 6", "Edith Hallam"}})
	for i := range items {
		items[i].Headline += ", told Mrs **Hal**lam"
		items[i].Action += " Rang E. Hallam."
		for k := range items[i].Sections {
			items[i].Sections[k].Text += "\nEdith Hallam (HALLAM) heard him.\n"
		}
	}
	p := folded(t, items)
	p.Duties = append(p.Duties,
		duty.Duty{What: "action: ring Edith Hallam back", Due: p.Made, Late: time.Hour,
			Ref: record.Ref{Case: testCase}, Whose: []string{"asha"}})
	named := regexp.MustCompile(`(?i)hallam|edith`)
	for name, all := range pages(t, p) {
		for i, page := range all {
			screen := name == "Write" && i%5 == 0 || name == "Sheet" && i%5 == 0 ||
				name == "HandoverPart" && i == 0 ||
				name == "AuditPart" && i == 0 || name == "WriteInbox" && i == 0 ||
				name == "TransferCover" && i == 0
			if at := named.FindStringIndex(lettersOf(page)); at != nil && !screen {
				said := lettersOf(page)
				t.Errorf("%s, page %d: %s", name, i,
					said[max(0, at[0]-60):min(len(said), at[1]+60)])
			}
		}
	}
	if !strings.Contains(write(t, "chronology", Text, p), "Edith Hallam*") {
		t.Error("the screen does not show who told it")
	}
	p.Copy = true
	if out := write(t, "chronology", Text, p); named.MatchString(lettersOf(out)) {
		t.Errorf("text in a file names who told it:\n%s", out)
	}
}

// TestProtectedStands: the same pages show the facts if nothing is protected, so that
// TestProtectedNowhere checks what it claims to check.
func TestProtectedStands(t *testing.T) {
	for name, all := range pages(t, everywhere(t, 0, true)) {
		quiet := []string{"Parts", "ReceiptSlip", "WriteCalendar", "AuditPart", "WriteInbox"}
		if slices.Contains(quiet, name) { // what they say is no text of an entry
			continue
		}
		if !slices.ContainsFunc(all, func(page string) bool {
			return traces.MatchString(lettersOf(page))
		}) {
			t.Errorf("%s tells nothing of what stands in every text", name)
		}
	}
}

// TestEveryPageIsTried: each function that returns or writes pages is in pages, or is listed here
// with the reason why it shows no words of a case.
func TestEveryPageIsTried(t *testing.T) {
	tried := pages(t, tobi(t, nil))
	other := map[string]string{
		"WriteChecks": "how machine and copy stand; no words of a case",
		"FrontSheet":  "the worker's own reading", "WriteChanges": "the worker's own reading",
		"WriteDrafts":           "the worker's own drafts",
		"WriteDisposalRegister": "what is left of no case",
		"WriteSheet":            "tried with each sheet",
	}
	for _, file := range sources(t) {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Name.IsExported() && givesPage(f) && tried[f.Name.Name] == nil &&
				other[f.Name.Name] == "" {
				t.Errorf("%s gives a page, and TestProtectedNowhere does not look at it",
					f.Name.Name)
			}
		}
	}
}

// sources returns the files of this room, without its tests.
func sources(t *testing.T) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, file)
	}
	return out
}

// givesPage reports whether a function writes, or returns what is written.
func givesPage(f *ast.FuncDecl) bool {
	var types []string
	for _, list := range []*ast.FieldList{f.Type.Params, f.Type.Results} {
		if list != nil {
			for _, field := range list.List {
				types = append(types, fmt.Sprint(typeName(field.Type)))
			}
		}
	}
	return slices.ContainsFunc(types, func(s string) bool {
		return slices.Contains([]string{"io.Writer", "Sheet", "Part", "[]Part"}, s)
	})
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return typeName(e.X) + "." + e.Sel.Name
	case *ast.ArrayType:
		return "[]" + typeName(e.Elt)
	}
	return ""
}

// TestOneWayToFormats: one function passes covered values to the formats.
func TestOneWayToFormats(t *testing.T) {
	calls := map[string][]string{}
	for _, file := range sources(t) {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if c, ok := n.(*ast.CallExpr); ok && strings.HasPrefix(typeName(c.Fun), "write") {
					name := typeName(c.Fun)
					calls[name] = append(calls[name], f.Name.Name)
				}
				return true
			})
		}
	}
	want := map[string][]string{"writeText": {"write"}, "writeMarkdown": {"write"},
		"writeHTML": {"write"},
		"writeJSON": {"WriteInbox", "write"}, "writeCSV": {"WriteDisposalRegister", "write"}}
	for name, by := range want {
		slices.Sort(calls[name])
		if !slices.Equal(calls[name], by) {
			t.Errorf("%s is called by %q, want %q", name, calls[name], by)
		}
	}
}

func TestCovered(t *testing.T) {
	p := everywhere(t, 0, false)
	shield := p.Case.Shield()
	type inner struct{ Text string }
	type outer struct {
		inner
		At   time.Time
		Many []map[string]any
		One  *inner
		None *inner
		N    int
	}
	in := outer{inner{"4 Sallowfield Lane"}, p.Made,
		[]map[string]any{{"9 Tarn Row": []string{"at 9 Tarn Row"}}},
		&inner{"EK4 7ZZ, rang 01632 960417"}, nil, 4}
	got := covered(in, shield)
	want := fmt.Sprintf("%+v %v %+v", []any{"protected: see the profile entry", p.Made,
		[]map[string]any{{"9 Tarn Row": []string{"at (protected address)"}}}}, 4,
		inner{"(protected address), rang (protected number)"})
	if said := fmt.Sprintf("%+v %v %+v", []any{got.Text, got.At, got.Many}, got.N,
		*got.One); said != want || got.None != nil {
		t.Errorf("got %s, want %s", said, want)
	}
	if in.One.Text != "EK4 7ZZ, rang 01632 960417" ||
		in.Many[0]["9 Tarn Row"].([]string)[0] != "at 9 Tarn Row" {
		t.Error("the original lost its words")
	}
}
