package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

func london(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// readRows returns all rows of a table, and the faults of the others.
func readRows(text string, delimiter rune) (
	titles []string, rows []tableRow, faults []RowFault, _ error,
) {
	t, err := newTableReader(iotest.HalfReader(strings.NewReader(text)), delimiter)
	if err != nil {
		return nil, nil, nil, err
	}
	for {
		row, fault, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			return t.Titles, rows, faults, nil
		case err != nil:
			return nil, nil, nil, err
		case fault != nil:
			faults = append(faults, *fault)
		case row != nil:
			rows = append(rows, *row)
		}
	}
}

func TestReadTable(t *testing.T) {
	want := []tableRow{{2, []string{"1/3/2026", "Rang; nobody there", ""}},
		{4, []string{"2/3/2026", "Two\nlines, \"quoted\"", "x"}}}
	for name, text := range map[string]string{
		"semicolons, byte order mark, CRLF": "\ufeffDate;Event;More\r\n" +
			"1/3/2026;\"Rang; nobody there\"\r\n;;\r\n2/3/2026;\"Two\r\n" +
			"lines, \"\"quoted\"\"\";x\r\n",
		"tabs": "Date\tEvent\tMore\n1/3/2026\tRang; nobody there\n\t\t\n" +
			"2/3/2026\t\"Two\nlines, \"\"quoted\"\"\"\tx\n",
		"commas, old Mac line ends": "Date,Event,More\r1/3/2026,Rang; nobody there\r" +
			",,\r2/3/2026,\"Two\rlines, \"\"quoted\"\"\",x,,\r",
	} {
		titles, got, faults, err := readRows(text, 0)
		if err != nil || len(faults) > 0 || !reflect.DeepEqual(got, want) ||
			!reflect.DeepEqual(titles, []string{"Date", "Event", "More"}) {
			t.Errorf("%s: %v, %v, %+v", name, err, faults, got)
		}
	}
	_, got, _, err := readRows("sep=;\r\n\r\nDate;Event\n1/3/2026;a, b\n", 0)
	if err != nil || len(got) != 1 || got[0].Line != 4 || got[0].Cells[1] != "a, b" {
		t.Errorf("%v, %+v", err, got)
	}
}

func TestReadTableRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"nothing": "", "only blanks": " \n;;\n", "Latin-1": "Date,Event\n1/3/2026,caf\xe9\n",
		"UTF-16": "\xff\xfeD\x00", "a letter that is cut": "Date,Event\n1/3/2026,caf\xc3",
		"Latin-1 far below": "Date,Event\n" + strings.Repeat("1/3/2026,caf\u00e9\n", 9000) +
			"2/3/2026,caf\xe9\n",
		"zeros for ever": strings.Repeat("\x00", 3*maxRow),
		"too many rows":  "Date,Event\n" + strings.Repeat("1/3/2026,a\n", maxRows+1),
	} {
		if _, got, _, err := readRows(data, 0); !errors.Is(err, ErrTable) {
			t.Errorf("%s: %v, %+v", name, err, got)
		}
	}
	_, _, faults, err := readRows("Date,Event\n1/3/2026,a,b\n2/3/2026,ok\n3/3/2026,\"open\n", 0)
	if err != nil || len(faults) != 2 || faults[0].Line != 2 || faults[1].Line != 4 {
		t.Errorf("%v, %+v", err, faults)
	}
	// Unclosed quotation marks draw no more into memory than a row may have.
	long := &counted{from: strings.NewReader("Date,Event\n1/3/2026,ok\n2/3/2026,\"" +
		strings.Repeat("open, \n", 4*maxRow/7))}
	table, err := newTableReader(long, 0)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, fault, err := table.next()
		if fault == nil && err == nil {
			continue
		}
		if fault == nil || fault.Line != 3 || long.n > 2*maxRow {
			t.Errorf("%+v, %v, after %d bytes", fault, err, long.n)
		}
	}
	if _, _, err := table.next(); !errors.Is(err, io.EOF) {
		t.Errorf("after that: %v", err)
	}
}

