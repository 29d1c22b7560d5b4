package cases

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

// Nothing but hour asks what time it is: what asked elsewhere would be kept longer than it
// stands. An instant goes into the fold in one place.
func TestOnlyTheHourKnowsTheTime(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	asked := map[string]int{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok &&
				(s.Sel.Name == "Now" || s.Sel.Name == "Today") {
				asked[name]++
			}
			return true
		})
	}
	// begin gives the case its hour and its day; a text is checked as at when it was recorded.
	if want := (map[string]int{"fold.go": 5, "textfindings.go": 1}); !maps.Equal(asked, want) {
		t.Errorf("the time is asked in %v; ask c.hour instead", asked)
	}
}

// Each question notes the instant at which its answer changes, and no other.
func TestHour(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) record.Date {
		d, err := record.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, tt := range map[string]struct {
		ask         func(h *hour) bool
		answer      bool
		from, until string
	}{
		"due this minute": {func(h *hour) bool {
			return h.late(at(t, "2026-06-10T12:30Z")) > 0
		}, false, "", "2026-06-10T12:31Z"},
		"due a minute ago": {func(h *hour) bool {
			return h.late(at(t, "2026-06-10T12:29Z")) > 0
		}, true, "2026-06-10T12:30Z", ""},
		"an instant to come": {func(h *hour) bool {
			return h.has(at(t, "2026-06-10T12:31Z"))
		}, false, "", "2026-06-10T12:31Z"},
		"this very instant": {func(h *hour) bool {
			return h.has(at(t, "2026-06-10T12:30Z"))
		}, true, "2026-06-10T12:30Z", ""},
		"begins today": {func(h *hour) bool {
			return h.begun(day("2026-06-10"))
		}, true, "2026-06-09T23:00Z", ""},
		"begins tomorrow": {func(h *hour) bool {
			return h.begun(day("2026-06-11"))
		}, false, "", "2026-06-10T23:00Z"},
		"no day has begun": {func(h *hour) bool { return h.begun(record.Date{}) }, true, "", ""},
		"ends today": {func(h *hour) bool {
			return h.over(day("2026-06-10"))
		}, false, "", "2026-06-10T23:00Z"},
		"ended yesterday": {func(h *hour) bool {
			return h.over(day("2026-06-09"))
		}, true, "2026-06-09T23:00Z", ""},
		"cover now": {covers(day("2026-06-09"), day("2026-06-12")), true,
			"2026-06-08T23:00Z", "2026-06-12T23:00Z"},
		"cover to come": {covers(day("2026-06-12"), day("2026-06-13")), false, "",
			"2026-06-11T23:00Z"},
		"cover that is over": {covers(day("2026-06-02"), day("2026-06-03")), false,
			"2026-06-03T23:00Z", ""},
		"of another's cover": {func(h *hour) bool {
			_, ok := h.covering(nil, "asha")
			return ok
		}, false, "", ""},
		"the nearest of more": {func(h *hour) bool {
			h.over(day("2027-01-01"))
			return h.has(at(t, "2026-07-01T00:00Z"))
		}, false, "", "2026-07-01T00:00Z"},
	} {
		now := at(t, "2026-06-10T12:30Z")
		h := &hour{now: now, today: day("2026-06-10"), zone: london}
		if got := tt.ask(h); got != tt.answer {
			t.Errorf("%s: %v", name, got)
		}
		for which, pair := range map[string]struct {
			got  time.Time
			want string
		}{"from": {h.from, tt.from}, "until": {h.until, tt.until}} {
			if want := (time.Time{}); pair.want != "" {
				if want = at(t, pair.want); !pair.got.Equal(want) {
					t.Errorf("%s: %s is %s, want %s", name, which, pair.got, want)
				}
			} else if !pair.got.IsZero() {
				t.Errorf("%s: %s is %s, want none", name, which, pair.got)
			}
		}
	}
}

