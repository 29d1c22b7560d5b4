package report

import (
	"bytes"
	"strings"
	"testing"

	"casefile/internal/duty"
)

// At 80 columns words of ordinary length are not broken, and the event has at least as much room as
// its source and the action.
func TestColumnsKeepWordsWhole(t *testing.T) {
	tb := &table{Columns: chronologyColumns(), Rows: []row{
		{Cells: []cell{{Text: "15 Sep – 30 Sep"}, {Text: "9y10m"}, {Text: "−"},
			{Text: "Left alone at home until the neighbours came back"},
			{Text: "P. Venkataraman, Northshire Healthcare"}, {Text: "Rang the safeguarding lead"},
			{Text: "line overdue since 3 Mar 2026"}, {Text: "3CNC"}}},
		{Cells: []cell{{Text: "about Dec"}, {Text: "9y0m"}, {}, {Text: "Short"}, {Text: "aunt"},
			{Text: "none: " + strings.Repeat("a long reason ", 12)}, {Text: "-"}, {Text: "9CTC"}}},
	}}
	for width := 80; width <= widest; width++ {
		w := columnWidths(tb, width)
		event, source, action := w[3], w[4], w[5]
		if event < source || event < action {
			t.Errorf("at %d the event has %d, the source %d, the action %d", width, event, source,
				action)
		}
		page := newTextPage(width)
		page.table(tb)
		for _, word := range []string{"Venkataraman,", "Northshire", "Healthcare", "safeguarding",
			"neighbours"} {
			if !strings.Contains(page.String(), word) {
				t.Errorf("at %d %q is broken:\n%s", width, word, page.String())
			}
		}
	}
}

// Where a narrow terminal would break words, the cells are below each other.
func TestNarrowTables(t *testing.T) {
	tb := &table{Columns: []column{{Title: "When"}, {Title: "Name", Share: 2},
		{Title: "What", Share: 4}, {Title: "Who", Share: 2}},
		Rows: []row{
			{Group: "Asha Rao",
				Cells: []cell{{Text: "Thu 4 Jun"}, {Text: "Imogen Thackray"},
					{Text: "review of the intended outcome"}, {}}},
			{Group: "Asha Rao", Cells: []cell{{Text: "Fri 5 Jun"}, {Text: "Zofia Venkataraman"},
				{Text: "review of the risk",
					Notes: []string{"asked for by the safeguarding lead of the other agency"}},
				{Text: "Mina Hall"}}},
		}}
	want := `Asha Rao
Thu 4 Jun
  Name  Imogen Thackray
  What  review of the intended outcome
Fri 5 Jun
  Name  Zofia Venkataraman
  What  review of the risk
        asked for by the safeguarding
        lead of the other agency
  Who   Mina Hall
`
	page := newTextPage(40)
	if page.table(tb); page.String() != want {
		t.Errorf("in 40 columns:\n%s\nwant\n%s", page.String(), want)
	}
	page = newTextPage(sideBySide)
	if page.table(tb); !strings.HasPrefix(page.String(), "WHEN ") {
		t.Errorf("in %d columns:\n%s", sideBySide, page.String())
	}
	short := &table{Columns: []column{{Title: "When"}, {Title: "What", Share: 1}}, Rows: []row{
		{Cells: []cell{{Text: "Thu 4 Jun"}, {Text: "review of the intended outcome"}}}}}
	page = newTextPage(40)
	if page.table(short); !strings.HasPrefix(page.String(), "WHEN ") {
		t.Errorf("in 40 columns, with room:\n%s", page.String())
	}
}

func TestIsParent(t *testing.T) {
	for relation, want := range map[string]bool{
		"mother": true, "Father": true, "stepfather": true, "step-mother": true,
		"foster carer": true, "adoptive parents": true, "dad": true,
		"mother's partner": false, "mother’s sister": false, "grandmother": false,
		"stepsister": false, "teacher": false, "": false,
	} {
		if got := isParent(relation); got != want {
			t.Errorf("isParent(%q) = %v", relation, got)
		}
	}
}

func frontSheet(t *testing.T, p Page) string {
	t.Helper()
	var out bytes.Buffer
	if err := FrontSheet(&out, p); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// A father is on the front sheet even if nobody has recorded whether he has parental
// responsibility.
func TestParentsAreListed(t *testing.T) {
	sheet := frontSheet(t,
		tobi(t, changed{
			"01-profile.md": {"name: Karl Brandt, relation: father, parental_responsibility: yes",
				"name: Karl Brandt, relation: father"}}))
	if !strings.Contains(sheet, "Elsewhere: father Karl Brandt Seen") {
		t.Errorf("the father is missing:\n%s", sheet)
	}
}

// Nothing is claimed about a parent whose home nobody recorded.
func TestNobodyRecordedWhere(t *testing.T) {
	sheet := frontSheet(t,
		tobi(t, changed{"01-profile.md": {"parental_responsibility: yes, lives_with: no",
			"parental_responsibility: yes"}}))
	if !strings.Contains(sheet, "Not recorded where: father Karl Brandt (PR)") ||
		strings.Contains(sheet, "Elsewhere") {
		t.Errorf("the father's place is claimed:\n%s", sheet)
	}
}

// Two deadlines with the same words can be told apart.
func TestDeadlinesOfTheSameWords(t *testing.T) {
	p := tobi(t, nil)
	for _, d := range p.Duties {
		if d.What == "review of the risk" {
			d.Ref = p.Case.Threads("outcome")[0].Ref()
			p.Duties = append([]duty.Duty{d}, p.Duties...)
			break
		}
	}
	sheet := frontSheet(t, p)
	for _, want := range []string{"review of the risk “Fed and rested” 13 Mar",
		"review of the risk “Meals and sleep are not secured at home” 13 Mar"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("%q is missing:\n%s", want, sheet)
		}
	}
	if got := shortened("Meals and sleep are not secured at home, and nobody is there",
		longestName); got != "Meals and sleep are not secured at…" || runes(got) > longestName+1 {
		t.Errorf("shortened to %q", got)
	}
}
