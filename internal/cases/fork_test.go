package cases

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

// written records a text by somebody, as it came into the shared record at an instant, on
// what was before it: nil where the text does not say.
func (b *book) written(kind, by, recorded, reached string, on []*record.Entry,
	f fields,
) *record.Entry {
	b.t.Helper()
	e := b.add(kind, recorded, f)
	e.By = by
	if on != nil {
		e.Follows = []record.ID{}
	}
	for _, o := range on {
		e.Follows = append(e.Follows, o.ID)
	}
	it := &b.in.Items[len(b.in.Items)-1]
	it.Author, it.Committed, it.Seq = by, at(b.t, reached), len(b.in.Items)
	return e
}

func (b *book) look(by, recorded, reached string, first *record.Entry, on []*record.Entry,
	f fields,
) *record.Entry {
	b.t.Helper()
	if f["state"] == nil {
		f["state"] = "open"
	}
	f["headline"] = by + " looks"
	if first != nil {
		f["links"] = links{"risk": first}
	}
	return b.written("risk", by, recorded, reached, on, f)
}

type on = []*record.Entry

// forks returns the IDs of what stands apart, one fork a line.
func forks(c *Case) []string {
	var out []string
	for _, f := range c.Forks {
		line := f.What
		for _, it := range f.Texts {
			line += " " + string(it.ID[:2])
		}
		out = append(out, line)
	}
	return out
}

func (b *book) wantForks(want ...string) *Case {
	b.t.Helper()
	c := b.fold()
	if got := forks(c); !slices.Equal(got, want) {
		b.t.Errorf("apart are %q, want %q", got, want)
	}
	n := 0
	for _, f := range c.Findings {
		n += btoi(f.Rule == RuleApart)
	}
	if n != len(want) {
		b.t.Errorf("%d findings say so, want %d", n, len(want))
	}
	return c
}

// Two looks at one risk, HIGH and LOW, of which neither author knew the other: HIGH rules,
// with the earlier review, until a third look follows both.
func TestTwoLooksApart(t *testing.T) {
	b := newBook(t)
	first := b.look("asha", "2026-02-02T10:00Z", "2026-02-02T10:00Z", nil, nil,
		fields{"level": "medium", "review_on": "2026-03-01"})
	high := b.look("ben", "2026-02-10T09:00Z", "2026-02-10T18:00Z", first, on{first},
		fields{"level": "high", "review_on": "2026-03-20"})
	b.wantForks()
	low := b.look("asha", "2026-02-10T12:00Z", "2026-02-10T19:00Z", first, on{first},
		fields{"level": "low", "review_on": "2026-03-12"})
	c := b.wantForks("risk 22 23")
	if r := c.Risks[0]; r.Level != "high" || r.ReviewOn != day(t, "2026-03-12") {
		t.Errorf("meanwhile the level is %s and the review on %s", r.Level, r.ReviewOn)
	}
	if d := due(c, RuleApart); !slices.Equal(d,
		[]string{"settle the risk that was recorded apart: 2026-02-11"}) {
		t.Errorf("to settle: %q", d)
	}
	if c.MayLeave() == nil {
		t.Error("a copy may leave while two looks stand side by side")
	}
	b.look("ben", "2026-02-11T09:00Z", "2026-02-11T09:00Z", first, on{high, low},
		fields{"level": "low", "review_on": "2026-03-25"})
	c = b.wantForks()
	if r := c.Risks[0]; r.Level != "low" || r.ReviewOn != day(t, "2026-03-25") ||
		c.MayLeave() != nil {
		t.Errorf("settled, the level is %s and the review on %s", r.Level, r.ReviewOn)
	}
}

