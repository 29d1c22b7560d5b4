package cases

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

// hypothesis gives an entry a section Hypothesis.
func hypothesis(e *record.Entry, text string) {
	e.Sections = []record.Section{{Title: "Hypothesis", Text: text}}
}

// due lists deadlines of a rule as "what: day".
func due(c *Case, rule string) []string {
	var out []string
	for _, d := range c.Deadlines {
		if d.Rule == rule {
			out = append(out, fmt.Sprintf("%s: %s", d.What, d.Day))
		}
	}
	return out
}

// only returns the one deadline of a rule.
func only(t *testing.T, c *Case, rule string) Deadline {
	t.Helper()
	for _, d := range c.Deadlines {
		if d.Rule == rule {
			return d
		}
	}
	t.Fatalf("no deadline %s", rule)
	return Deadline{}
}

func TestHypothesesAreTested(t *testing.T) {
	b := newBook(t)
	e := b.add("assessment", "2026-02-03T10:00Z", nil)
	hypothesis(e, "Meals are missed when the mother works nights.\n"+
		"Test: ask the school by 2026-03-02, ring the aunt by 2026-03-20.")
	c := b.fold()
	if got := due(c, RuleUntested); !slices.Equal(got,
		[]string{"test of the hypothesis: 2026-03-02", "test of the hypothesis: 2026-03-20"}) {
		t.Errorf("tests due %v", got)
	}
	b.wantRule(c, e, RuleUntested, true)
	b.add("contact", "2026-03-04T10:00Z",
		fields{"occurred": "2026-03-04", "links": links{"related": e}})
	if c = b.fold(); len(due(c, RuleUntested)) != 2 {
		t.Error("an entry that is only related counts as the test")
	}
	b.add("contact", "2026-03-04T11:00Z",
		fields{"occurred": "2026-03-04", "links": links{"tests": e}})
	c = b.fold()
	if got := due(c, RuleUntested); len(got) != 0 {
		t.Errorf("tests due %v after the test", got)
	}
	if l := late(c); len(l) != 1 || l[0].By != "2 days" || l[0].Rule != RuleUntested {
		t.Errorf("late %+v, want the first test, 2 days late", l)
	}
}

// An amendment takes the day of a test back, or sets another.
func TestHypothesisAmended(t *testing.T) {
	b := newBook(t)
	e := b.add("assessment", "2026-02-03T10:00Z", nil)
	hypothesis(e, "Test: ask the school by 2026-03-02.")
	later := b.add("assessment", "2026-03-01T10:00Z", fields{"links": links{"amends": e}})
	hypothesis(later, "Test: ask the school by 2026-03-30.")
	if got := due(b.fold(), RuleUntested); !slices.Equal(got,
		[]string{"test of the hypothesis: 2026-03-30"}) {
		t.Errorf("tests due %v", got)
	}
}

func TestUnknownFactsBecomeDue(t *testing.T) {
	b := newBook(t)
	e := b.profile("2026-02-02T09:00Z", "unknown")
	again := b.add("profile", "2026-02-20T09:00Z",
		fields{"date_of_birth": "unknown", "address": "12 Mill Lane", "links": links{"amends": e}})
	c := b.fold()
	// Four weeks from Monday 2 February, when it was first said to be unknown.
	if got := due(c, RuleUnknownFact); !slices.Equal(got,
		[]string{"find out: date_of_birth: 2026-03-02"}) {
		t.Errorf("facts due %v", got)
	}
	if n := rules(c, again)[RuleUnknownFact]; n != 1 {
		t.Errorf("%d findings about the unknown birthday, want 1", n)
	}
	b.profile("2026-03-05T09:00Z", "2016-11-20")
	if got := due(b.fold(), RuleUnknownFact); len(got) != 0 {
		t.Errorf("facts due %v after they were found out", got)
	}
}

