package cases

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

// Tobi is nine, and the agency is nothing in law, unless a row says so.
func TestStatusesWithoutRule(t *testing.T) {
	held := func(flags ...string) func(*book) {
		return func(b *book) {
			var all []any
			for _, f := range flags {
				all = append(all, flag(f, "2026-01-20", ""))
			}
			b.tobi(all...)
		}
	}
	died := func(on string) func(*book) {
		return func(b *book) {
			b.profile("2026-01-12T10:00Z", "2008-05-05", flag("looked_after", "2020-01-20", ""))
			b.died(on)
		}
	}
	we := func(are string, build func(*book)) func(*book) {
		return func(b *book) { build(b); b.we(are) }
	}
	ruled := func(rule string, build func(*book)) func(*book) {
		return func(b *book) { build(b); b.rules(rule) }
	}
	corrected := func(b *book) *record.Entry {
		p := b.tobi(flag("looked_after", "2026-01-20", ""))
		return b.add("profile", "2026-01-13T10:00Z", fields{"date_of_birth": "2016-11-20",
			"amend_reason": "error", "links": links{"amends": p}})
	}
	adult := func(b *book) {
		b.add("profile", "2026-01-12T10:00Z",
			fields{"subject_type": "adult", "date_of_birth": "1990-05-05",
				"flags": []any{flag("allegation", "2026-01-10", "")}})
	}
	for _, tt := range []struct {
		name  string
		build func(*book)
		want  string
	}{
		{"no status", held(), ""},
		{"a rule for every agency", held("child_protection"), ""},
		{"the rule is for others: only_if", held("looked_after"), "looked_after"},
		{"the agency is one of those of only_if", we("responsible_authority", held("looked_after")),
			""},
		{"the other of them", we("childrens_home", held("looked_after")), ""},
		{"and is something else", we("fostering_service", held("looked_after")), "looked_after"},
		{"the rule of a death under 18, which came at 17", died("2025-06-01"), ""},
		{"the rule of a death under 18, which came at 18", died("2026-06-01"), "looked_after"},
		{"died on a day that nobody knows: the rule keeps the case", died("unknown"), ""},
		{"the rule is of adults: subject", held("allegation"), "allegation"},
		{"an adult", adult, ""},
		{"adopted, in an agency that is no adoption agency", held("adopted"), "adopted"},
		{"an order of adoption is that status too", func(b *book) {
			b.tobi()
			b.adopted("2026-02-01")
		}, "adopted"},
		{"an adoption agency", we("adoption_agency", held("adopted")), ""},
		{"the policy says that it needs no rule", held("disability", "young_carer"), ""},
		{"the agency said so of another", func(b *book) {
			held("looked_after", "adopted")(b)
			b.in.Policy.NoRuleNeeded = append(b.in.Policy.NoRuleNeeded, "looked_after")
		}, "adopted"},
		{"a rule of something else keeps the case, and does not catch the status", func(b *book) {
			held("looked_after")(b)
			b.concern()
		}, "looked_after"},
		{"a rule for every case does not either",
			ruled("{id: long, years: 40, from: birth}", held("looked_after")), "looked_after"},
		{"the agency's own rule, which names it second",
			ruled("{id: own, years: 30, from: birth, when: [early_help, looked_after]}",
				held("looked_after")), ""},
		{"a rule that lacks its fact keeps the case", func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown", flag("child_protection", "2026-01-20", ""))
		}, ""},
		{"ended before the service did", func(b *book) {
			b.tobi(flag("looked_after", "2026-01-20", "2026-02-01"))
		}, "looked_after"},
		{"held by an earlier profile only", func(b *book) {
			held("looked_after")(b)
			b.profile("2026-03-01T10:00Z", "2016-11-20")
		}, "looked_after"},
		{"recorded in error, as its author says alone", func(b *book) {
			corrected(b)
		}, "looked_after"},
		{"recorded in error, as a senior endorsed", func(b *book) {
			b.endorse(corrected(b), "judith", "senior", "endorsed", "2026-01-14T10:00Z")
		}, ""},
		{"a note quotes the profile of another agency", func(b *book) {
			b.tobi()
			b.cameQuoted("profile", "flags: [{flag: looked_after, from: 2020-01-01}]")
		}, "looked_after"},
		{"three of them, in the order of the policy's words",
			held("adopted", "allegation", "looked_after", "child_in_need"),
			"looked_after allegation adopted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			b.in.Now = at(t, "2026-07-01T10:00Z")
			tt.build(b)
			c := b.fold()
			if got := strings.Join(c.StatusesWithoutRule(), " "); got != tt.want {
				t.Errorf("without rule %q, want %q", got, tt.want)
			}
			found := 0
			for _, f := range c.Findings {
				if f.Rule == RuleStatusNoRule {
					found++
					if f.Severity != record.Warning || f.Do == "" {
						t.Errorf("%+v is no warning, or says nothing to do", f)
					}
				}
			}
			if found != len(strings.Fields(tt.want)) {
				t.Errorf("%d findings for %q", found, tt.want)
			}
		})
	}
}