// Two people settle one fork apart: two settlements are apart again, the third settles.
func TestTwoSettlementsApart(t *testing.T) {
	b := newBook(t)
	first := b.look("asha", "2026-02-02T10:00Z", "2026-02-02T10:00Z", nil, nil,
		fields{"level": "medium"})
	high := b.look("ben", "2026-02-10T09:00Z", "2026-02-10T18:00Z", first, on{first},
		fields{"level": "high"})
	low := b.look("asha", "2026-02-10T12:00Z", "2026-02-10T19:00Z", first, on{first},
		fields{"level": "low"})
	one := b.look("ben", "2026-02-11T09:00Z", "2026-02-11T19:00Z", first, on{high, low},
		fields{"level": "medium"})
	two := b.look("asha", "2026-02-11T10:00Z", "2026-02-11T20:00Z", first, on{high, low},
		fields{"level": "low"})
	if c := b.wantForks("risk 24 25"); c.Risks[0].Level != "medium" {
		t.Errorf("meanwhile the level is %s", c.Risks[0].Level)
	}
	// An amendment settles it as well as a new look does.
	f := fields{"level": "low", "state": "open", "headline": "agreed", "amend_reason": "addition",
		"links": links{"amends": one, "risk": first}}
	b.written("risk", "ben", "2026-02-12T10:00Z", "2026-02-12T10:00Z", on{one, two}, f)
	if c := b.wantForks(); c.Risks[0].Level != "low" {
		t.Errorf("settled, the level is %s", c.Risks[0].Level)
	}
}

// Where a text does not say what it was written on, dates decide, and doubt is apart.
func TestDatesDecide(t *testing.T) {
	for _, tc := range []struct {
		// of the second; the first is Asha's, of 9:00, and came in at 18:00
		name, by, recorded, reached string
		apart                       bool
	}{
		{"its author's own", "asha", "2026-02-10T12:00Z", "2026-02-10T19:00Z", false},
		{"written after the first came in", "ben", "2026-02-10T18:00Z", "2026-02-10T19:00Z", false},
		{"written a second before", "ben", "2026-02-10T17:59:59Z", "2026-02-10T19:00Z", true},
		{"both written before either came in", "ben", "2026-02-10T09:00:01Z",
			"2026-02-10T18:00:01Z", true},
		{"written earlier, came in later", "ben", "2026-02-10T08:00Z", "2026-02-10T20:00Z", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBook(t)
			b.written("profile", "asha", "2026-02-10T09:00Z", "2026-02-10T18:00Z", nil,
				fields{"name": "Tobi Adeyemi", "date_of_birth": "2016-11-02"})
			b.written("profile", tc.by, tc.recorded, tc.reached, nil,
				fields{"name": "Tobi Adeyemi", "date_of_birth": "2016-11-02"})
			if c := b.fold(); len(c.Forks) > 0 != tc.apart {
				t.Errorf("apart: %v, want %v", forks(c), tc.apart)
			}
		})
	}
}

// A text that says it was written on nothing is apart from the one that came in before; one
// that names an erased text is judged by the dates.
func TestWrittenOnNothingAndOnWhatIsGone(t *testing.T) {
	b := newBook(t)
	f := func() fields { return fields{"name": "Tobi Adeyemi", "date_of_birth": "2016-11-02"} }
	b.written("profile", "asha", "2026-02-10T09:00Z", "2026-02-10T09:00Z", nil, f())
	alone := b.written("profile", "ben", "2026-02-11T09:00Z", "2026-02-11T09:00Z", on{}, f())
	b.wantForks("profile 21 22")
	alone.Follows = []record.ID{"9ZGH0000"}
	b.wantForks()
}

// Of two amendments of one text both stand, with what rules of each; a third ends it.
func TestAmendedApart(t *testing.T) {
	b := newBook(t)
	first := b.written("concern", "asha", "2026-02-10T09:00Z", "2026-02-10T09:00Z", nil,
		fields{"headline": "Bruise", "immediate_danger": "unknown"})
	amending := func(by, headline, danger string, e *record.Entry, o on) *record.Entry {
		f := fields{"headline": headline, "immediate_danger": danger, "amend_reason": "addition",
			"links": links{"amends": e}}
		return b.written("concern", by, "2026-02-11T09:00Z", "2026-02-11T09:00Z", o, f)
	}
	yes := amending("asha", "Bruise on the arm", "yes", first, on{first})
	no := amending("asha", "Bruise on the leg", "no", first, on{first})
	c := b.wantForks("concern 22 23")
	n := c.Concerns[0]
	if n.Immediate != "yes" || n.Entry.Headline != "Bruise on the arm / Bruise on the leg" {
		t.Errorf("meanwhile: danger %s, %q", n.Immediate, n.Entry.Headline)
	}
	for _, e := range []*record.Entry{yes, no} {
		var shown []string
		for _, it := range c.Texts(e.ID, false) {
			shown = append(shown, it.Headline)
		}
		if !slices.Equal(shown, []string{"Bruise on the arm", "Bruise on the leg"}) {
			t.Errorf("%s is shown as %q", e.ID, shown)
		}
	}
	if rows := c.Chronology(false); len(rows) != 1 ||
		!strings.Contains(rows[0].ForkedFrom, "headline") {
		t.Errorf("the chronology has %+v", rows)
	}
	amending("asha", "Bruise on the arm", "yes", no, on{yes, no})
	if c = b.wantForks(); c.Concerns[0].Entry.Headline != "Bruise on the arm" ||
		len(c.Texts(no.ID, true)) != 4 {
		t.Errorf("settled: %q", c.Concerns[0].Entry.Headline)
	}
}

