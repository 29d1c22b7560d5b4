package exchange

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// checked checks texts by the built-in kinds, and keeps those that may be recorded.
func checked(
	t *testing.T, kind string, kept *[]*record.Entry,
) func([]byte) (record.Findings, error) {
	return func(text []byte) (record.Findings, error) {
		e, found := kinds(t).Check(text, "", record.Context{
			Now: at, Kind: kind, MaxSentence: 30, Jargon: []string{"kid"}})
		if !found.Failed() {
			*kept = append(*kept, e)
		}
		return found, nil
	}
}

// Every fault of a table is reported with its line, whether the table, a row, or the rules of the
// kind have it.
func TestATableWithEachFault(t *testing.T) {
	const table = `Date,Event,Impact,Conf
1/3/2026,Rang the school,+,
2/3/2026,Too many,-,x,y
46087,A number for a day,,
31/2/2026,No such day,,
,No day,,
3/3/2026,,,
4/3/2026,Which impact?,good,
5/3/2026,An unknown level,,perhaps
6/3/2026,"It is open
`
	m := Mapping{Columns: map[string]string{"significant": "Conf"}}
	opened, err := OpenTable(strings.NewReader(table), m, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	var kept []*record.Entry
	in, err := opened.Check(checked(t, opened.Kind, &kept))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		line   int
		column string
		says   string
	}{
		{3, "", "it has 5 cells, and there are 4 titles"},
		{4, "Date", "a spreadsheet's own number for a day"},
		{5, "Date", "not a day of the calendar"},
		{6, "Date", "there is no date"},
		{7, "Event", "nothing is said of what happened"},
		{8, "Impact", "is not one of positive, negative, neutral, +, -"},
		{9, "", "[wrong-type]"},
		{10, "", "quotation marks can't be matched"},
	}
	if len(in.Faults) != len(want) {
		t.Fatalf("%d faults: %v", len(in.Faults), in.Faults)
	}
	for i, w := range want {
		f := in.Faults[i]
		if f.Line != w.line || f.Column != w.column || !strings.Contains(f.Reason, w.says) {
			t.Errorf("line %d, column %q: %s; want line %d, column %q: %s", f.Line, f.Column,
				f.Reason,
				w.line, w.column, w.says)
		}
	}
	if len(kept) != 1 || kept[0].Headline != "Rang the school" {
		t.Errorf("%d rows could be recorded", len(kept))
	}
}

func TestRowsBecomeEntries(t *testing.T) {
	const table = "Date;Event;Source;More\n1/3/2026;Rang the school;teacher;\n" +
		"2/3/2026;The kid came;;Well.\n"
	opened, err := OpenTable(strings.NewReader(table), Mapping{Agency: "Northshire CSC"}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	var kept []*record.Entry
	in, err := opened.Check(checked(t, opened.Kind, &kept))
	if err != nil || len(in.Faults) > 0 || len(kept) != 2 || in.Warnings != 1 {
		t.Fatalf("%d entries, %d warnings, %v, %v", len(kept), in.Warnings, in.Faults, err)
	}
	for i, e := range kept {
		if o := e.Origin; len(o) != 1 || o[0].File != in.Sum || o[0].Row != i+2 ||
			o[0].Agency != "Northshire CSC" {
			t.Errorf("row %d came from %+v", i, o)
		}
	}
	lost := errors.New("the disk is full")
	fails := func([]byte) (record.Findings, error) { return nil, lost }
	if _, err := opened.Check(fails); !errors.Is(err, lost) {
		t.Errorf("what can't be prepared: %v", err)
	}
}

// A table is recognised by its bytes, not by its name.
func TestEntriesFrom(t *testing.T) {
	in, err := OpenTable(strings.NewReader("Date,Event\n1/3/2026,a\n"), Mapping{}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if in.Sum != "43a3fed07a68eb5ec26a6b9397c36afd093993d652942c49b111b6dfa5df848d" {
		t.Errorf("the sum is %s", in.Sum)
	}
	from := func(id record.ID, file string) cases.Item {
		return cases.Item{Entry: &record.Entry{ID: id, Case: ours,
			Origin: []record.Origin{{Agency: "Northshire CSC"}, {File: file, Row: 2}}}}
	}
	items := []cases.Item{{}, from("7K2M9QXH", in.Sum), from("8K2M9QXH", strings.Repeat("ab", 32)),
		from("9QXH7K2M", in.Sum), {Entry: &record.Entry{ID: "3XJ9V3N8"}}}
	want := []record.Ref{{Case: ours, Entry: "7K2M9QXH"}, {Case: ours, Entry: "9QXH7K2M"}}
	if got := in.EntriesFrom(items); !slices.Equal(got, want) {
		t.Errorf("came before: %v", got)
	}
	if got := in.EntriesFrom(nil); len(got) != 0 {
		t.Errorf("of an empty case: %v", got)
	}
}

// A chronology orders a row by the earliest moment that it can mean, and shows it on one line.
func TestMerged(t *testing.T) {
	c := fold(t, []cases.Item{item(t, "7K2M9QXH", "profile", tobi, "")}) // born on 20 November 2016
	row := ImportRow{Line: 7, Occurred: "2026-03-01/2026-03-04", Event: "Rang\nthe school",
		Source: " teacher ", Impact: "positive", Action: "wait\x1b[2J"}
	got := row.Merged(c, "Northshire CSC", time.UTC)
	day := record.Date{Year: 2026, Month: 3, Day: 1}
	if got.Of != "Northshire CSC" || got.Line != 7 || !got.Earliest.Equal(day.At(time.UTC)) ||
		got.Day != day || !got.Significant {
		t.Errorf("%+v", got)
	}
	if got.Event != "Rang the school" || got.Source != "teacher" || got.Impact != "positive" ||
		strings.Contains(got.Action, "\x1b") {
		t.Errorf("%q by %q, %q, %q", got.Event, got.Source, got.Impact, got.Action)
	}
	if got.Age != c.Age(day) {
		t.Errorf("the child was %v", got.Age)
	}
}
