package cli

import (
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"casefile/internal/search"
)

// A hit is one row where there is room, two at a narrow terminal; words are bold at a terminal that
// shows it, and nothing in a line steers it.
func TestSearchLine(t *testing.T) {
	row := search.Row{Item: search.Item{Case: "K3F927QM", ID: "7K2M9QXH"},
		Name:  "Tobi Adeyemi-Whitfield",
		Short: "7K2M", Recorded: time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC)}
	line := "The kitchen was clean, and there was food for two days in the flat above the shop."
	at := strings.Index(line, "flat")
	found := search.Found{Row: row, Hit: search.Hit{Line: line, Marks: [][2]int{{at, at + 4}}}}
	xterm := map[string]string{"TERM": "xterm"}
	for _, tt := range []struct {
		width int
		tty   bool
		env   map[string]string
		rows  int
		bold  bool
	}{
		{80, false, xterm, 1, false}, {120, true, xterm, 1, true}, {50, true, xterm, 2, true},
		{80, true, xterm, 2, true},
		{120, true, map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, 1, false},
		{120, true, map[string]string{"TERM": "dumb"}, 1, false},
		{120, true, nil, 1, runtime.GOOS == "windows"},
	} {
		app, _ := testApp(t, tt.env)
		app.OutTTY, app.Width = tt.tty, tt.width
		got := (&searchPage{app: app, zone: time.UTC}).line(found)
		if strings.Count(got, "\n") != tt.rows ||
			strings.Contains(got, boldOn+"flat"+boldOff) != tt.bold {
			t.Errorf("%+v: %q", tt, got)
		}
		plain := strings.NewReplacer(boldOn, "", boldOff, "").Replace(got)
		for row := range strings.Lines(plain) {
			if tt.tty && utf8.RuneCountInString(row) > tt.width {
				t.Errorf("%+v: a row has %d characters: %q", tt, utf8.RuneCountInString(row), row)
			}
		}
		steering := found
		steering.Line = "\x1b[2J" + line
		if got := (&searchPage{app: app, zone: time.UTC}).line(steering); strings.Contains(got,
			"\x1b[2J") {
			t.Errorf("%+v steers the terminal: %q", tt, got)
		}
	}
	found.Superseded, found.Kind = true, "note"
	app, _ := testApp(t, nil)
	for app.OutTTY, app.Width = true, 50; app.Width < 130; app.Width += 10 {
		got := (&searchPage{app: app, zone: time.UTC}).line(found)
		found.Superseded = false
		other := (&searchPage{app: app, zone: time.UTC}).line(found)
		found.Superseded = true
		if strings.Count(got, "\n") != strings.Count(other, "\n") {
			t.Errorf("two layouts at %d columns: %q, %q", app.Width, got, other)
		}
		for row := range strings.Lines(strings.NewReplacer(boldOn, "", boldOff, "").Replace(got)) {
			if n := utf8.RuneCountInString(row); n > app.Width {
				t.Errorf("at %d columns a row has %d: %q", app.Width, n, row)
			}
		}
	}
	found.Hit = search.Hit{}
	app, _ = testApp(t, nil)
	want := "2026-03-06  K3F9-27QM  Tobi Adeyemi-Whitfield  7K2M  (amended since)  note\n"
	if got := (&searchPage{app: app, zone: time.UTC}).line(found); got != want {
		t.Errorf("%q", got)
	}
}
