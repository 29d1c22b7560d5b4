package cases

import (
	"slices"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// The words of the policy and of the schemas are the same, in the same order.
func TestCategoriesOfSchemas(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range kinds.Names() {
		kind, _ := kinds.Kind(name)
		i := slices.IndexFunc(kind.Fields, func(f record.Field) bool {
			return f.Name == "category"
		})
		if has := i >= 0; has != hasCategory(name) {
			t.Errorf("%s has a category: %v", name, has)
		} else if has && !slices.Equal(kind.Fields[i].Choices, policy.Categories()) {
			t.Errorf("%s: %v, and policy %v", name, kind.Fields[i].Choices, policy.Categories())
		}
	}
	kind, _ := kinds.Kind(record.KindProfile)
	for _, f := range kind.Fields {
		if f.Name == "flags" && !slices.Equal(f.Fields[0].Choices, policy.Flags()) {
			t.Errorf("flags: %v, and policy %v", f.Fields[0].Choices, policy.Flags())
		}
	}
}

// A concern of Monday 2 March 2026 at ten was triaged at eleven by Hall: its category is due
// by the end of Tuesday. Now is Friday 6 March in the evening.
func TestCategoryIsDue(t *testing.T) {
	for _, tt := range []struct {
		name  string
		build func(b *book, concern, triage *record.Entry)
		owed  bool
		late  string // where it was named, and too late
	}{
		{"nobody names it", func(*book, *record.Entry, *record.Entry) {}, true, ""},
		{"the triage says unknown", func(_ *book, _, n *record.Entry) {
			n.Fields["category"] = "unknown"
		}, true, ""},
		{"the triage says it", func(_ *book, _, n *record.Entry) {
			n.Fields["category"] = "neglect"
		}, false, ""},
		{"the triage says that it is none", func(_ *book, _, n *record.Entry) {
			n.Fields["category"] = "none_of_these"
		}, false, ""},
		{"the triage says it beside unknown", func(_ *book, _, n *record.Entry) {
			n.Fields["category"] = several("unknown", "missing")
		}, false, ""},
		{"the concern had said it", func(_ *book, c, _ *record.Entry) {
			c.Fields["category"] = several("bullying")
		}, false, ""},
		{"the concern had said unknown", func(_ *book, c, _ *record.Entry) {
			c.Fields["category"] = "unknown"
		}, true, ""},
		{"the triage was amended in time", func(b *book, _, n *record.Entry) {
			b.of("triage", "2026-03-03T16:00Z", "neglect",
				fields{"by": "hall", "links": links{"amends": n, "concern": b.in.Items[0].Entry}})
		}, false, ""},
		{"the triage was amended on Thursday", func(b *book, _, n *record.Entry) {
			b.of("triage", "2026-03-05T09:00Z", "neglect",
				fields{"by": "hall", "links": links{"amends": n, "concern": b.in.Items[0].Entry}})
		}, false, "2 days"},
		{"a second triage says it on Wednesday", func(b *book, c, _ *record.Entry) {
			b.of("triage", "2026-03-04T09:00Z", "none_of_these",
				fields{"links": links{"concern": c}})
		}, false, "1 day"},
		{"a second triage does not", func(b *book, c, _ *record.Entry) {
			b.add("triage", "2026-03-03T09:00Z", fields{"links": links{"concern": c}})
		}, true, ""},
		{"the concern was amended", func(b *book, c, _ *record.Entry) {
			b.of("concern", "2026-03-03T09:00Z", "self_harm",
				fields{"immediate_danger": "no", "links": links{"amends": c}})
		}, false, ""},
		{"somebody else's words beside it say it", func(b *book, c, _ *record.Entry) {
			b.of("concern", "2026-03-03T09:00Z", "self_harm",
				fields{"by": "ben", "immediate_danger": "no", "amend_reason": "addition",
					"links": links{"amends": c}})
		}, false, ""},
		{"it was said, and the newest text says unknown", func(b *book, c, n *record.Entry) {
			n.Fields["category"] = "neglect"
			b.of("triage", "2026-03-03T16:00Z", "unknown",
				fields{"by": "hall", "amend_reason": "error",
					"links": links{"amends": n, "concern": c}})
		}, true, ""},
		{"another concern's triage says it", func(b *book, _, _ *record.Entry) {
			o := b.add("concern", "2026-03-02T10:00Z", fields{"immediate_danger": "no"})
			b.of("triage", "2026-03-02T12:00Z", "neglect", fields{"links": links{"concern": o}})
		}, true, ""},
		{"an intake that sends the concern on owes none", func(b *book, _, n *record.Entry) {
			b.in.Docket.Status, b.in.Docket.KeyWorker = record.Intake, ""
			n.Fields["decision"] = DecisionFiled
		}, false, ""},
		{"an intake that was read and then sent on owes none", func(b *book, c, _ *record.Entry) {
			b.in.Docket.Status, b.in.Docket.KeyWorker = record.Intake, ""
			b.add("triage", "2026-03-03T12:00Z",
				fields{"decision": DecisionFiled, "links": links{"concern": c}})
		}, false, ""},
		{"an intake with no further action does", func(b *book, _, n *record.Entry) {
			b.in.Docket.Status, b.in.Docket.KeyWorker = record.Intake, ""
			n.Fields["decision"] = "no_further_action"
		}, true, ""},
		{"a case that sends a concern elsewhere does", func(_ *book, _, n *record.Entry) {
			n.Fields["decision"] = DecisionFiled
		}, true, ""},
		{"the triage was taken back, and its clock runs on", func(b *book, _, n *record.Entry) {
			b.add("triage", "2026-03-03T16:00Z",
				fields{"by": "hall", "amend_reason": "error", "links": links{"amends": n}})
		}, true, ""},
		{"a more urgent text waits for another triage, and the clock runs on",
			func(b *book, c, _ *record.Entry) {
				b.add("concern", "2026-03-03T16:00Z",
					fields{"immediate_danger": "yes", "links": links{"amends": c}})
			}, true, ""},
		{"whoever may not triage has only seen it", func(b *book, _, _ *record.Entry) {
			b.in.Items[1].Triagers = Triagers{}
		}, false, ""},
	} {
		b := newBook(t)
		c := b.add("concern", "2026-03-02T10:00Z", fields{"immediate_danger": "no"})
		n := b.add("triage", "2026-03-02T11:00Z",
			fields{"by": "hall", "decision": "watch", "links": links{"concern": c}})
		tt.build(b, c, n)
		all := b.fold()
		i := slices.IndexFunc(all.Deadlines, func(d Deadline) bool {
			return d.Rule == RuleCategoryUnknown
		})
		if owed := i >= 0; owed != tt.owed {
			t.Errorf("%s: owed %v", tt.name, owed)
		} else if owed {
			if d := all.Deadlines[i]; d.Day.String() != "2026-03-03" || d.Member != "hall" ||
				d.First != n.ID {
				t.Errorf("%s: due %s from %s for %s", tt.name, d.Day, d.Member, d.First)
			}
		}
		late := ""
		for _, l := range categoriesLate(all) {
			late += l
		}
		if late != tt.late {
			t.Errorf("%s: late %q, want %q", tt.name, late, tt.late)
		}
		item := all.checkCategories()
		if item.Done == tt.owed {
			t.Errorf("%s: closing asks %v: %s", tt.name, !item.Done, item.Why)
		}
	}
}

// categoriesLate is by how much categories were named late.
func categoriesLate(c *Case) []string {
	var out []string
	for _, l := range late(c) {
		if l.Rule == RuleCategoryUnknown {
			out = append(out, l.By)
		}
	}
	return out
}

// Of texts that stand apart all categories count, and none is asked for any more.
func TestCategoriesApart(t *testing.T) {
	b := newBook(t)
	c := b.add("concern", "2026-03-02T10:00Z", fields{"immediate_danger": "no"})
	n := b.of("triage", "2026-03-02T11:00Z", "unknown", fields{"links": links{"concern": c}})
	for _, word := range []string{"bullying", "neglect"} {
		e := b.of("triage", "2026-03-03T11:00Z", word,
			fields{"by": "hall", "links": links{"amends": n, "concern": c}})
		e.Fields["amend_reason"], e.Follows = "addition", []record.ID{n.ID}
	}
	b.in.Items[3].Commit = "another"
	all := b.fold()
	if got := all.Categories(); !slices.Equal(got, []string{"neglect", "bullying"}) ||
		len(all.Forks) != 1 {
		t.Errorf("%v, %d forks", got, len(all.Forks))
	}
	if len(all.Forks) == 1 &&
		!slices.Equal(all.Forks[0].Ruled, []string{"category (all of it counts)"}) {
		t.Errorf("ruled: %v, open: %v", all.Forks[0].Ruled, all.Forks[0].Open)
	}
	if slices.ContainsFunc(all.Deadlines, func(d Deadline) bool {
		return d.Rule == RuleCategoryUnknown
	}) {
		t.Error("the category is still due")
	}
}

// That a category is unknown in a concern or its triage is told once, by its own clock.
func TestUnknownCategoryIsToldOnce(t *testing.T) {
	for kind, want := range map[string]bool{"concern": false, "triage": false, "risk": true,
		"referral": true} {
		b := newBook(t)
		e := b.of(kind, "2026-03-02T10:00Z", "unknown",
			fields{"immediate_danger": "no", "state": "open"})
		b.wantRule(b.fold(), e, RuleUnknownFact, want)
	}
}
