package exchange

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// ImportRow is one row of a table, read into its parts.
type ImportRow struct {
	Line                            int
	Occurred, Event, Source, Agency string
	Impact, Action                  string
	// everything without a column of its own, word for word
	Text   string
	Fields map[string]string // of the kind

	owner string // the agency whose table it is, if told; Agency is the source's own
}

// Import is a table that was read: its rows, and the faults of the other rows.
type Import struct {
	Rows   []ImportRow
	Faults []RowFault
}

// ReadImport reads an agency's chronology from a table. Times without a zone are in the mapping's
// zone, or else in usual.
func ReadImport(data []byte, m Mapping, usual *time.Location) (Import, error) {
	var out Import
	t, err := OpenTable(bytes.NewReader(data), m, usual)
	if err != nil {
		return out, err
	}
	err = t.Rows(func(row *ImportRow, faults []RowFault) error {
		out.Faults = append(out.Faults, faults...)
		if row != nil {
			out.Rows = append(out.Rows, *row)
		}
		return nil
	})
	return out, err
}

type rowReader struct {
	m       Mapping
	titles  []string
	columns map[string]int
	dates   dateReader
	table   *tableReader
}

// read reads one row. A cell without a mapped column is kept below the event, with its title.
func (r rowReader) read(row tableRow) (out ImportRow, faults []RowFault) {
	fault := func(what, reason string) {
		column := r.titles[r.columns[what]]
		faults = append(faults, RowFault{Line: row.Line, Column: column, Reason: reason})
	}
	out = ImportRow{Line: row.Line, Event: r.cell(row, colEvent), Source: r.cell(row, colSource),
		Action: r.cell(row, colAction), Agency: cmp.Or(r.cell(row, colAgency), r.m.Agency),
		owner: r.m.Agency,
		Text:  r.cell(row, colText), Fields: r.fields(row)}
	var err error
	if out.Occurred, err = r.dates.read(r.cell(row, colDate)); err != nil {
		if r.cell(row, colDate) == "" {
			err = fmt.Errorf("there is no date")
		}
		fault(colDate, err.Error())
	}
	if out.Event == "" {
		fault(colEvent, "nothing is said of what happened")
	}
	var ok bool
	if out.Impact, ok = impactWord(r.cell(row, colImpact)); !ok {
		said := r.cell(row, colImpact)
		fault(colImpact, fmt.Sprintf("%q is not one of positive, negative, neutral, +, -", said))
	}
	for i, title := range r.titles {
		_, taken := takenBy(r.columns, i)
		same := func(t string) bool { return strings.EqualFold(t, title) }
		if taken || row.Cells[i] == "" || slices.ContainsFunc(r.m.LeaveOut, same) {
			continue
		}
		out.Text = strings.TrimSpace(out.Text + "\n" + cmp.Or(title, "(no title)") + ": " +
			row.Cells[i])
	}
	return out, faults
}

func (r rowReader) cell(row tableRow, what string) string {
	i, ok := r.columns[what]
	if !ok {
		return ""
	}
	return unquotedFormula(row.Cells[i])
}

// fields returns the fields of the kind: the same in all rows, or from a column.
func (r rowReader) fields(row tableRow) map[string]string {
	out := map[string]string{}
	for name, value := range r.m.Values {
		out[name] = value
	}
	usual := usualTitles()
	for what := range r.columns {
		if v := r.cell(row, what); usual[what] == nil && v != "" {
			out[what] = v
		}
	}
	return out
}

// unquotedFormula removes the apostrophe that safeCell puts before a cell.
func unquotedFormula(s string) string {
	rest, quoted := strings.CutPrefix(s, "'")
	if quoted && rest != "" && strings.ContainsRune("=+-@", rune(rest[0])) {
		return rest
	}
	return s
}

func impactWord(s string) (string, bool) {
	switch strings.ToLower(s) {
	case "":
		return "", true
	case "+", "pos", "positive":
		return "positive", true
	case "-", "−", "–", "neg", "negative":
		return "negative", true
	case "0", "±", "+/-", "neutral", "none", "mixed":
		return "neutral", true
	}
	return "", false
}

// headlineSize is the greatest length of a headline, in characters.
const headlineSize = 120

// Merged returns the row for a chronology beside the rows of a case of ours. It uses the age of
// that case's subject. of names the owner of the table.
func (r ImportRow) Merged(c *cases.Case, of string, zone *time.Location) cases.Merged {
	when, _ := record.ParseOccurred(r.Occurred) // the reader returns no other form
	at := when.Earliest(zone)
	day := record.DateOf(at.In(zone))
	row := cases.Row{When: when, Earliest: at, Day: day, Age: c.Age(day), Significant: true,
		Event: record.OneLine(r.Event), Source: record.OneLine(r.Source), Impact: r.Impact,
		Action: record.OneLine(r.Action)}
	return cases.Merged{Of: of, Line: r.Line, Row: row}
}

// entry returns the text of an entry: the event in the headline, the rest below, quoted word for
// word, and where the row came from. As it is quoted, no line is taken for a heading.
func (r ImportRow) entry(o record.Origin) ([]byte, error) {
	var front strings.Builder
	put := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&front, "%s: %s\n", name, value)
		}
	}
	headline, whole := headlineOf(r.Event)
	put("occurred", r.Occurred)
	put("headline", record.Scalar(headline))
	if r.Fields["significant"] == "" { // a table of events has what mattered
		put("significant", "true")
	}
	put("impact", r.Impact)
	if r.Source != "" {
		who := "{who: " + record.Scalar(oneLine(r.Source))
		if r.Agency != "" {
			who += ", agency: " + record.Scalar(oneLine(r.Agency))
		}
		put("sources", "["+who+"}]")
	}
	put("action", record.Scalar(r.Action))
	for _, name := range slices.Sorted(maps.Keys(r.Fields)) {
		put(name, record.Scalar(r.Fields[name]))
	}
	body := ""
	if !whole {
		body = quotation(r.Event)
	}
	if r.Text != "" {
		body = strings.TrimPrefix(body+"\n"+quotation(r.Text), "\n")
	}
	o.Agency, o.Row = cmp.Or(o.Agency, oneLine(r.owner), oneLine(r.Agency)), r.Line
	return record.WithOrigin([]byte("---\n"+front.String()+"---\n"+body), o)
}

// headlineOf returns the event on one line. whole reports whether that is all of it.
func headlineOf(event string) (headline string, whole bool) {
	line := oneLine(event)
	runes := []rune(line)
	if len(runes) <= headlineSize {
		return line, !strings.Contains(event, "\n")
	}
	cut := string(runes[:headlineSize-1])
	if at := strings.LastIndexByte(cut, ' '); at > headlineSize/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:") + "…", false
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func quotation(s string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		out.WriteString(strings.TrimRight("> "+line, " ") + "\n")
	}
	return out.String()
}