// counted counts what is read.
type counted struct {
	from io.Reader
	n    int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// TestDates has typed dates with their meaning in London: summer time began on 29 March 2026 at
// 01:00 and ends on 25 October at 02:00.
func TestDates(t *testing.T) {
	tests := []struct{ order, text, want string }{
		{"", "06/03/2026", "2026-03-06"},
		{"", "6/3/2026", "2026-03-06"},
		{"", "6.3.2026", "2026-03-06"},
		{"", "6-3-2026", "2026-03-06"},
		{"mm/dd/yyyy", "06/03/2026", "2026-06-03"},
		{"MM.DD.YYYY", "2026/06/03", "2026-06-03"},
		{"", "2026-03-06", "2026-03-06"},
		{"", "2026-03-06T14:30+01:00", "2026-03-06T14:30+01:00"},
		{"", "2026-03-06 14:30", "2026-03-06T14:30Z"},
		{"", "06/07/2026 14:30", "2026-07-06T14:30+01:00"},
		{"", "06/07/2026, 2.30 pm", "2026-07-06T14:30+01:00"},
		{"", "06/03/2026 12:05 am", "2026-03-06T00:05Z"},
		{"", "06/03/2026 00:00:00", "2026-03-06"},
		{"", "6 March 2026", "2026-03-06"},
		{"", "6th Mar 2026 at 9:05", "2026-03-06T09:05Z"},
		{"", "29/02/2024", "2024-02-29"},
		{"", "about 2026-03", "about 2026-03"},
		{"", "2026-03-01/2026-03-04", "2026-03-01/2026-03-04"},
		{"", "1 March 2026 - 4/3/2026", "2026-03-01/2026-03-04"},
		{"", "1/3/2026 to 4/3/2026", "2026-03-01/2026-03-04"},
		// the clocks show it twice, and nobody can tell which is meant
		{"", "25/10/2026 01:30", ""},
		{"", "2026-10-25T01:30+00:00", "2026-10-25T01:30+00:00"}, // the second time, by its offset
		{"", "25/10/2026 02:00", "2026-10-25T02:00Z"},
		{"", "2026-07-01/2026-07-01T00:30+01:00", "2026-07-01/2026-07-01T00:30+01:00"},
		{"", "2026-07-01/2026-06-30T23:30+01:00", ""},
		{"", "31/04/2026", ""},
		{"", "1/1/0000", ""},
		{"", "31/02/2026", ""},
		{"", "29/02/2026", ""},
		{"", "13/13/2026", ""},
		{"mm/dd/yyyy", "31/12/2026", ""},
		{"", "6/3/26", ""},
		{"", "46087", ""},
		{"", "46087.5", ""},
		{"", "spring", ""},
		{"", "", ""},
		{"", "29/03/2026 01:30", ""}, // the clocks went from 01:00 to 02:00
		{"", "06/03/2026 25:00", ""},
		{"", "06/03/2026 13:00 pm", ""},
		{"", "06/03/2026 10:00:07", ""},
		{"", "4/3/2026 - 1/3/2026", ""},
	}
	for _, x := range tests {
		r, err := newDateReader(x.order, london(t))
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.read(x.text)
		if got != x.want || (err == nil) != (x.want != "") {
			t.Errorf("%q as %q: %q, %v; want %q", x.text, x.order, got, err, x.want)
		}
		if _, err := record.ParseOccurred(got); x.want != "" && err != nil {
			t.Errorf("%q: %v", x.text, err)
		}
	}
	if _, err := newDateReader("dd/mm/yy", time.UTC); !errors.Is(err, ErrMapping) {
		t.Errorf("a format that is none: %v", err)
	}
}

func TestReadImport(t *testing.T) {
	m, err := ParseMapping([]byte("columns: {date: Entry date, event: what happened}\n" +
		"leave_out: [No]\nagency: Northshire CSC\nvalues: {significant: no}\n"))
	if err != nil {
		t.Fatal(err)
	}
	in, err := ReadImport([]byte("No,Entry date,What happened,Source,±,Worker\n"+
		"1,1/3/2026,'-5 degrees at home,school,-,J. Doe\n2,31/2/2026,,,bad,\n"), m, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	want := []ImportRow{{Line: 2, Occurred: "2026-03-01", Event: "-5 degrees at home",
		Source: "school", Agency: "Northshire CSC", Impact: "negative",
		Text: "Worker: J. Doe", Fields: map[string]string{"significant": "no"},
		owner: "Northshire CSC"}}
	if !reflect.DeepEqual(in.Rows, want) || len(in.Faults) == 0 {
		t.Errorf("rows %+v", in.Rows)
	}
	var columns []string
	for _, f := range in.Faults {
		columns = append(columns, f.Column)
		if f.Line != 3 {
			t.Errorf("line %d", f.Line)
		}
	}
	if !reflect.DeepEqual(columns, []string{"Entry date", "What happened", "±"}) {
		t.Errorf("faults %+v", in.Faults)
	}
}

func TestMappingsThatDoNotFit(t *testing.T) {
	table := []byte("Date,Event\n1/3/2026,a\n")
	for name, m := range map[string]Mapping{
		"no such column":    {Columns: map[string]string{"source": "Whence"}},
		"one column twice":  {Columns: map[string]string{"source": "Event", "event": "Event"}},
		"no such zone":      {Zone: "Mars/Olympus"},
		"no such delimiter": {Delimiter: "pipe"},
		"no date column":    {Columns: map[string]string{"text": "Date"}},
	} {
		if in, err := ReadImport(table, m, time.UTC); !errors.Is(err, ErrMapping) {
			t.Errorf("%s: %v, %+v", name, err, in)
		}
	}
	_, err := ReadImport([]byte("When,Who\n1/3/2026,a\n"), Mapping{}, time.UTC)
	no, ok := errors.AsType[*NoColumnError](err)
	if !ok || no.What != "event" || !slices.Equal(no.Titles, []string{"When", "Who"}) {
		t.Errorf("no column for the event: %v, %+v", err, no)
	}
	for name, text := range map[string]string{"unknown key": "colums: {}\n",
		"not yaml": "columns: [",
		"a list":   "- a\n"} {
		m, err := ParseMapping([]byte(text))
		if !errors.Is(err, ErrMapping) || strings.Contains(err.Error(), "exchange.") {
			t.Errorf("%s: %v, %+v", name, err, m)
		}
	}
}

func TestARowBecomesAnEntry(t *testing.T) {
	long := "The school rang: Tobi had come without lunch on four days of five, and said that " +
		"there was nothing at home; the mother could not be reached until the evening"
	row := ImportRow{Line: 7, Occurred: "2026-03-01", Event: long, Source: "school, by telephone",
		Agency: "Northshire CSC", Impact: "negative",
		Action: "none: \"wait\" & <see>", Text: "## Facts\n```\nWorker: J. Doe",
		Fields: map[string]string{}}
	text, err := row.entry(record.Origin{File: strings.Repeat("ab", 32)})
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	e, found := kinds.Check(text, "",
		record.Context{Now: time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC),
			Kind: "note"})
	if found.Failed() || e == nil {
		t.Fatalf("%v\n%s", found, text)
	}
	if !strings.HasSuffix(e.Headline, "…") || len([]rune(e.Headline)) > 120 ||
		len(e.Sections) != 1 ||
		!strings.Contains(e.Sections[0].Text, long) ||
		!e.Significant || e.Action != "none: \"wait\" & <see>" ||
		strings.Contains(string(text), "u003c") || e.Origin[0].Row != 7 ||
		e.Origin[0].Agency != "Northshire CSC" || e.Sources[0].Who != "school, by telephone" {
		t.Errorf("%+v\n%s", e, text)
	}
}

// FuzzImport requires that no file makes the import fail, and that each row is read or named as
// faulty.
func FuzzImport(f *testing.F) {
	f.Add("Date;Event\r\n1/3/2026;a\r\n", "columns: {date: Date}\n")
	f.Add("sep=,\n\"When\",Event,\"x\ny\"\n2026-03-01 10:00,\"a\nb\",+\n",
		"date_format: mm/dd/yyyy\nvalues: {kept: held}\n")
	f.Add("\ufeffwhen\tevent\timpact\nabout 2026\t'=1\t?\n", "")
	f.Fuzz(func(t *testing.T, table, mapping string) {
		m, err := ParseMapping([]byte(mapping))
		if err != nil {
			return
		}
		in, err := ReadImport([]byte(table), m, time.UTC)
		if err != nil {
			return
		}
		lines := strings.Count(strings.ReplaceAll(table, "\r", "\n"), "\n") + 1
		for _, r := range in.Rows {
			if r.Line < 1 || r.Line > lines || r.Event == "" {
				t.Fatalf("%+v of %d lines", r, lines)
			}
			if _, err := record.ParseOccurred(r.Occurred); err != nil {
				t.Fatal(err)
			}
			if _, err := r.entry(record.Origin{}); err != nil && !errors.Is(err, record.ErrOrigin) {
				t.Fatal(err)
			}
		}
		for _, x := range in.Faults {
			if x.Reason == "" || x.Line < 1 || x.Line > lines {
				t.Fatalf("%+v", x)
			}
		}
	})
}

// FuzzReadExport requires that no file makes the reader fail, and that the texts that it reads have
// their SHA-256.
func FuzzReadExport(f *testing.F) {
	f.Add([]byte(
		`{"schema": "casefile/export/1", "case": "K3F927QM", ` +
			`"entries": [{"id": "7K2M9QXH", "text": "---\nid: 7K2M9QXH\n"}]}`))
	f.Add([]byte(
		`{"schema": "casefile/export/1", "case": "K3F927QM", ` +
			`"entries": [{"file": "entries/a.md"}], "attachments": [{"file": "../x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := ReadExport(disclose.Package{ExportFile: data, "entries/a.md": []byte("---\n")})
		if err == nil {
			t.Fatalf("a folder with a text that none made is read as %+v", x)
		}
		part, err := decodeExport(bytes.NewReader(data))
		var whole Export
		if err == nil && json.Unmarshal(data, &whole) != nil {
			t.Fatalf("read as %+v, and is no document", part)
		}
	})
}