// A disposal that waits for endorsement has a clock, and so has a decision that never was
// endorsed: nobody stands behind it yet.
func TestPendingInAnEndedCase(t *testing.T) {
	b := newBook(t)
	b.add("decision", "2026-02-02T10:00Z", nil)
	e := b.add("disposal", "2026-03-02T10:00Z", fields{"by": "okoro"})
	b.in.Docket.Status, b.in.Docket.Pending = record.Disposing, e.ID
	c := b.fold()
	if len(c.Deadlines) != 2 || c.Deadlines[0].Day != day(t, "2026-02-09") ||
		c.Deadlines[1].Ref.Entry != e.ID || c.Deadlines[1].Day != day(t, "2026-03-09") {
		t.Errorf("deadlines %+v, want the decision's and the disposal's", c.Deadlines)
	}
}

func TestDaysAndInstants(t *testing.T) {
	b := newBook(t)
	b.add("referral", "2026-03-06T16:30Z",
		fields{"direction": "out", "to": "social_services", "method": "telephone",
			"made_at": "2026-03-06T16:10+00:00"})
	b.add("action", "2026-03-06T17:00Z",
		fields{"who": "okoro", "what": "ring Mrs Jones", "due": "2026-03-05"})
	c := b.fold()
	behind := func(d Deadline) string { return LateWords(d, c.Now, c.in.Policy.Calendar(), c.zone) }
	confirm, action := only(t, c, RuleReferralUnconfirmed), only(t, c, RuleActionOverdue)
	if !confirm.Day.IsZero() || !confirm.Due.Equal(at(t, "2026-03-07T16:10Z")) {
		t.Errorf("confirmation %+v, want an instant and no day", confirm)
	}
	if action.Day != day(t, "2026-03-05") || action.Member != "okoro" || behind(action) != "1 day" {
		t.Errorf("action %+v, late %q", action, behind(action))
	}
	if strings.Contains(action.Task, "Jones") || !strings.Contains(action.What, "Jones") {
		t.Errorf("task %q of %q", action.Task, action.What)
	}
}

func TestWhoActs(t *testing.T) {
	for who, want := range map[string]string{"okoro": "okoro", "n. okoro": "okoro",
		"the school": "", "M. Hall": "", "": ""} {
		b := newBook(t)
		// two of a name: nobody is named, so that the key worker sees to it
		b.in.Names["hall2"] = "M. Hall"
		b.add("action", "2026-03-06T17:00Z",
			fields{"who": who, "what": "ring", "due": "2026-03-09"})
		if got := only(t, b.fold(), RuleActionOverdue); got.Member != want ||
			got.Role != RoleKeyWorker {
			t.Errorf("%q acts: %q of %s, want %q", who, got.Member, got.Role, want)
		}
	}
}