// Two profiles apart: both names and birthdays are shown, retention takes the later day, and
// what protects holds from both.
func TestProfilesApart(t *testing.T) {
	b := newBook(t)
	first := b.profile("2026-02-01T09:00Z", "2016-11-02")
	keep := []any{map[string]any{"from": "father", "basis": "court order"}}
	b.written("profile", "asha", "2026-02-10T09:00Z", "2026-02-10T18:00Z", on{first},
		fields{"name": "Tobi Adeyemi",
			"date_of_birth": "2016-11-02", "address": "2 Mill Lane",
			"address_protected_from": keep})
	b.written("profile", "ben", "2026-02-10T10:00Z", "2026-02-10T19:00Z", on{first},
		fields{"name": "Tobias Adeyemi",
			"date_of_birth": "2016-12-02", "address": "2 Mill Lane"})
	c := b.wantForks("profile 22 23")
	s := c.Subject
	if s.Name != "Tobi Adeyemi / Tobias Adeyemi" || !s.Born.IsZero() || s.Address != "2 Mill Lane" {
		t.Errorf("shown are %q, %s, %q", s.Name, s.Born, s.Address)
	}
	if len(s.ProtectedFrom) != 1 || !s.ProtectedFrom[0].InForce ||
		s.ProtectedFrom[0].CarriedFrom != nil {
		t.Errorf("protected from %+v", s.ProtectedFrom)
	}
	if born := c.retentionFacts(record.Date{}).dates["birth"]; born != day(t, "2016-12-02") {
		t.Errorf("retention counts from %s", born)
	}
}

// Ratings apart: the lower rules, so that no target counts as reached by one alone.
func TestRatingsApart(t *testing.T) {
	b := newBook(t)
	o := b.add("outcome", "2026-01-15T10:00Z", fields{"baseline": int64(3), "target": int64(7)})
	rate := func(by, recorded, reached string, value int64, on on) *record.Entry {
		return b.written("progress", by, recorded, reached, on,
			fields{"rating": value, "links": links{"outcome": o}})
	}
	four := rate("asha", "2026-02-10T09:00Z", "2026-02-10T18:00Z", 4, on{})
	seven := rate("ben", "2026-02-10T10:00Z", "2026-02-10T19:00Z", 7, on{})
	c := b.wantForks("rating 22 23")
	if value, _ := c.Outcomes[0].Rated(); value != 4 {
		t.Errorf("meanwhile the rating is %d", value)
	}
	six := rate("ben", "2026-02-11T10:00Z", "2026-02-11T10:00Z", 6, on{four, seven})
	c = b.wantForks()
	if value, _ := c.Outcomes[0].Rated(); value != 6 {
		t.Errorf("settled, the rating is %d", value)
	}
	if told := c.Settling(six); len(told) != 1 ||
		!strings.Contains(told[0].Found, "settles what was recorded apart") {
		t.Errorf("who settles it is told %v", told)
	}
	if told := c.Settling(seven); told != nil {
		t.Errorf("who settles nothing is told %v", told)
	}
}