func covers(from, until record.Date) func(h *hour) bool {
	return func(h *hour) bool {
		_, ok := h.covering([]Cover{{Member: "ben", For: "asha", From: from, Until: until}}, "asha")
		return ok
	}
}

// Where the clocks go forward at midnight, the day begins at an hour that is on neither side
// of any doubt.
func TestHourOfADayWithoutMidnight(t *testing.T) {
	zone, err := time.LoadLocation("America/Santiago") // 6 September 2026 begins at 1:00
	if err != nil {
		t.Fatal(err)
	}
	begins := time.Date(2026, 9, 6, 4, 0, 0, 0, time.UTC)
	today := record.DateOf(begins.Add(-time.Minute).In(zone))
	if first := record.DateOf(begins.In(zone)); first != today.AddDays(1) {
		t.Skip("the zone has other rules by now") // of the table of zones of this machine
	}
	h := &hour{now: begins.Add(-4 * time.Hour), today: today, zone: zone}
	if h.begun(today.AddDays(1)); h.until.IsZero() || h.until.After(begins) {
		t.Errorf("stands until %s, and the day begins at %s", h.until, begins)
	}
}

// RandomHistory returns records in which time alone changes much: flags, protections, cover, looks
// and reviews that fall due, plans that end.
func RandomHistory(t *testing.T, seed uint64) (Input, time.Time) {
	b := newBook(t)
	x := &chance{Rand: rand.New(rand.NewPCG(seed, 18)), b: b, now: at(t, "2026-02-02T09:00Z")}
	x.told = append(x.told, b.add("decision", x.now.Format(time.RFC3339), nil))
	for range 8 + x.IntN(20) {
		if x.IntN(2) == 0 {
			x.next()
			continue
		}
		x.timed()
	}
	return b.in, x.now
}

// timed records one thing with a day on which something begins or ends.
func (x *chance) timed() {
	x.now = x.now.Add(time.Duration(1+x.IntN(40)) * time.Hour)
	when := x.now.Format(time.RFC3339)
	add := func(kind string, f fields) {
		f["by"] = x.pick("asha", "ben", "hall")
		x.told = append(x.told, x.b.add(kind, when, f))
	}
	switch x.pick("profile", "profile", "cover", "risk", "outcome", "review", "intervention",
		"contact", "supervision") {
	case "profile":
		flag := map[string]any{"flag": x.pick("looked_after", "child_protection_plan"),
			"from": x.soon(), "to": x.soon()}
		keep := map[string]any{"from": x.pick("father", "uncle"), "basis": "court order",
			"until": x.soon()}
		add("profile", fields{"subject_type": "child", "name": "Tobi Adeyemi",
			"address":       "2 Mill Lane",
			"date_of_birth": "2016-11-02", "flags": []any{flag},
			"address_protected_from": []any{keep}})
	case "cover":
		add("handover", fields{"from": "asha", "to": x.pick("ben", "cara"), "cover": "yes",
			"until": x.soon(), "occurred": x.soon()})
	case "risk":
		add("risk", fields{"nature": "identified", "state": "open", "harm": "neglect",
			"level": x.pick("low", "high"), "review_on": x.soon()})
	case "outcome":
		add("outcome", fields{"target": "school"})
	case "review":
		if to := x.one("outcome"); to != nil {
			add("review", fields{"next_review": x.soon(), "links": links{"outcome": to}})
		}
	case "intervention":
		if to := x.one("outcome"); to != nil {
			add("intervention", fields{"to": x.soon(), "links": links{"outcome": to}})
		}
	case "contact":
		add("contact", fields{"child_seen": "yes", "next_contact": x.soon(), "occurred": x.day()})
	case "supervision":
		add("supervision", fields{"occurred": x.day()})
	}
}

// soon returns a day some weeks before or after.
func (x *chance) soon() string { return x.now.AddDate(0, 0, x.IntN(40)-12).Format(time.DateOnly) }