func TestLate(t *testing.T) {
	b := story(t)
	c := b.fold()
	var got []string
	for _, l := range late(c) {
		got = append(got, l.Answered.In(c.zone).Format("2006-01-02 15:04")+" "+l.What+": "+l.By)
	}
	want := []string{
		"2026-02-02 10:00 recording of the concern: 1 day",                  // of 1 February
		"2026-03-02 10:00 review of the risk: 1 day",                        // named for 1 March
		"2026-03-06 17:50 written confirmation of the referral: 1 h 40 min", // 24 hours from 16:10
	}
	if !slices.Equal(got, want) {
		t.Errorf("late\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLateOfEachKind(t *testing.T) {
	for _, tt := range []struct {
		name  string
		build func(*book)
		want  string
	}{
		{"a confirmation the next morning", func(b *book) {
			r := b.add("referral", "2026-03-02T16:30Z",
				fields{"direction": "out", "to": "social_services", "method": "telephone",
					"made_at": "2026-03-02T16:10+00:00"})
			b.add("referral-confirmation", "2026-03-04T09:00Z",
				fields{"sent_at": "2026-03-04T08:00+00:00", "links": links{"referral": r}})
		}, "written confirmation of the referral: 15 h 50 min"},
		{"a triage after its day", func(b *book) {
			n := b.add("concern", "2026-03-02T10:00Z", fields{"immediate_danger": "no"})
			b.add("triage", "2026-03-05T10:00Z",
				fields{"read_at": "2026-03-05T09:00+00:00", "links": links{"concern": n}})
		}, "triage of the concern: 2 days"}, // due Tuesday the 3rd
		{"an immediate concern, read after two hours", func(b *book) {
			n := b.add("concern", "2026-03-02T10:10Z", fields{"immediate_danger": "yes"})
			b.add("triage", "2026-03-02T12:30Z",
				fields{"read_at": "2026-03-02T12:10+00:00", "links": links{"concern": n}})
		}, "triage of the concern: 1 h 0 min"},
		{"a visit written up after a week", func(b *book) {
			b.add("contact", "2026-03-02T10:00Z", fields{"occurred": "2026-02-23"})
		}, "recording of the contact: 3 working days"}, // allowed: Tuesday and Wednesday
		{"an action done the day after", func(b *book) {
			a := b.add("action", "2026-02-02T10:00Z", fields{"due": "2026-02-09", "what": "ring"})
			b.add("action-result", "2026-02-10T10:00Z",
				fields{"status": "done", "at": "2026-02-10", "links": links{"action": a}})
		}, "action: ring: 1 day"},
		{"an endorsement in the second week", func(b *book) {
			d := b.add("decision", "2026-02-02T10:00Z", nil)
			b.endorse(d, "hall", "line", "endorsed", "2026-02-11T10:00Z")
		}, "line endorsement of the decision: 2 days"}, // five working days: Monday the 9th
		{"supervision after six weeks", func(b *book) {
			b.add("supervision", "2026-02-23T10:00Z", fields{"occurred": "2026-02-23"})
		}, "supervision of the case: 14 days"}, // four weeks from Monday 12 January: 9 February
		{"a plan review after four months", func(b *book) {
			o := b.add("outcome", "2025-11-03T10:00Z", fields{"occurred": "2025-11-03"})
			b.add("review", "2026-02-05T10:00Z",
				fields{"occurred": "2026-02-05", "links": links{"outcome": o}})
		}, "review of the intended outcome: 2 days"}, // three months: 3 February
	} {
		b := newBook(t)
		tt.build(b)
		l := late(b.fold())
		if len(l) != 1 || l[0].What+": "+l[0].By != tt.want {
			t.Errorf("%s: %+v, want %s", tt.name, l, tt.want)
		}
	}
}

// What was late, requests and transfers do not depend on the order in which
// entries are given either.
func TestClocksIgnoreOrder(t *testing.T) {
	b := story(t)
	e := request(b, "2026-03-10")
	b.add("access-clarification", "2026-03-16T10:00Z",
		fields{"asked_on": "2026-03-16", "answered_on": "2026-03-20", "links": links{"request": e}})
	b.add("access-extension", "2026-03-30T10:00Z",
		fields{"notified_on": "2026-03-30", "until": "2026-04-30", "links": links{"request": e}})
	b.add("access-disclosure", "2026-05-02T10:00Z",
		fields{"sent_on": "2026-05-02", "links": links{"request": e}})
	b.add("profile", "2026-03-02T09:00Z",
		fields{"date_of_birth": "unknown", "address_in_area": "no"})
	b.add("transfer", "2026-04-10T10:00Z", fields{"sent_at": "2026-04-09"})
	hypothesis(b.add("assessment", "2026-02-03T10:00Z", nil), "Test: ask the school by 2026-03-02")
	want := b.fold()
	were := late(want)
	if len(want.Access) != 1 || len(want.Transfers) != 1 || len(were) < 4 {
		t.Fatalf("access %d, transfers %d, late %d: too little to prove anything", len(want.Access),
			len(want.Transfers), len(were))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		random.Shuffle(len(b.in.Items), func(i, j int) {
			b.in.Items[i], b.in.Items[j] = b.in.Items[j], b.in.Items[i]
		})
		got := b.fold()
		if !reflect.DeepEqual(got.Deadlines, want.Deadlines) ||
			!reflect.DeepEqual(late(got), were) ||
			!reflect.DeepEqual(got.Access, want.Access) ||
			!reflect.DeepEqual(got.Transfers, want.Transfers) {
			t.Fatal("another order of the entries gave other clocks")
		}
	}
}