// A correction of an older profile, made by somebody who knew the newer one, is no fork; one
// made without that knowledge is.
func TestCorrectionOfAnOlderProfile(t *testing.T) {
	for _, knows := range []bool{true, false} {
		b := newBook(t)
		f := func(name string) fields { return fields{"name": name, "date_of_birth": "2016-11-02"} }
		first := b.written("profile", "asha", "2026-02-01T09:00Z", "2026-02-01T09:00Z", nil,
			f("one"))
		second := b.written("profile", "ben", "2026-02-10T09:00Z", "2026-02-10T18:00Z", on{first},
			f("two"))
		corrected := f("one, corrected")
		corrected["links"] = links{"amends": first}
		before := on{first}
		if knows {
			before = append(before, second)
		}
		b.written("profile", "asha", "2026-02-10T12:00Z", "2026-02-10T19:00Z", before, corrected)
		want, name := []string{"profile 22 23"}, "two / one, corrected"
		if knows {
			want, name = nil, "two"
		}
		if c := b.wantForks(want...); c.Subject.Name != name {
			t.Errorf("known: %v: the name is %q", knows, c.Subject.Name)
		}
	}
}

// A text can't make others follow what came after them.
func TestNothingFollowsWhatCameLater(t *testing.T) {
	b := newBook(t)
	first := b.look("asha", "2026-02-02T10:00Z", "2026-02-02T10:00Z", nil, nil,
		fields{"level": "medium"})
	one := b.look("ben", "2026-02-10T09:00Z", "2026-02-10T09:00Z", first, on{first},
		fields{"level": "high"})
	two := b.look("asha", "2026-02-10T10:00Z", "2026-02-10T10:00Z", first, on{first},
		fields{"level": "low"})
	one.Follows = append(one.Follows, two.ID)
	if c := b.wantForks("risk 22 23"); c.Risks[0].Level != "high" {
		t.Errorf("the level is %s", c.Risks[0].Level)
	}
}

// What the program writes into a new text are the newest of each thing that it tells of.
func TestFollows(t *testing.T) {
	b := newBook(t)
	first := b.look("asha", "2026-02-02T10:00Z", "2026-02-02T10:00Z", nil, nil,
		fields{"level": "medium"})
	high := b.look("ben", "2026-02-10T09:00Z", "2026-02-10T18:00Z", first, on{first},
		fields{"level": "high"})
	low := b.look("asha", "2026-02-10T12:00Z", "2026-02-10T19:00Z", first, on{first},
		fields{"level": "low"})
	o := b.add("outcome", "2026-01-15T10:00Z", fields{})
	c := b.fold()
	for _, tc := range []struct {
		kind string
		f    fields
		want string
	}{
		{"risk", fields{"links": links{"risk": first}}, "[22GH0000 23GH0000]"},
		{"risk", fields{"links": links{"risk": high}}, "[22GH0000 23GH0000]"},
		{"risk", fields{"links": links{"amends": low}}, "[22GH0000 23GH0000]"},
		{"risk", fields{}, "nil"},
		{"profile", fields{}, "[]"},
		{"progress", fields{"rating": int64(3), "links": links{"outcome": o}}, "[]"},
		{"progress", fields{"achievement": "swam", "links": links{"outcome": o}}, "nil"},
		{"outcome", fields{"links": links{"amends": o}}, "[24GH0000]"},
		{"note", fields{}, "nil"},
	} {
		e := &record.Entry{Case: caseID, Kind: tc.kind, Fields: map[string]any{}}
		for key, v := range tc.f {
			b.set(e, key, v)
		}
		got := "nil"
		if ids := c.Follows(e); ids != nil {
			got = fmt.Sprint(ids)
		}
		if got = strings.NewReplacer("22GH-0000", "22GH0000", "23GH-0000", "23GH0000", "24GH-0000",
			"24GH0000").Replace(got); got != tc.want {
			t.Errorf("%s %v follows %s, want %s", tc.kind, tc.f, got, tc.want)
		}
	}
}

