package report

import (
	"cmp"
	"strings"
)

// summaryTable returns the summary as part, label and value: a line for each fact, and for each row
// of a table a line with the first cell as label.
func summaryTable(p *Page) [][]string {
	k := kind{build: buildSummary}
	out := [][]string{append([]string{"part", "label", "value"}, commonTitles...)}
	part := ""
	for _, bl := range k.document(p, false).Blocks {
		if bl.Heading != "" && bl.Level == 2 {
			part = join(": ", bl.Heading, bl.Of)
		}
		for _, f := range bl.labels() {
			out = append(out, p.common(part, f.Label, f.Value))
		}
	}
	return out
}

// labels returns the content of a block as facts.
func (bl block) labels() []fact {
	switch {
	case bl.Notice != "":
		return []fact{{"Notice", bl.Notice}}
	case bl.Facts != nil:
		return bl.Facts
	case bl.Table != nil:
		return bl.Table.labels()
	case bl.Prose != "":
		return []fact{{"", bl.Prose}}
	}
	var out []fact
	for _, item := range bl.List {
		out = append(out, fact{"", item})
	}
	return out
}

func (t *table) labels() []fact {
	var out []fact
	for _, r := range t.Rows {
		var parts []string
		for i, c := range r.Cells {
			text := join("; ", append([]string{cmp.Or(c.Spoken, c.Text)}, c.Notes...)...)
			if i > 0 && text != "" {
				parts = append(parts, t.Columns[i].inWords()+": "+text)
			}
		}
		out = append(out,
			fact{join("; ", append([]string{r.Cells[0].Text}, r.Cells[0].Notes...)...),
				strings.Join(parts, "; ")})
	}
	return out
}

// inWords returns the title, or its meaning if it is only a sign.
func (c column) inWords() string {
	if runes(c.Title) == 1 && c.Spoken != "" {
		return c.Spoken
	}
	return c.Title
}
