package exchange

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Table is an agency's chronology in a table. It is read several times: once to check it, and then
// to record it piece by piece. It is never in memory as a whole.
type Table struct {
	Sum  string // SHA-256 of the table, in hex
	Kind string // of the entry that each row becomes

	src       io.ReadSeeker
	m         Mapping
	delimiter rune
	dates     dateReader
}

// OpenTable reads the whole table for its sum, and its titles. Times without a zone are in the
// mapping's zone, or else in usual.
func OpenTable(src io.ReadSeeker, m Mapping, usual *time.Location) (*Table, error) {
	t := &Table{Kind: cmp.Or(m.Kind, record.KindNote), src: src, m: m}
	var err error
	if t.delimiter, err = m.delimiter(); err != nil {
		return nil, err
	}
	zone, err := m.zone(usual)
	if err != nil {
		return nil, err
	}
	if t.dates, err = newDateReader(m.DateFormat, zone); err != nil {
		return nil, err
	}
	rows, err := t.begin(src)
	if err != nil { // fails early on a file that is no table
		return nil, err
	}
	if err := rows.table.fits(); err != nil {
		return nil, err
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, src); err != nil {
		return nil, err
	}
	t.Sum = hex.EncodeToString(sum.Sum(nil))
	return t, nil
}

// begin reads the titles.
func (t *Table) begin(src io.Reader) (*rowReader, error) {
	read, err := newTableReader(src, t.delimiter)
	if err != nil {
		return nil, err
	}
	columns, err := t.m.columns(read.Titles)
	return &rowReader{t.m, read.Titles, columns, t.dates, read}, err
}

// Rows calls visit for each row, or with nil and the faults of a bad row, in the order of the
// table. It returns the error of visit.
func (t *Table) Rows(visit func(*ImportRow, []RowFault) error) error {
	if _, err := t.src.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r, err := t.begin(t.src)
	if err != nil {
		return err
	}
	for {
		row, fault, err := r.table.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case fault != nil:
			err = visit(nil, []RowFault{*fault})
		case row != nil:
			read, faults := r.read(*row)
			if len(faults) > 0 {
				err = visit(nil, faults)
			} else {
				err = visit(&read, nil)
			}
		}
		if err != nil {
			return err
		}
	}
}

// ChunkRows is the number of rows in one commit. A larger table takes several commits. If it stops
// between two, the same import goes on there.
const ChunkRows = 500

// mostFaults bounds the faults of a table that are named.
const mostFaults = 1000

// CheckedTable is a table after its check: what its rows become, and its faults.
type CheckedTable struct {
	*Table
	Lines    []int // of each row that becomes an entry
	Faults   []RowFault
	Warnings int // findings that are no errors

	chunks [][sha256.Size]byte // the sums of the texts of each commit
}

// Check reads the table once, and has each row's text checked by the rules of its kind. Findings
// that are errors become faults of the row, with its line in the file.
func (t *Table) Check(check func([]byte) (record.Findings, error)) (*CheckedTable, error) {
	in := &CheckedTable{Table: t}
	sum := sha256.New()
	err := t.Rows(func(row *ImportRow, faults []RowFault) error {
		in.Faults = append(in.Faults, faults...)
		if row != nil {
			if err := in.check(row, sum, check); err != nil {
				return err
			}
		}
		if len(in.Faults) >= mostFaults {
			last := in.Faults[len(in.Faults)-1].Line
			in.Faults = append(in.Faults, RowFault{Line: last, Reason: fmt.Sprintf(
				"there are %d faults up to here, and nothing after it was looked at",
				len(in.Faults))})
			return io.EOF
		}
		return nil
	})
	if errors.Is(err, io.EOF) {
		err = nil
	}
	in.chunks = append(in.chunks, [sha256.Size]byte(sum.Sum(nil)))
	slices.SortStableFunc(in.Faults, func(a, b RowFault) int { return a.Line - b.Line })
	return in, err
}

func (in *CheckedTable) check(row *ImportRow, sum hash.Hash,
	check func([]byte) (record.Findings, error),
) error {
	fault := func(why string) {
		in.Faults = append(in.Faults, RowFault{Line: row.Line, Reason: why})
	}
	text, err := row.entry(record.Origin{File: in.Sum})
	if err != nil {
		fault(err.Error())
		return nil
	}
	found, err := check(text)
	for _, f := range found {
		if f.Severity == record.Error {
			fault(f.Found + " [" + f.Rule + "]")
		} else {
			in.Warnings++
		}
	}
	if n := len(in.Lines); n > 0 && n%ChunkRows == 0 {
		in.chunks = append(in.chunks, [sha256.Size]byte(sum.Sum(nil)))
		sum.Reset()
	}
	in.Lines = append(in.Lines, row.Line)
	sum.Write(text)
	return err
}

// Take reads a table without faults again. It calls make for the text of each row, and save after
// each ChunkRows. It leaves out the first rows. If the table is not the one that was checked, it
// returns ErrTable before anything of the chunk is recorded.
func (in *CheckedTable) Take(first int, make func(line int, text []byte) error,
	save func() error,
) error {
	n, sum := 0, sha256.New()
	whole := func() error {
		at := (n - 1) / ChunkRows
		if at >= len(in.chunks) || !bytes.Equal(sum.Sum(nil), in.chunks[at][:]) {
			return fmt.Errorf("%w: it was changed while it was read", ErrTable)
		}
		sum.Reset()
		if n <= first {
			return nil
		}
		return save()
	}
	err := in.Rows(func(row *ImportRow, faults []RowFault) error {
		if row == nil {
			return fmt.Errorf("%w: it was changed while it was read", ErrTable)
		}
		text, err := row.entry(record.Origin{File: in.Sum})
		if err != nil {
			return err
		}
		sum.Write(text)
		if n++; n > first {
			if err := make(row.Line, text); err != nil {
				return err
			}
		}
		if n%ChunkRows == 0 {
			return whole()
		}
		return nil
	})
	if err == nil && n%ChunkRows != 0 {
		err = whole()
	}
	if err == nil && n != len(in.Lines) {
		err = fmt.Errorf("%w: it was changed while it was read", ErrTable)
	}
	return err
}

// EntriesFrom returns the entries of a case that came from the same table.
func (t *Table) EntriesFrom(items []cases.Item) []record.Ref {
	var out []record.Ref
	for _, it := range items {
		if it.Entry != nil && slices.ContainsFunc(it.Origin, t.from) {
			out = append(out, it.Ref())
		}
	}
	return out
}

func (t *Table) from(o record.Origin) bool { return o.File == t.Sum }

// RowsDone returns the number of rows that an interrupted import took in. An import stops only
// between two commits. It returns 0 if no row was taken in, or all were. Rows that were erased
// since do not count as missing.
func (in *CheckedTable) RowsDone(items []cases.Item) int {
	last := 0
	for _, it := range items {
		if it.Entry == nil {
			continue
		}
		for _, o := range it.Origin {
			if at, there := slices.BinarySearch(in.Lines, o.Row); in.from(o) && there {
				last = max(last, at+1)
			}
		}
	}
	if last%ChunkRows != 0 || last == len(in.Lines) {
		return 0
	}
	return last
}
