package report

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func aSheet() Sheet {
	at := time.Date(2026, 3, 6, 17, 45, 0, 0, time.UTC)
	columns := []Column{{Title: "Case", Name: "case"}, {Title: "What", Name: "what", Share: 1}}
	return Sheet{Name: "due", Title: "Due", About: "all cases of Asha Rao", AsAt: at, Made: at,
		Tip: strings.Repeat("a", 40), Parts: []Part{
			{Name: "overdue", Heading: "Overdue", Columns: columns, None: "Nothing is overdue.",
				Rows: []Line{
					{Cells: []string{"K3F9-27QM", "=1+1 <b>"}, Notes: []string{"2 h late"},
						Class: "overdue", Fields: map[string]any{"case": "K3F927QM"}}}},
			{Name: "next", Heading: "Next", Columns: columns, None: "Nothing is due soon."},
		}}
}

func TestSheet(t *testing.T) {
	for f, want := range map[Format][]string{
		Text: {"DUE all cases of Asha Rao", "OVERDUE", "K3F9-27QM", "2 h late",
			"Nothing is due soon.", "Record verified to aaaaaaaaaaaa"},
		Markdown: {"# Due: all cases of Asha Rao\n", "| K3F9-27QM | =1+1 &lt;b&gt; · *2 h late* |",
			"Nothing is due soon."},
		HTML: {"<h2>Overdue</h2>", `<tr class="overdue">`, "=1&#43;1 &lt;b&gt;"},
		JSON: {`"schema": "casefile/due/1"`, `"case": "K3F927QM"`, `"next": []`,
			`"as_at": "2026-03-06T17:45:00Z"`},
		CSV: {"case,what\nK3F9-27QM,'=1+1 <b>\n"},
	} {
		var b strings.Builder
		if err := WriteSheet(&b, f, aSheet()); err != nil {
			t.Fatal(f, err)
		}
		for _, w := range want {
			if !strings.Contains(b.String(), w) {
				t.Errorf("%s lacks %q:\n%s", f, w, b.String())
			}
		}
	}
}

func TestSheetWithoutRowsIsNoTable(t *testing.T) {
	s := Sheet{Name: "letter", Parts: []Part{{Para: "Dear colleague"}}}
	if err := WriteSheet(&strings.Builder{}, CSV, s); !errors.Is(err, ErrFormat) {
		t.Errorf("got %v, want ErrFormat", err)
	}
}
