package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// table is what a spreadsheet wrote: titles, and rows of as many cells.
type table struct {
	Titles []string
	Rows   []tableRow
}

// tableRow is one row that has anything in it. Line is where it begins in the
// file, from 1.
type tableRow struct {
	Line  int
	Cells []string
}

// RowFault is what is wrong with one row, or with the file.
type RowFault struct {
	Line   int    `json:"line"`
	Column string `json:"column,omitempty"` // its title
	Reason string `json:"reason"`
}

// String is the fault without the name of the file.
func (f RowFault) String() string {
	if f.Column == "" {
		return f.Reason
	}
	return f.Column + ": " + f.Reason
}

// ErrTable says that a file can't be read as a table at all.
var ErrTable = errors.New("the file can't be read as a table")

const byteOrderMark = "\ufeff"

// readTable reads CSV as spreadsheets write it: cells apart by a comma, a
// semicolon or a tab (delimiter 0 finds out which), with or without a byte order
// mark, line ends of any system, line breaks inside quotes. Rows with a fault
// are named, and are not among the rows.
func readTable(data []byte, delimiter rune) (table, []RowFault, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return table{}, nil, fmt.Errorf("%w: it is UTF-16; save it as CSV UTF-8", ErrTable)
	case !utf8.Valid(data):
		return table{}, nil, fmt.Errorf("%w: it is not UTF-8; save it as CSV UTF-8", ErrTable)
	}
	text := strings.TrimPrefix(string(data), byteOrderMark)
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	first := 1
	if given, rest, ok := separatorLine(text); ok { // for spreadsheets: sep=;
		text, first = rest, 2
		if delimiter == 0 {
			delimiter = given
		}
	}
	if delimiter == 0 {
		delimiter = likelyDelimiter(text)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = delimiter, -1, false
	t, faults := table{}, []RowFault{}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, append(faults, quoteFault(err, first)), nil // where the quotes end, nobody can know
		}
		line, _ := r.FieldPos(0)
		if fault := t.take(cells, line+first-1); fault != nil {
			faults = append(faults, *fault)
		}
	}
	if t.Titles == nil {
		return t, nil, fmt.Errorf("%w: it has no line of titles", ErrTable)
	}
	return t, faults, nil
}

// take adds one line of cells: the titles, or a row.
func (t *table) take(cells []string, line int) *RowFault {
	for i, c := range cells {
		cells[i] = strings.TrimSpace(c)
	}
	filled := func(c string) bool { return c != "" }
	empty := !slices.ContainsFunc(cells, filled)
	switch {
	case empty:
		return nil
	case t.Titles == nil:
		t.Titles = cells
		return nil
	case len(cells) > len(t.Titles) && slices.ContainsFunc(cells[len(t.Titles):], filled):
		why := fmt.Sprintf("it has %d cells, and there are %d titles", len(cells), len(t.Titles))
		return &RowFault{Line: line, Reason: why}
	}
	full := make([]string, len(t.Titles))
	copy(full, cells)
	t.Rows = append(t.Rows, tableRow{line, full})
	return nil
}

// quoteFault says in which line the quotes can't be right.
func quoteFault(err error, first int) RowFault {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return RowFault{Line: first, Reason: err.Error()}
	}
	return RowFault{Line: parse.StartLine + first - 1,
		Reason: "its quotation marks can't be matched; nothing from here on can be read"}
}

// separatorLine is a first line that only names the delimiter, as spreadsheets
// write it.
func separatorLine(text string) (delimiter rune, rest string, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	name, found := strings.CutPrefix(strings.ToLower(strings.Trim(line, `"`)), "sep=")
	if !found || !slices.Contains([]string{",", ";", "\t"}, name) {
		return 0, text, false
	}
	return rune(name[0]), rest, true
}

// likelyDelimiter is the one that stands most often between the titles.
func likelyDelimiter(text string) rune {
	best, most := ',', 0
	for {
		line, rest, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(line) != "" {
			break
		}
		text = rest
	}
	for _, d := range []rune{',', ';', '\t'} {
		if n := outsideQuotes(text, d); n > most {
			best, most = d, n
		}
	}
	return best
}

// outsideQuotes counts a delimiter in the first line.
func outsideQuotes(text string, d rune) (n int) {
	quoted := false
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == '\n' && !quoted:
			return n
		case r == d && !quoted:
			n++
		}
	}
	return n
}
