package exchange

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// table has the titles of the columns. Each row has as many cells.
type table struct {
	Titles []string
}

// tableRow is one row with content. Line is the line of the file at which it begins, from 1.
type tableRow struct {
	Line  int
	Cells []string
}

// RowFault says what is wrong with one row, or with the file.
type RowFault struct {
	Line   int    `json:"line"`
	Column string `json:"column,omitempty"` // its title
	Reason string `json:"reason"`
}

// String returns the fault without the name of the file.
func (f RowFault) String() string {
	if f.Column == "" {
		return f.Reason
	}
	return f.Column + ": " + f.Reason
}

// ErrTable says that a file can't be read as a table at all.
var ErrTable = errors.New("the file can't be read as a table")

// Limits of a table. A row becomes an entry, which holds 65,536 bytes.
const (
	maxRow  = 1 << 20 // bytes
	maxRows = 20_000
)

// tableReader reads CSV as spreadsheets write it, row by row. Cells are separated by a comma, a
// semicolon or a tab (delimiter 0 finds out which). It takes a byte order mark, the line ends of
// any system, and line breaks inside quotes.
type tableReader struct {
	table
	text  *tableText
	csv   *csv.Reader
	base  int64 // bytes before the input of csv
	first int   // the file's line where the input of csv begins
	last  int   // the line where the last row began
	rows  int
}

// newTableReader opens a table and reads its titles.
func newTableReader(src io.Reader, delimiter rune) (*tableReader, error) {
	t := &tableReader{text: &tableText{src: src}, first: 1}
	text := bufio.NewReaderSize(t.text, 64<<10)
	begin, err := text.Peek(64 << 10) // fails with EOF on a shorter file, which is no error here
	if errors.Is(err, ErrTable) {
		return nil, err
	}
	if given, rest, ok := separatorLine(string(begin)); ok { // spreadsheets write sep=;
		t.base, t.first = int64(len(begin)-len(rest)), 2
		_, _ = text.Discard(int(t.base)) // can't fail, as it was peeked at
		begin = begin[t.base:]
		if delimiter == 0 {
			delimiter = given
		}
	}
	if delimiter == 0 {
		delimiter = likelyDelimiter(string(begin))
	}
	t.csv = csv.NewReader(text)
	t.csv.Comma, t.csv.FieldsPerRecord, t.csv.LazyQuotes = delimiter, -1, false
	for t.Titles == nil {
		_, fault, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil, fmt.Errorf("%w: it has no line of titles", ErrTable)
		case err != nil:
			return nil, err
		case fault != nil:
			return nil, fmt.Errorf("%w: line %d: %s", ErrTable, fault.Line, fault.Reason)
		}
	}
	return t, nil
}

// next returns one row, or what is wrong with it. It returns neither for the titles and for an
// empty line. It returns io.EOF at the end, and after quotation marks that don't match: nobody can
// know where those end.
func (t *tableReader) next() (*tableRow, *RowFault, error) {
	if t.csv == nil {
		return nil, nil, io.EOF
	}
	cells, err := t.csv.Read()
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, ErrTable):
		return nil, nil, err
	case errors.Is(err, errLongRow):
		t.csv = nil
		return nil, &RowFault{Line: t.last + 1,
			Reason: fmt.Sprintf("it has more than %d bytes, and an entry holds 65,536: its "+
				"quotation marks may be wrong; nothing from here on can be read",
				maxRow)}, nil
	case err != nil:
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			t.csv = nil
			return nil, &RowFault{Line: parse.StartLine + t.first - 1,
					Reason: "its quotation marks can't be matched; nothing from here on can be " +
						"read"},
				nil
		}
		return nil, nil, err
	}
	line, _ := t.csv.FieldPos(0)
	t.last, t.text.taken = line+t.first-1, t.base+t.csv.InputOffset()
	row, fault := t.take(cells, t.last)
	if row != nil {
		t.rows++
	}
	if t.rows > maxRows {
		return nil, nil, fmt.Errorf("%w: it has more than %d rows; cut it into several, each with "+
			"its line of titles", ErrTable, maxRows)
	}
	return row, fault, nil
}

// fits refuses a table with too many rows before any becomes an entry. Counting a row takes a
// thousandth of the time of recording it.
func (t *tableReader) fits() error {
	for {
		_, _, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// take sorts one line of cells: the titles, a row, or an empty line.
func (t *table) take(cells []string, line int) (*tableRow, *RowFault) {
	for i, c := range cells {
		cells[i] = strings.TrimSpace(c)
	}
	filled := func(c string) bool { return c != "" }
	empty := !slices.ContainsFunc(cells, filled)
	switch {
	case empty:
		return nil, nil
	case t.Titles == nil:
		t.Titles = cells
		return nil, nil
	case len(cells) > len(t.Titles) && slices.ContainsFunc(cells[len(t.Titles):], filled):
		why := fmt.Sprintf("it has %d cells, and there are %d titles", len(cells), len(t.Titles))
		return nil, &RowFault{Line: line, Reason: why}
	}
	full := make([]string, len(t.Titles))
	copy(full, cells)
	return &tableRow{line, full}, nil
}

// separatorLine cuts off a first line that only names the delimiter, as spreadsheets write it.
func separatorLine(text string) (delimiter rune, rest string, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	name, found := strings.CutPrefix(strings.ToLower(strings.Trim(line, `"`)), "sep=")
	if !found || !slices.Contains([]string{",", ";", "\t"}, name) {
		return 0, text, false
	}
	return rune(name[0]), rest, true
}

// likelyDelimiter returns the delimiter that is most frequent in the line of titles.
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

// outsideQuotes counts a delimiter in the first line, outside quotation marks.
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