// A closure of 6 March 2026 keeps Tobi's case, by the floor alone, until the end of 2027.
func TestClosingAsksWhyWithoutRule(t *testing.T) {
	lookedAfter := flag("looked_after", "2026-01-20", "")
	reopened := func(b *book, reason, verdict string) {
		b.tobi(lookedAfter)
		f := closing()
		f["no_rule_reason"] = reason
		first := b.add("closure", "2026-02-01T10:00Z", f)
		if verdict != "" {
			b.endorse(first, "hall", "line", verdict, "2026-02-02T10:00Z")
		}
		b.add("reopening", "2026-02-10T10:00Z", nil)
	}
	for _, tt := range []struct {
		name  string
		build func(b *book, closure fields)
		want  string // the statuses that closing asks about
	}{
		{"no status", func(b *book, _ fields) { b.tobi() }, ""},
		{"one", func(b *book, _ fields) { b.tobi(lookedAfter) }, "looked_after"},
		{"two", func(b *book, _ fields) {
			b.tobi(lookedAfter, flag("allegation", "2026-01-20", ""))
		}, "looked_after and allegation"},
		{"a reason", func(b *book, f fields) {
			b.tobi(lookedAfter)
			f["no_rule_reason"] = "the council keeps the record"
		}, ""},
		{"a reason that is unknown", func(b *book, f fields) {
			b.tobi(lookedAfter)
			f["no_rule_reason"] = "unknown"
		}, "looked_after"},
		{"an intake", func(b *book, _ fields) {
			b.tobi(lookedAfter)
			b.in.Docket.Status, b.in.Docket.KeyWorker = record.Intake, ""
		}, ""},
		{"an earlier closure gave it", func(b *book, _ fields) {
			reopened(b, "the council keeps the record", "endorsed")
		}, ""},
		{"an earlier closure did not", func(b *book, _ fields) {
			reopened(b, "unknown", "endorsed")
		}, "looked_after"},
		{"it was returned", func(b *book, _ fields) {
			reopened(b, "the council keeps the record", "returned")
		}, "looked_after"},
		{"it was declined", func(b *book, _ fields) {
			reopened(b, "the council keeps the record", "declined")
		}, "looked_after"},
		{"it did not know of another status", func(b *book, _ fields) {
			reopened(b, "the council keeps the record", "")
			b.profile("2026-02-12T10:00Z", "2016-11-20", lookedAfter,
				flag("adopted", "2026-02-11", ""))
		}, "adopted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			f := closing()
			tt.build(b, f)
			b.add("closure", "2026-03-06T10:00Z", f)
			c := b.fold()
			var want, asked []string
			if tt.want != "" {
				want = []string{"closing asks for no_rule_reason: the case held " + tt.want +
					", to which no rule of retention applies " +
					"here; it would be kept until 31 December 2027"}
			}
			var found []string
			for _, x := range c.ClosureFindings() {
				found = append(found, x.Found)
			}
			if !slices.Equal(found, want) {
				t.Errorf("found %q, want %q", found, want)
			}
			for _, q := range c.ClosureQuestions() {
				asked = append(asked, q.Field)
				if !strings.Contains(q.Text, tt.want) ||
					!strings.Contains(q.Text, "31 December 2027") {
					t.Errorf("asks %q", q.Text)
				}
			}
			if (len(asked) > 0) != (tt.want != "") ||
				len(asked) > 0 && asked[0] != "no_rule_reason" {
				t.Errorf("asks for %v", asked)
			}
		})
	}
}

func TestWithoutRule(t *testing.T) {
	held := WithoutRule{}
	for _, id := range []record.ID{"K3F927QM", "M2T6Q4WH", "P4W8MM22", "R7T3Q9WH"} {
		b := newBook(t)
		b.in.Docket.Case = id
		flags := []any{flag("looked_after", "2026-01-20", "")}
		if id == "M2T6Q4WH" {
			flags = append(flags, flag("adopted", "2026-01-20", ""))
		}
		b.tobi(flags...)
		held.Add(b.fold())
	}
	var got []string
	for _, f := range held.Findings("casefile.yaml") {
		got = append(got, f.Found)
	}
	want := []string{
		"4 cases held the status looked_after, to which no rule of retention applies: K3F9-27QM, " +
			"M2T6-Q4WH, P4W8-MM22 and others",
		"1 case held the status adopted, to which no rule of retention applies: M2T6-Q4WH",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if WithoutRule(nil).Findings("casefile.yaml") != nil {
		t.Error("no case is a finding")
	}
}
