package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

// clockMakers make each clock that there is, in a case of its own.
func clockMakers() map[string]func(*book) {
	const day = "2026-03-02T10:00Z"
	needsTransfer := func(b *book) *record.Entry {
		f := closing()
		f["transfer_review"] = map[string]any{"needed": "yes", "by": "M. Hall",
			"reason": "they move", "agency": "Westmoor"}
		return b.add("closure", day, f)
	}
	return map[string]func(*book){
		RuleConcernWithoutTriage: func(b *book) {
			b.add("concern", day, fields{"immediate_danger": "yes"})
		},
		RuleCategoryUnknown: func(b *book) {
			n := b.add("concern", day, fields{"immediate_danger": "no"})
			b.add("triage", day, fields{"links": links{"concern": n}})
		},
		RuleReferralUnconfirmed: func(b *book) {
			b.add("referral", day,
				fields{"direction": "out", "to": "social_services", "method": "telephone"})
		},
		RuleReferralNoResponse: func(b *book) {
			b.add("referral", day,
				fields{"direction": "out", "to": "social_services", "method": "written"})
		},
		RuleActionOverdue: func(b *book) {
			b.add("action", day, fields{"what": "ring", "due": "2026-03-04"})
		},
		RuleHoldReview: func(b *book) {
			b.add("hold", day, fields{"basis": "a claim", "review_on": "2026-03-04"})
		},
		RuleAccessOverdue:   func(b *book) { request(b, "2026-02-02") },
		RuleTransferOverdue: func(b *book) { needsTransfer(b) },
		RuleTransferReview: func(b *book) {
			b.profile(day, "2016-11-20").Fields["address_in_area"] = "no"
		},
		RuleNoReceipt: func(b *book) {
			b.add("transfer", day, fields{"sent_at": "2026-03-02"})
		},
		RuleNotEndorsedInTime: func(b *book) { b.add("decision", day, nil) },
		RuleBeforeCause: func(b *book) {
			e := b.add("referral", day, fields{"made_at": "2026-03-02T09:00+00:00"})
			confirmed(b, e, day, "2026-03-01T09:00+00:00")
		},
		RuleApart: func(b *book) {
			look := fields{"state": "open", "review_on": "2026-12-01"}
			first := b.add("risk", day, look)
			for range 2 {
				later := b.add("risk", "2026-03-03T10:00Z", look)
				later.Links, later.Follows = map[string][]record.Ref{"risk": {first.Ref()}},
					[]record.ID{first.ID}
			}
			b.in.Items[len(b.in.Items)-1].Commit = "another"
		},
		RuleIntakeTooLong: func(*book) {},
		RuleRiskReview: func(b *book) {
			b.add("risk", day, fields{"state": "open", "review_on": "2026-03-04"})
		},
		RuleReviewOverdue: func(b *book) { b.add("outcome", day, nil) },
		RuleNextContact: func(b *book) {
			b.add("contact", day, fields{"occurred": "2026-03-02", "next_contact": "2026-03-04"})
		},
		RuleSupervisionOverdue: func(*book) {},
		RuleDormant:            func(b *book) { b.add("note", day, nil) },
		RuleUntested: func(b *book) {
			hypothesis(b.add("assessment", day, nil),
				"Meals are missed.\nTest: ask the school by 2026-03-04.")
		},
		RuleUnknownFact: func(b *book) { b.profile(day, "unknown") },
	}
}

// Each clock in each status: what somebody waits for runs in all of them, and what is a
// rhythm of live work only while work goes on. Acceptance is of an intake, which has no
// rhythm of its own yet.
func TestClocksByStatus(t *testing.T) {
	makers := clockMakers()
	statuses := []record.Status{record.Intake, record.Open, record.Closing, record.Closed,
		record.Transferred, record.Disposing}
	for _, l := range ClocksAfterWork() {
		if makers[l.Rule] == nil || l.Why == "" {
			t.Fatalf("%s is not tried here, or says no reason", l.Rule)
		}
		for _, status := range statuses {
			want := l.RunsOn ||
				slices.Contains([]record.Status{record.Intake, record.Open, record.Closing}, status)
			switch l.Rule {
			case RuleIntakeTooLong:
				want = status == record.Intake
			case RuleSupervisionOverdue, RuleDormant:
				want = status == record.Open || status == record.Closing
			}
			b := newBook(t)
			b.in.Now = at(t, "2026-06-01T09:00Z")
			b.in.Docket.Status = status
			if status == record.Intake {
				b.in.Docket.KeyWorker = ""
			}
			makers[l.Rule](b)
			c := b.fold()
			got := slices.ContainsFunc(c.Deadlines, func(d Deadline) bool {
				return d.Rule == l.Rule
			})
			if got != want {
				t.Errorf("%s in a case that is %s: runs %v, want %v", l.Rule, status, got, want)
			}
		}
	}
}

// Every rule under which the fold sets a clock is among them.
func TestEveryClockIsListed(t *testing.T) {
	b := newBook(t)
	b.in.Now = at(t, "2026-06-01T09:00Z")
	for _, make := range clockMakers() {
		make(b)
	}
	listed := func(d Deadline) bool {
		return slices.ContainsFunc(ClocksAfterWork(), func(l ClockAfterWork) bool {
			return l.Rule == d.Rule
		})
	}
	for _, d := range b.fold().Deadlines {
		if !listed(d) {
			t.Errorf("%s is not among the clocks", d.Rule)
		}
	}
}

// A hold is looked at by its day, 4 March. An entry that links to it is a look, and may
// name the next day; a release ends it.
func TestHoldReview(t *testing.T) {
	look := func(b *book, hold *record.Entry, kind, recorded string, f fields) *record.Entry {
		relation := "related"
		if kind == record.KindRelease {
			relation = "hold"
		}
		if f == nil {
			f = fields{}
		}
		f["links"] = links{relation: hold}
		return b.add(kind, recorded, f)
	}
	for _, tt := range []struct {
		name, open, late string
		build            func(*book, *record.Entry)
	}{
		{"nobody looked", "2026-03-04", "", func(*book, *record.Entry) {}},
		{"a note in time, with no new day", "", "", func(b *book, h *record.Entry) {
			look(b, h, "note", "2026-03-03T10:00Z", nil)
		}},
		{"a decision late, until May", "2026-05-01", "2 days", func(b *book, h *record.Entry) {
			look(b, h, "decision", "2026-03-06T10:00Z", fields{"review_on": "2026-05-01"})
		}},
		{"released late", "", "1 day", func(b *book, h *record.Entry) {
			look(b, h, "release", "2026-03-05T10:00Z", nil)
		}},
	} {
		b := newBook(t)
		b.in.Docket.Status = record.Closed
		b.in.Now = at(t, "2026-03-20T09:00Z")
		h := b.add("hold", "2026-03-02T10:00Z",
			fields{"basis": "a claim", "review_on": "2026-03-04"})
		tt.build(b, h)
		c := b.fold()
		open, past := "", ""
		for _, d := range c.Deadlines {
			if d.Rule == RuleHoldReview {
				open += d.Day.String()
			}
		}
		for _, l := range late(c) {
			if l.Rule == RuleHoldReview {
				past += l.By
			}
		}
		if open != tt.open || past != tt.late {
			t.Errorf("%s: due %q, late %q; want %q, %q", tt.name, open, past, tt.open, tt.late)
		}
	}
}
