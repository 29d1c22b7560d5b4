package report

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// notReadName is the name in JSON and CSV for what could not be read. It is there only if something
// could not.
const notReadName = "not_read"

// among limits a sentence that says that there is none to the parts that could be read.
func among(none string) string {
	full := strings.TrimSuffix(none, ".")
	return full + " among what could be read" + none[len(full):]
}

// none returns a sentence for what the case does not have, as far as that is known.
func (p *Page) none(words string) string {
	if words == "" || len(p.notRead()) == 0 {
		return words
	}
	return among(words)
}

// notRead returns the parts of the case that the page lacks. A copy for the subject says nothing of
// them.
func (p *Page) notRead() []cases.NotRead {
	if p.Case == nil || p.Given {
		return nil
	}
	return p.Case.NotRead()
}

// NotReadWords says what was left out, and why.
func NotReadWords(n cases.NotRead) string {
	if len(n.Entries) == 0 {
		return n.Why
	}
	var ids []string
	for _, id := range n.Entries {
		ids = append(ids, record.Short(id, n.Entries))
	}
	return record.Plural(len(ids), "entry is ", "entries are ") + n.Why + ": " +
		strings.Join(ids, ", ")
}

// NotReadLine returns NotReadWords with the case, as a line.
func NotReadLine(n cases.NotRead) string {
	if n.Case == "" {
		return n.Why
	}
	return n.Case.String() + ": " + NotReadWords(n)
}

// NotReadData returns the parts that were left out, for JSON.
func NotReadData(all []cases.NotRead) []map[string]any {
	out := []map[string]any{}
	for _, n := range all {
		line := map[string]any{"case": caseOrNull(n.Case), "why": n.Why}
		if len(n.Entries) > 0 {
			line["entries"] = n.Entries
		}
		out = append(out, line)
	}
	return out
}

// notReadPart returns the last part of a report about many cases: those that were not read
// completely.
func (s Sheet) notReadPart() Part {
	p := Part{Heading: "Not read", Columns: []Column{{Title: "Case"}, {Title: "What", Share: 6}}}
	for _, n := range s.NotRead {
		p.Rows = append(p.Rows,
			Line{Cells: []string{caseWords(n.Case), NotReadWords(n)}, Class: "fault"})
	}
	return p
}

// notReadNotice returns the notice above such a report.
func (s Sheet) notReadNotice() string {
	return "NOT READ: parts of " + record.Counted(len(casesOf(s.NotRead)), "case") +
		" (below). What they hold is in no line and in no number here"
}

func casesOf(all []cases.NotRead) []record.ID {
	var out []record.ID
	for _, n := range all {
		out = append(out, n.Case)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// notReadOf returns the parts that are left out of one case, for one cell.
func (s Sheet) notReadOf(id any) string {
	var out []string
	for _, n := range s.NotRead {
		if string(n.Case) == id {
			out = append(out, NotReadWords(n))
		}
	}
	return strings.Join(out, "; ")
}

// withNotRead adds a column to a table: the parts that were left out of each line's case. A case
// without a line gets one. lines are those below the titles.
func (s Sheet) withNotRead(table [][]string, lines []Line) [][]string {
	if len(s.NotRead) == 0 || len(table) == 0 {
		return table
	}
	told := map[string]bool{}
	table[0] = append(table[0], notReadName)
	for i, l := range lines {
		id, _ := l.Fields["case"].(string)
		told[id] = true
		table[i+1] = append(table[i+1], s.notReadOf(l.Fields["case"]))
	}
	at := slices.Index(table[0], "case")
	for _, n := range s.NotRead {
		if told[string(n.Case)] && n.Case != "" {
			continue
		}
		row := make([]string, len(table[0]))
		row[len(row)-1] = NotReadLine(n)
		if at >= 0 {
			row[at], row[len(row)-1] = caseWords(n.Case), NotReadWords(n)
		}
		table = append(table, row)
	}
	return table
}

// caseWords returns a case with its hyphen; "" for none.
func caseWords(id record.ID) string { return shownCase(record.Ref{Case: id}) }

// notReadRefs returns the entries that the page of one case lacks.
func (p *Page) notReadRefs() []string {
	var out []string
	for _, n := range p.notRead() {
		for _, entry := range n.Entries {
			out = append(out, refText(record.Ref{Case: n.Case, Entry: entry}))
		}
	}
	return out
}

// wholeTable adds to the table of one case a column with the missing entries, if there are any. A
// table without lines gets one for them.
func (p *Page) wholeTable(table [][]string) [][]string {
	refs := strings.Join(p.notReadRefs(), " ")
	if refs == "" || len(table) == 0 {
		return table
	}
	if len(table) == 1 {
		table = append(table, p.common(make([]string, len(table[0])-len(commonTitles))...))
	}
	table[0] = append(table[0], notReadName)
	for i := range table[1:] {
		table[i+1] = append(table[i+1], refs)
	}
	return table
}
