package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

func TestClosureFindings(t *testing.T) {
	risk := func(b *book, _ fields) {
		b.add("risk", "2026-03-01T10:00Z",
			fields{"state": "reduced"})
	}
	concern := func(b *book, _ fields) {
		b.add("concern", "2026-03-01T10:00Z",
			fields{"action": "rang"})
	}
	for _, tt := range []struct {
		name   string
		status record.Status
		build  func(b *book, closure fields)
		want   []string // the rules
	}{
		{"all is said", record.Open, func(*book, fields) {}, nil},
		{"an open risk", record.Open, risk, []string{RuleClosureIncomplete}},
		{"a risk and no view of the child", record.Open, func(b *book, f fields) {
			risk(b, f)
			delete(f, "child_view")
		}, []string{RuleClosureIncomplete, RuleClosureIncomplete}},
		// An intake has no plan to look back on.
		{"an intake with a risk", record.Intake, risk, nil},
		{"an intake that nobody read", record.Intake, concern, []string{RuleClosureIncomplete}},
		// Opened on 12 January.
		{"the day of opening", record.Open, func(_ *book,
			f fields) {
			f["service_ended"] = "2026-01-12"
		}, nil},
		{"ended before it began", record.Open,
			func(_ *book, f fields) { f["service_ended"] = "2026-01-11" },
			[]string{"range-backwards"}},
		{"ended before it began, for a reason", record.Open, func(_ *book, f fields) {
			f["service_ended"], f["service_ended_reason"] = "2019-06-30", "from the paper files"
		}, nil},
		{"for a reason that is unknown", record.Open, func(_ *book, f fields) {
			f["service_ended"], f["service_ended_reason"] = "2019-06-30", "unknown"
		}, []string{"range-backwards"}},
		{"a contact after the end stops nothing", record.Open, func(b *book, f fields) {
			b.contact("2026-03-01T10:00Z", "2026-02-28", "held")
			f["service_ended"] = "2026-02-27"
		}, nil},
		{"an intake ended before it began", record.Intake,
			func(_ *book, f fields) { f["service_ended"] = "2025-01-12" },
			[]string{"range-backwards"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			b.in.Docket.Status = tt.status
			if tt.status == record.Intake {
				b.in.Docket.KeyWorker = ""
			}
			f := closing()
			tt.build(b, f)
			b.add("closure", "2026-03-06T10:00Z", f)
			found := b.fold().ClosureFindings()
			var rules []string
			for _, x := range found {
				rules = append(rules, x.Rule)
				if x.Case != caseID || x.Do == "" {
					t.Errorf("%+v names no case, or nothing to do", x)
				}
			}
			if !slices.Equal(rules, tt.want) || found.Failed() != (len(tt.want) > 0) {
				t.Errorf("found %v, want %v", found, tt.want)
			}
		})
	}
}

func TestClosureQuestions(t *testing.T) {
	held := func(on string) func(b *book, f fields) {
		return func(b *book, _ fields) { b.contact("2026-03-05T10:00Z", on, "held") }
	}
	for _, tt := range []struct {
		name     string
		ended    string
		build    func(b *book, closure fields)
		asks     string // "" for nothing
		counting bool   // a note says from when the floor is counted
	}{
		{"a contact on the last day", "2026-03-02", held("2026-03-02"), "", false},
		{"a contact after the end", "2026-02-03", held("2026-03-02"),
			"Service ended on 3 February 2026; the last contact that was held was on 2 March " +
				"2026. Why is the earlier day right? (empty: the date is counted from 2 March " +
				"2026) ", true},
		{"the reason is there", "2026-02-03", func(b *book, f fields) {
			held("2026-03-02")(b, f)
			f["service_ended_reason"] = "a farewell visit"
		}, "", false},
		{"before the opening", "2019-06-30", func(*book, fields) {},
			"Service ended on 30 June 2019, before the case was opened on 12 January 2026. Why " +
				"is " +
				"the earlier day right? (empty: the case is not closed) ", false},
		{"before the opening and a contact", "2019-06-30", held("2026-03-02"),
			"Service ended on 30 June 2019, before the case was opened on 12 January 2026; the " +
				"last contact that was held was on 2 March 2026. Why is the earlier day right? " +
				"(empty: the case is not closed) ", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			f := closing()
			f["service_ended"] = tt.ended
			tt.build(b, f)
			b.add("closure", "2026-03-06T10:00Z", f)
			c := b.fold()
			var want []Question
			if tt.asks != "" {
				want = []Question{{"service_ended_reason", tt.asks}}
			}
			if got := c.ClosureQuestions(); !slices.Equal(got, want) {
				t.Errorf("asks %q, want %q", got, want)
			}
			if note := c.EndNote(); (note != "") != tt.counting {
				t.Errorf("the note is %q", note)
			}
		})
	}
	b := newBook(t)
	held("2026-03-02")(b, nil)
	if c := b.fold(); c.ClosureQuestions() != nil || c.EndNote() != "" {
		t.Error("a case that nobody closes is asked something")
	}
}
