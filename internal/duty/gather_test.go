package duty

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// shelf is records that lie in memory.
type shelf struct {
	cases  map[record.ID]*cases.Case
	sealed []record.ID // whose key does not open
	shown  map[record.ID]time.Time
	given  []verify.EndorseFact
	author string // of what waits
	broken error
}

func (s shelf) EachRowOf(
	_ context.Context,
	dockets []*record.Docket,
	want func(*record.Docket) bool,
	do func(*Row) error,
) (unread []record.ID, err error) {
	for _, d := range dockets {
		switch c := s.cases[d.Case]; {
		case want != nil && !want(d):
		case slices.Contains(s.sealed, d.Case):
			unread = append(unread, d.Case)
		case c != nil:
			err = errors.Join(err, do(RowOf(c)))
		}
	}
	return unread, err
}

func (s shelf) LastOpened(string) map[record.ID]time.Time { return s.shown }

func (s shelf) Endorsed(_, _ record.ID) ([]verify.EndorseFact, error) { return s.given, s.broken }

func (s shelf) EntryFact(record.Ref) (verify.EntryFact, error) {
	managers := []string{"judith", "mina", "owen", "tom"}
	asked := &policy.Request{Levels: []string{"line", "senior"}, Order: policy.Distinct,
		Line: managers, Senior: []string{"judith", "tom"}}
	return verify.EntryFact{
		Author:    s.author,
		Request:   asked,
		Committed: time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC),
	}, nil
}

// gathered returns the work of one case for a member at their own copy.
func gathered(t *testing.T, line, member string, s shelf) *Work {
	t.Helper()
	r := parseRow(t, line+" | - | | -/-")
	d := r.all[0].Docket
	me, ok := r.world.Team.Member(member)
	if !ok {
		t.Fatalf("%s is not in the team", member)
	}
	w, err := Gather(t.Context(), s, me, r.world, []*record.Docket{d}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func rulesOf(list []Duty) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.Rule)
	}
	return out
}

// Somebody was given the case, and may have opened it since at their own copy. Of
// another's copy nobody knows that.
func TestGatherKnowsWhoOpenedACase(t *testing.T) {
	c := newBook(t, "big").fold()
	d, given := c.Docket, c.Now.Add(-time.Hour)
	c.Allocation.Given, c.Allocation.GivenBy = given, "mina"
	for _, tt := range []struct {
		name, member string
		shown        map[record.ID]time.Time
		want         bool
	}{
		{"the key worker, who has not opened it", "asha", nil, true},
		{"the key worker, who has", "asha", map[record.ID]time.Time{d.Case: given.Add(time.Minute)},
			false},
		{"the key worker, who had it before", "asha",
			map[record.ID]time.Time{d.Case: given.Add(-time.Minute)}, true},
		{"the line manager at her own copy", "mina", nil, false},
	} {
		w := gathered(
			t,
			"big | open",
			tt.member,
			shelf{shown: tt.shown, cases: map[record.ID]*cases.Case{d.Case: c}},
		)
		if got := slices.Contains(rulesOf(w.List), RuleUnopened); got != tt.want {
			t.Errorf("%s: the list has %v", tt.name, rulesOf(w.List))
		}
	}
}

// Of a case that one can't read, nothing is told to anybody but seniors.
func TestGatherTellsOnlyReadersAndSeniors(t *testing.T) {
	for _, tt := range []struct {
		member string
		tells  bool
	}{
		{"judith", true},
		{"owen", false}, // a manager whom the row keeps out
		{"mina", true},
	} {
		w := gathered(
			t,
			"big -asha | open !owen !judith",
			tt.member,
			shelf{sealed: []record.ID{theCase}},
		)
		if got := slices.Contains(rulesOf(w.List), RuleNoWorker); got != tt.tells {
			t.Errorf("%s is told %v", tt.member, rulesOf(w.List))
		}
		if !slices.Equal(w.Unread, []record.ID{theCase}) {
			t.Errorf("%s could open %v", tt.member, w.Unread)
		}
		if len(w.Facts) != 1 {
			t.Errorf("%s: %d facts of one docket", tt.member, len(w.Facts))
		}
	}
}

// The entry that a docket waits for is known by history alone.
func TestPending(t *testing.T) {
	r := parseRow(t, "big | closing | - | | -/-")
	d := r.all[0].Docket
	d.Pending = ""
	if text, err := pending(shelf{}, d, r.world); text != nil || err != nil {
		t.Errorf("a docket that waits for nothing: %v, %v", text, err)
	}
	d.Pending = theEntry
	text, err := pending(shelf{author: "asha"}, d, r.world)
	if err != nil || text.Author != "asha" || text.Kind != "closure" || len(text.Missing) == 0 {
		t.Errorf("a closure: %+v, %v", text, err)
	}
	broken := errors.New("no index")
	if _, err := pending(shelf{broken: broken}, d, r.world); !errors.Is(err, broken) {
		t.Errorf("a history that can't be read: %v", err)
	}
}

