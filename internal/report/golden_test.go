package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file that somebody has read and approved. The file of a page lacks the
// style sheet.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if filepath.Ext(name) == ".html" {
		got = []byte(withoutStyle(t, string(got)))
	}
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what was agreed; see it with go test -update and git "+
			"diff.\ngot:\n%s", name, firstDifference(string(got), string(want)))
	}
}

// withoutStyle removes the style sheet from a page, which must contain all of style.css.
func withoutStyle(t *testing.T, page string) string {
	t.Helper()
	style, err := os.ReadFile("style.css")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(page, "<style>\n"+string(style)+"</style>\n")
	if !found || len(style) == 0 {
		t.Errorf("the page's style is not style.css:\n%.2000s", page)
	}
	return before + rest
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return strings.Join(g[i:min(i+3, len(g))], "\n") + "\nwant:\n" +
				strings.Join(w[min(i, len(w)):min(i+3, len(w))], "\n")
		}
	}
	return "(shorter)"
}

func TestReportsAreAsAgreed(t *testing.T) {
	for _, k := range Kinds() {
		for _, f := range []Format{Text, Markdown, HTML, JSON, CSV} {
			var out bytes.Buffer
			err := Write(&out, k, f, tobi(t, nil))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, k+"."+string(f), out.Bytes())
		}
	}
}

func TestFrontSheetIsAsAgreed(t *testing.T) {
	var out bytes.Buffer
	if err := FrontSheet(&out, tobi(t, nil)); err != nil {
		t.Fatal(err)
	}
	golden(t, "frontsheet.text", out.Bytes())
}

func TestWholeChronology(t *testing.T) {
	p := tobi(t, nil)
	p.All, p.Width = true, 80
	var out bytes.Buffer
	if err := Write(&out, "chronology", Text, p); err != nil {
		t.Fatal(err)
	}
	golden(t, "chronology-all-80.text", out.Bytes())
}
