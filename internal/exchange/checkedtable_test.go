package exchange

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// rowsOf returns a table of so many rows.
func rowsOf(n int) string {
	var out strings.Builder
	out.WriteString("Date,Event\n")
	for i := range n {
		fmt.Fprintf(&out, "1/3/2026,Call %d\n", i+1)
	}
	return out.String()
}

func anyText([]byte) (record.Findings, error) { return nil, nil }

// taken imports a table, and returns how many rows each commit had.
func taken(t *testing.T, in *CheckedTable, first int) (commits []int, lines []int) {
	t.Helper()
	n := 0
	err := in.Take(first, func(line int, _ []byte) error {
		n, lines = n+1, append(lines, line)
		return nil
	}, func() error {
		commits, n = append(commits, n), 0
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return commits, lines
}

// A table is recorded in chunks, and goes on in whole chunks where it stopped.
func TestTake(t *testing.T) {
	for _, tt := range []struct {
		rows, first int
		want        []int
	}{
		{1, 0, []int{1}},
		{ChunkRows, 0, []int{ChunkRows}},
		{ChunkRows + 1, 0, []int{ChunkRows, 1}},
		{2*ChunkRows + 7, 0, []int{ChunkRows, ChunkRows, 7}},
		{2*ChunkRows + 7, ChunkRows, []int{ChunkRows, 7}},
		{2*ChunkRows + 7, 2 * ChunkRows, []int{7}},
	} {
		opened, err := OpenTable(strings.NewReader(rowsOf(tt.rows)), Mapping{}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		in, err := opened.Check(anyText)
		if err != nil || len(in.Lines) != tt.rows {
			t.Fatalf("%d rows: %d lines, %v", tt.rows, len(in.Lines), err)
		}
		got, lines := taken(t, in, tt.first)
		if !slices.Equal(got, tt.want) || lines[0] != tt.first+2 ||
			lines[len(lines)-1] != tt.rows+1 {
			t.Errorf("%d rows from %d: %v, lines %d to %d", tt.rows, tt.first, got, lines[0],
				lines[len(lines)-1])
		}
	}
}

// swapped is one table at its first reading, and another at the next.
type swapped struct {
	*strings.Reader
	left *int // calls of Seek until the table is the other one
	then string
}

func (s swapped) Seek(offset int64, whence int) (int64, error) {
	if *s.left--; *s.left == 0 {
		s.Reader.Reset(s.then)
	}
	return s.Reader.Seek(offset, whence)
}

// Only checked rows are recorded: no other row, and not fewer or more.
func TestTakeOfAnotherTable(t *testing.T) {
	for name, then := range map[string]string{
		"another row": strings.Replace(rowsOf(ChunkRows+3), "Call 2\n", "Call II\n", 1),
		"fewer":       rowsOf(ChunkRows - 1),
		"none":        rowsOf(0),
		"a fault":     strings.Replace(rowsOf(ChunkRows+3), "1/3/2026,Call 2\n", ",Call 2\n", 1),
	} {
		left := 3 // Seek: for the sum, to check, to take
		opened, err := OpenTable(swapped{strings.NewReader(rowsOf(ChunkRows + 3)), &left, then},
			Mapping{}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		in, err := opened.Check(anyText)
		if err != nil {
			t.Fatal(err)
		}
		saved := 0
		err = in.Take(0, func(int, []byte) error {
			return nil
		}, func() error { saved++; return nil })
		if !errors.Is(err, ErrTable) || saved > 0 {
			t.Errorf("%s: %v, after %d commits", name, err, saved)
		}
	}
}

// An import goes on only where one stopped, which is between two commits.
func TestStopped(t *testing.T) {
	opened, err := OpenTable(strings.NewReader(rowsOf(2*ChunkRows)), Mapping{}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	in, err := opened.Check(anyText)
	if err != nil {
		t.Fatal(err)
	}
	rows := func(sum string, from, to int) (items []cases.Item) {
		for i := from; i <= to; i++ {
			items = append(items,
				cases.Item{Entry: &record.Entry{Origin: []record.Origin{{File: sum, Row: i + 1}}}})
		}
		return items
	}
	for _, tt := range []struct {
		name  string
		items []cases.Item
		want  int
	}{
		{"nothing there", nil, 0},
		{"the first commit", rows(in.Sum, 1, ChunkRows), ChunkRows},
		{"the first commit, of which some were erased", rows(in.Sum, 7, ChunkRows), ChunkRows},
		{"all", rows(in.Sum, 1, 2*ChunkRows), 0},
		{"all, of which the last was erased", rows(in.Sum, 1, 2*ChunkRows-1), 0},
		{"another table", rows("ab", 1, ChunkRows), 0},
	} {
		if got := in.RowsDone(tt.items); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// Too many rows are reported before any of them is looked at.
func TestTooManyRows(t *testing.T) {
	for n, want := range map[int]error{maxRows: nil, maxRows + 1: ErrTable} {
		if _, err := OpenTable(strings.NewReader(rowsOf(n)), Mapping{}, time.UTC); !errors.Is(err,
			want) {
			t.Errorf("%d rows: %v", n, err)
		}
	}
}

// The faults that are reported for a table are bounded.
func TestFaultsHaveAnEnd(t *testing.T) {
	opened, err := OpenTable(strings.NewReader(strings.ReplaceAll(rowsOf(5000), "1/3/2026", "")),
		Mapping{}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	in, err := opened.Check(anyText)
	if err != nil || len(in.Faults) != mostFaults+1 ||
		!strings.Contains(in.Faults[mostFaults].Reason, "nothing after it was looked at") {
		t.Errorf("%d faults, %v", len(in.Faults), err)
	}
}

// A table of ten times the size is read in the same memory.
func TestCheckInBoundedMemory(t *testing.T) {
	most := func(rows int) (peak uint64) {
		row := "1/3/2026,\"" + strings.Repeat("She said that she is well. ", 110) + "\"\n"
		src := &repeated{head: "Date,Event\n", row: row, rows: rows, left: "Date,Event\n"}
		opened, err := OpenTable(src, Mapping{}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		in, err := opened.Check(func([]byte) (record.Findings, error) {
			if n++; n%(rows/10) == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
			return nil, nil
		})
		if err != nil || len(in.Lines) != rows {
			t.Fatalf("%d rows of %d, %v", len(in.Lines), rows, err)
		}
		return peak
	}
	small, large := most(maxRows/40), most(maxRows/4) // 1.5 and 15 MiB
	if large > 2*small+1<<20 {
		t.Errorf("%d bytes in memory for 1.5 MiB, and %d for 15", small, large)
	}
}

// repeated is a generated table: a line of titles, and one row again and again.
type repeated struct {
	head, row string
	rows, at  int
	left      string
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == "" {
		if r.at == r.rows {
			return 0, io.EOF
		}
		r.at++
		r.left = r.row
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

func (r *repeated) Seek(int64, int) (int64, error) {
	r.at, r.left = 0, r.head
	return 0, nil
}
