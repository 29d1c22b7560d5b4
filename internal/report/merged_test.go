package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// twoSources returns an entry of a case, and the same telephone call in a school's table.
func twoSources(t *testing.T) *Merged {
	t.Helper()
	at := time.Date(2026, 3, 4, 9, 30, 0, 0, time.UTC)
	occurred, err := record.ParseOccurred("2026-03-04T09:30+00:00")
	if err != nil {
		t.Fatal(err)
	}
	day := record.Date{Year: 2026, Month: 3, Day: 4}
	return &Merged{
		About: []string{
			"K3F9-27QM Tobi Cole",
			"Northby School",
		}, AsAt: at, Zone: time.UTC, Tip: testTip,
		Rows: []cases.Merged{
			{
				Of:   "K3F9-27QM",
				Same: []int{1},
				Row: cases.Row{When: occurred, Day: day, Age: "9y4m", Impact: "negative",
					Event: "Did not come to school", Source: "a neighbour", Withheld: true,
					Amended: true, Late: 2,
					Entry: record.Ref{Case: "K3F927QM", Entry: "7K2M9QXH"}, Kind: "contact"},
			},
			{
				Of:   "Northby School",
				Line: 12,
				Same: []int{0},
				Row:  cases.Row{Day: day, Event: "Absent", Source: "register"},
			},
		},
	}
}

// On a screen places are short, and a source that must not leave is marked. In a copy the source is
// withheld, and every place is named in full.
func TestMergedSheet(t *testing.T) {
	for _, c := range []struct {
		name   string
		copied bool
		want   []string
	}{
		{"on a screen", false, []string{
			"4 Mar 09:30 | 9y4m | − | Did not come to school | K3F9 | a neighbour* |  | Northby " +
				"School, line 12",
			"4 Mar |  |  | Absent | Northby School | register |  | K3F9/7K2M",
		}},
		{"in a copy", true, []string{
			"4 Mar 2026 09:30 | 9y4m | − | Did not come to school | K3F9-27QM | withheld |  | " +
				"Northby School, line 12",
			"4 Mar 2026 |  |  | Absent | Northby School | register |  | K3F9-27QM/7K2M-9QXH",
		}},
	} {
		m := twoSources(t)
		m.Copied = c.copied
		s := m.Sheet()
		var got []string
		for _, l := range s.Parts[0].Rows {
			got = append(got, strings.Join(l.Cells, " | "))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf(
				"%s\n%s\nwant\n%s",
				c.name,
				strings.Join(got, "\n"),
				strings.Join(c.want, "\n"),
			)
		}
		first := s.Parts[0].Rows[0]
		if !slices.Equal(first.Notes, []string{"recorded late", "amended"}) ||
			first.Group != "2026" {
			t.Errorf("%s: the notes are %q below %q", c.name, first.Notes, first.Group)
		}
		if len(s.Parts) != 1 || s.Scope != "significant entries only" ||
			s.About != "K3F9-27QM Tobi Cole; Northby School" {
			t.Errorf("%s: %q about %q in %d parts", c.name, s.Scope, s.About, len(s.Parts))
		}
	}
}

// A row with a fault is named in a part of its own.
func TestMergedSheetNamesWhatItDoesNotShow(t *testing.T) {
	m := twoSources(t)
	m.All, m.Unread = true, []UnreadRow{{"Northby School", 3, "no date"}}
	s := m.Sheet()
	if s.Scope != "all entries" || len(s.Parts) != 2 ||
		!slices.Equal(s.Parts[1].Rows[0].Cells, []string{"Northby School", "3", "no date"}) {
		t.Errorf("%+v", s.Parts)
	}
	if f := s.Parts[1].Rows[0].Fields; f["line"] != 3 || f["reason"] != "no date" {
		t.Errorf("%v", f)
	}
}