// Whose a case is today: the key worker's, and whoever covers in it.
func TestWorks(t *testing.T) {
	for line, want := range map[string]map[string]bool{
		"big | open":           {"asha": true, "nia": false, "mina": false},
		"big | open cover=nia": {"asha": true, "nia": true},
		"big | open over=nia":  {"asha": true, "nia": false}, // ended on 8 March
		"big | open kw=nia":    {"asha": false, "nia": true},
		"big | open soon=nia":  {"nia": false},
		"big | intake kw=":     {"asha": false},
	} {
		r := parseRow(t, line+" | - | | -/-")
		w := &Work{World: r.world, Facts: r.all}
		for member, works := range want {
			if got := w.works(member, theCase); got != works {
				t.Errorf("%s: %s works in it: %v", line, member, got)
			}
		}
		if w.works("asha", "ZZZZZZZZ") {
			t.Errorf("%s: a case that nobody knows is Asha's", line)
		}
	}
}

func TestOfMember(t *testing.T) {
	r := parseRow(t, "big | open | - | | -/-")
	w := &Work{World: r.world, Facts: r.all}
	here := record.Ref{Case: theCase}
	elsewhere := record.Ref{Case: "ZZZZZZZZ"}
	for _, tt := range []struct {
		name string
		d    Duty
		want bool
	}{
		{"hers in her case", Duty{Ref: here, Whose: []string{"asha"}}, true},
		{"her manager's in her case", Duty{Ref: here, Whose: []string{"mina"}}, true},
		{"hers in another's", Duty{Ref: elsewhere, Whose: []string{"nia", "asha"}}, true},
		{"another's in another's", Duty{Ref: elsewhere, Whose: []string{"nia"}}, false},
		{"hers, about no case", Duty{Whose: []string{"asha"}}, false},
	} {
		if got := w.OfMember("asha")(tt.d); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	for _, tt := range []struct {
		name string
		l    WasLate
		want bool
	}{
		{"what she answered elsewhere",
			WasLate{Deadline: cases.Deadline{Ref: elsewhere, AnsweredBy: "asha"}}, true},
		{"what another answered in her case",
			WasLate{Deadline: cases.Deadline{Ref: here, AnsweredBy: "nia"}}, true},
		{"what another answered elsewhere",
			WasLate{Deadline: cases.Deadline{Ref: elsewhere, AnsweredBy: "nia"}}, false},
	} {
		if got := w.LateOfMember("asha")(tt.l); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// The rows' now is Tuesday 10 March. A day that is looked ahead to is looked at whole.
func TestWithin(t *testing.T) {
	r := parseRow(t, "big | open @03-10T12:00:00 | - | | -/-")
	at := func(s string) time.Time { return instant(t, s) }
	for _, tt := range []struct {
		name string
		d    Duty
		days int
		want bool
	}{
		{"late, however little is asked for", Duty{Due: at("2026-03-01T10:00:00Z"), Late: 1}, 0,
			true},
		{"without a clock", Duty{}, 0, true},
		{"today", Duty{Due: at("2026-03-10T22:00:00Z")}, 0, true},
		{"tomorrow, of today", Duty{Due: at("2026-03-11T00:30:00Z")}, 0, false},
		{"the last minute of the seventh day", Duty{Due: at("2026-03-17T23:59:00Z")}, 7, true},
		{"the first of the eighth", Duty{Due: at("2026-03-18T00:00:00Z")}, 7, false},
		{"far ahead, without end", Duty{Due: at("2031-01-01T00:00:00Z")}, -1, true},
	} {
		if got := r.world.Within(tt.d, tt.days); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// What an operation has brought, by its name and by who had the case before.
func TestBrought(t *testing.T) {
	r := parseRow(t, "big | open | - | | -/-")
	d := r.all[0].Docket
	closing := *d
	closing.Status, closing.Pending = record.Closing, theEntry
	at := r.world.Now
	for _, tt := range []struct {
		name string
		o    Operation
		rule string // "" for none
	}{
		{"a concern", Operation{Op: "concern", Docket: d, Entries: []record.ID{theEntry},
			By: "ben"}, cases.RuleConcernWithoutTriage},
		{"a case given to somebody", Operation{Op: "handover", Docket: d, By: "mina", Was: "nia"},
			RuleUnopened},
		{"a case opened for somebody", Operation{Op: "open", Docket: d, By: "mina"}, RuleUnopened},
		{"a case opened by its key worker", Operation{Op: "open", Docket: d, By: "asha"}, ""},
		{"cover for a time", Operation{Op: "handover", Docket: d, By: "mina", Was: "asha"}, ""},
		{"a closure", Operation{Op: "close", Docket: &closing, By: "asha"},
			cases.RuleNotEndorsedInTime},
		{"an endorsement after which nothing waits",
			Operation{Op: "endorse", Docket: d, By: "mina"}, ""},
		{"a note", Operation{Op: "add", Docket: d, By: "asha"}, ""},
		{"what is about no case", Operation{Op: "team", By: "judith"}, ""},
	} {
		tt.o.Time, tt.o.Recorded = at, at
		got, err := Brought(shelf{author: "asha"}, tt.o, r.world)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if tt.rule == "" && len(got) > 0 ||
			tt.rule != "" && !slices.Equal(rulesOf(got), []string{tt.rule}) {
			t.Errorf("%s brought %v, want %q", tt.name, rulesOf(got), tt.rule)
		}
	}
}