// Of two days for one action, named apart, the earlier rules.
func TestActionsDueApart(t *testing.T) {
	b := newBook(t)
	action := func(due string, of *record.Entry, o on) *record.Entry {
		f := fields{"who": "asha", "what": "ring the school", "due": due,
			"amend_reason": "addition"}
		if of != nil {
			f["links"] = links{"amends": of}
		}
		return b.written("action", "asha", "2026-02-02T10:00Z", "2026-02-02T10:00Z", o, f)
	}
	first := action("2026-02-20", nil, nil)
	action("2026-02-13", first, on{first})
	action("2026-02-27", first, on{first})
	c := b.wantForks("action 22 23")
	if got := c.Actions[0].Due; got != day(t, "2026-02-13") {
		t.Errorf("meanwhile it is due on %s", got)
	}
}

// Two texts that somebody records in one go are not apart. What came in one commit from
// elsewhere is read in the order in which it was recorded there, whatever its IDs; what was
// written apart there stays apart.
func TestInOneCommit(t *testing.T) {
	for name, tc := range map[string]struct {
		origins []string // when each was recorded elsewhere; none: recorded here
		follows []on     // of the first text and of the second
		apart   bool
	}{
		"in one go": {nil, []on{{}, {}}, false},
		"elsewhere, one by one": {[]string{"2026-02-03T10:00:00Z", "2026-02-02T10:00:00Z"},
			[]on{{{ID: "9QXH7K2M"}}, {}}, false},
		"elsewhere, apart": {[]string{"2026-02-02T10:00:00Z", "2026-02-03T10:00:00Z"},
			[]on{{}, {}}, true},
		"elsewhere, unknown there": {[]string{"2026-02-02T10:00:00Z", "2026-02-03T10:00:00Z"},
			[]on{nil, nil}, false},
	} {
		b := newBook(t)
		for i := range 2 {
			b.written("profile", "asha", "2026-03-02T10:00Z", "2026-03-02T10:00Z", tc.follows[i],
				fields{"name": fmt.Sprint("Tobi ", i)})
			it := &b.in.Items[len(b.in.Items)-1]
			it.Commit = strings.Repeat("c", 40)
			if tc.origins != nil {
				it.Origin = []record.Origin{{By: "helen", Recorded: at(t, tc.origins[i])}}
			}
		}
		if got := len(b.fold().Forks) > 0; got != tc.apart {
			t.Errorf("%s: apart %v, want %v", name, got, tc.apart)
		}
	}
}

// What stands apart says in what the texts differ: with the value that counts where one
// rules, and without the time at which each was recorded.
func TestApartSaysWhatCounts(t *testing.T) {
	b := newBook(t)
	first := b.look("asha", "2026-02-02T10:00Z", "2026-02-02T10:00Z", nil, nil,
		fields{"level": "medium"})
	b.look("ben", "2026-02-10T09:00Z", "2026-02-10T18:00Z", first, on{first},
		fields{"level": "high", "review_on": "2026-03-20"})
	b.look("asha", "2026-02-10T12:00Z", "2026-02-10T19:00Z", first, on{first},
		fields{"level": "low", "review_on": "2026-03-12"})
	profile := func(by, reached string, flags []any) {
		b.written("profile", by, "2026-02-10T09:00Z", reached, on{},
			fields{"name": "Tobi", "flags": flags})
	}
	profile("asha", "2026-02-10T18:00Z", []any{map[string]any{"flag": "young_carer"}})
	profile("ben", "2026-02-10T19:00Z", nil)
	c := b.fold()
	want := []string{
		"; they differ in level (high counts), review on (2026-03-12 counts) and headline",
		"; they differ in flags (all of it counts)",
	}
	var got []string
	for _, f := range c.Forks {
		got = append(got, f.differences())
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("differences are %q, want %q", got, want)
	}
}

// When a text says that it happened is told only where its author said so.
func TestToldTime(t *testing.T) {
	for _, tc := range []struct {
		f    fields
		want string
	}{
		{fields{}, ""},
		{fields{"occurred": "2026-02-01"}, "2026-02-01"},
		{fields{"occurred": "2026-02-10T09:00+00:00"}, ""}, // when it was recorded
		{fields{"occurred": "2026-02-10T08:00+00:00", "made_at": "2026-02-10T08:00+00:00"}, ""},
	} {
		b := newBook(t)
		b.add("referral", "2026-02-10T09:00Z", tc.f)
		if got := toldTime(&b.in.Items[0]); got != tc.want {
			t.Errorf("%v told %q, want %q", tc.f, got, tc.want)
		}
	}
}
