package cases

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// story returns a small case with something of everything.
func story(t *testing.T) *book {
	b := newBook(t)
	b.in.Now = at(t, "2026-05-04T09:00Z")
	b.profile("2026-01-12T09:00Z", "2016-11-20", flag("child_protection", "2026-02-02", ""))
	referral := b.add("referral", "2026-03-05T16:30Z",
		fields{"direction": "out", "to": "social_services", "method": "telephone",
			"made_at": "2026-03-05T16:10+00:00", "occurred": "2026-03-05T16:10+00:00"})
	b.add("referral-confirmation", "2026-03-06T18:00Z",
		fields{"sent_at": "2026-03-06T17:50+00:00", "links": links{"referral": referral}})
	concern := b.add("concern", "2026-02-02T10:00Z",
		fields{"immediate_danger": "no", "impact": "negative", "occurred": "2026-02-01"})
	b.add("triage", "2026-02-02T12:00Z",
		fields{"links": links{"concern": concern}, "action": "visit on Tuesday"})
	risk := b.add("risk", "2026-02-03T10:00Z",
		fields{"nature": "identified", "state": "open", "harm": "neglect", "source_of_harm": "home",
			"those_at_risk": []any{"Tobi", "Ada"}, "likelihood": "medium", "severity": "high",
			"review_on": "2026-03-01"})
	b.add("risk", "2026-03-02T10:00Z",
		fields{"state": "reduced", "level": "medium", "review_on": "2026-04-01",
			"links": links{"risk": risk}})
	outcome := b.add("outcome", "2026-02-04T10:00Z",
		fields{"need": "meals", "intended_outcome": "Fed and rested", "baseline": int64(3),
			"target": int64(8), "due": "2026-08-01", "owner": "asha"})
	b.add("intervention", "2026-02-05T10:00Z",
		fields{"reason": "no breakfast at home", "delivered_by": "school",
			"links": links{"outcome": outcome}})
	visit := b.add("contact", "2026-02-20T17:00Z",
		fields{"occurred": "2026-02-20T15:00+00:00", "child_seen": "yes", "seen_alone": "yes",
			"impact": "positive"})
	b.add("contact", "2026-03-06T17:00Z",
		fields{"occurred": "2026-03-06T14:30+00:00", "child_seen": "yes", "seen_alone": "no"})
	b.add("progress", "2026-02-21T10:00Z",
		fields{"occurred": "2026-02-20", "rating": int64(4),
			"links": links{"outcome": outcome, "evidence": visit}})
	b.add("progress", "2026-03-06T17:05Z",
		fields{"occurred": "2026-03-06", "rating": int64(5), "links": links{"outcome": outcome}})
	b.add("review", "2026-03-10T10:00Z",
		fields{"occurred": "2026-03-10", "analysis": "From 3 to 5 since February.",
			"next_review": "2026-04-02", "links": links{"outcome": outcome}})
	decision := b.add("decision", "2026-03-06T16:00Z",
		fields{"mode": "joint", "decided_by": []any{"asha", "A. Lind"},
			"joint_with": []any{
				map[string]any{"agency": "Northshire CSC", "person": "A. Lind", "agreed": "yes"}}})
	b.endorse(decision, "hall", "line", "endorsed", "2026-03-09T10:00Z")
	action := b.add("action", "2026-03-06T18:00Z",
		fields{"who": "asha", "what": "ring the school", "due": "2026-03-09"})
	b.add("action", "2026-03-06T18:01Z",
		fields{"who": "asha", "what": "ask about transport", "due": "2026-03-20"})
	b.add("action-result", "2026-03-09T18:00Z",
		fields{"status": "done", "links": links{"action": action}})
	b.add("handover", "2026-03-09T09:00Z",
		fields{"from": "asha", "to": "ben", "cover": "yes", "until": "2026-05-21"})
	b.in.Docket.Keys = []record.Epoch{{"asha": "", "ben": ""}}
	return b
}

func TestStory(t *testing.T) {
	c := Fold(story(t).in)
	if s := c.Subject; s.Name != "Tobi Adeyemi" || s.Born != day(t, "2016-11-20") ||
		!s.Flags[0].Current {
		t.Errorf("subject %+v", s)
	}
	if got := c.Age(c.Today); got != "9y5m" { // 4 May 2026
		t.Errorf("age %s, want 9y5m", got)
	}
	if a := c.Allocation; a.KeyWorker != "asha" || a.Since != day(t, "2026-01-12") ||
		a.Cover != "ben" || a.CoverTo != day(t, "2026-05-21") {
		t.Errorf("allocation %+v", a)
	}
	if len(c.Risks) != 1 {
		t.Fatalf("%d risks, want 1 with a later look", len(c.Risks))
	}
	r := c.Risks[0]
	if r.State != "reduced" || r.Nature != "identified" || r.Level != "medium" ||
		len(r.Updates) != 2 || len(r.AtRisk) != 2 || r.ReviewOn != day(t, "2026-04-01") ||
		!r.Overdue {
		t.Errorf("risk %+v", r)
	}
	if d := c.Decisions[0]; !d.Joint || d.With[0].Agency != "Northshire CSC" ||
		d.With[0].Agreed != "yes" || d.Entry.Endorsement.State != EndorsedLine {
		t.Errorf("decision %+v", d)
	}
	if day := c.day(c.occurred(c.Seen.Last.Entry)); day.String() != "2026-03-06" {
		t.Errorf("last seen %s", day)
	}
	if day := c.day(c.occurred(c.Seen.Alone.Entry)); day.String() != "2026-02-20" {
		t.Errorf("last seen alone %s", day)
	}
	if open := c.openActions(); len(open) != 1 || !open[0].Overdue || !c.Actions[0].Done {
		t.Errorf("open actions %+v", open)
	}
	if n := c.Concerns[0]; n.Triage == nil || n.Action != "visit on Tuesday" {
		t.Errorf("concern %+v", n)
	}
}

func TestPlan(t *testing.T) {
	c := Fold(story(t).in)
	o := c.Outcomes[0]
	if !slices.Equal(o.Series(), []int{3, 4, 5}) || o.EvidenceCount() != 1 || o.Target != "8" {
		t.Errorf("series %v, evidence %d, target %s", o.Series(), o.EvidenceCount(), o.Target)
	}
	if len(o.Interventions) != 1 || o.Analysis != "From 3 to 5 since February." {
		t.Errorf("interventions %d, analysis %q", len(o.Interventions), o.Analysis)
	}
	// The review names 2 April, sooner than three months; 4 May is past it.
	if o.NextReview != day(t, "2026-04-02") || !o.ReviewOverdue {
		t.Errorf("next review %s, overdue %v", o.NextReview, o.ReviewOverdue)
	}
	// Only the change from 4 to 5 has no evidence.
	want := []string{"the rating 5 of 2026-03-06 changed without linked evidence",
		"its review was due on 2026-04-02"}
	if !slices.Equal(o.Gaps, want) {
		t.Errorf("gaps %q, want %q", o.Gaps, want)
	}
	got := rules(c, nil)
	if got[RuleRatingNoEvidence] != 1 || got[RuleReviewOverdue] != 1 || got[RuleRiskReview] != 1 ||
		got[RuleActionOverdue] != 1 {
		t.Errorf("findings %v", got)
	}
}

func TestPlanGaps(t *testing.T) {
	b := newBook(t)
	alone := b.add("outcome", "2026-02-04T10:00Z", fields{"baseline": "unknown"})
	loose := b.add("intervention", "2026-02-05T10:00Z", nil)
	rating := b.add("progress", "2026-02-05T11:00Z", fields{"rating": int64(3)})
	praise := b.add("progress", "2026-02-05T12:00Z", fields{"achievement": "learned to swim"})
	first := b.add("progress", "2026-02-06T12:00Z",
		fields{"rating": int64(3), "links": links{"outcome": alone}})
	c := b.fold()
	b.wantRule(c, alone, RuleOutcomeAlone, true)
	b.wantRule(c, loose, RuleInterventionAlone, true)
	b.wantRule(c, rating, RuleProgressAlone, true)
	b.wantRule(c, praise, RuleProgressAlone, false)
	// nothing is known that it could have changed from
	b.wantRule(c, first, RuleRatingNoEvidence, false)
	b.wantRule(c, alone, RuleUnknownFact, true)
	// Not reviewed: due three months after 4 February, which is still to come.
	if o := c.Outcomes[0]; o.NextReview != day(t, "2026-05-04") || o.ReviewOverdue {
		t.Errorf("next review %s, overdue %v", o.NextReview, o.ReviewOverdue)
	}
}

// A referral by telephone on Thursday 5 March at 16:10 is to be confirmed by
// 16:10 on Friday, and answered by the end of Friday.
func TestReferralClocks(t *testing.T) {
	out := func(method, to, made string) fields {
		return fields{"direction": "out", "to": to, "method": method, "made_at": made}
	}
	for _, tt := range []struct {
		name         string
		made         fields
		sent, said   string // confirmation and response; "" for none
		now          string
		confirmation time.Duration // late by; -1 = no clock
		reply        time.Duration
		rules        []string
	}{
		{"the screen of practice.md: 1 h 35 min late",
			out("telephone", "social_services", "2026-03-05T16:10+00:00"), "", "",
			"2026-03-06T17:45Z", 95 * time.Minute, 0, []string{RuleReferralUnconfirmed}},
		{"in time so far", out("in_person", "social_services", "2026-03-05T16:10+00:00"), "", "",
			"2026-03-06T16:10Z", 0, 0, nil},
		{"confirmed in time", out("telephone", "social_services", "2026-03-05T16:10+00:00"),
			"2026-03-06T09:00+00:00", "", "2026-03-06T17:45Z", 0, 0, nil},
		{"confirmed late stays late", out("telephone", "social_services", "2026-03-05T16:10+00:00"),
			"2026-03-06T16:40+00:00", "2026-03-06", "2026-06-06T17:45Z", 30 * time.Minute, 0,
			[]string{RuleConfirmedLate}},
		{"in writing needs no confirmation",
			out("written", "social_services", "2026-03-05T16:10+00:00"), "", "2026-03-06",
			"2026-03-09T17:45Z", -1, 0, nil},
		{"an unknown method may have been the voice",
			out("unknown", "social_services", "2026-03-05T16:10+00:00"), "", "2026-03-06",
			"2026-03-06T17:10Z", time.Hour, 0, []string{RuleReferralUnconfirmed}},
		{"no answer on Saturday, half an hour late",
			out("written", "social_services", "2026-03-05T16:10+00:00"), "", "",
			"2026-03-07T00:29:59Z", -1, 30 * time.Minute, []string{RuleReferralNoResponse}},
		{"to a school no clock runs", out("telephone", "education", "2026-03-05T16:10+00:00"), "",
			"", "2026-05-05T16:10+01:00", -1, -1, nil},
		{"only the day is known: the clock starts when it ends",
			out("telephone", "social_services", "2026-03-05"), "", "2026-03-06",
			"2026-03-06T23:59:59Z", 0, 0, nil},
		{"24 real hours over the change to summer time",
			out("telephone", "social_services", "2026-03-28T16:10+00:00"), "", "2026-03-28",
			"2026-03-29T17:10+01:00", 0, 0, nil},
		{"and a minute more", out("telephone", "social_services", "2026-03-28T16:10+00:00"), "",
			"2026-03-28", "2026-03-29T17:11+01:00", time.Minute, 0,
			[]string{RuleReferralUnconfirmed}},
		{"24 real hours over the change to winter time",
			out("telephone", "social_services", "2026-10-24T16:10+01:00"), "", "2026-10-24",
			"2026-10-25T15:40+00:00", 30 * time.Minute, 0, []string{RuleReferralUnconfirmed}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			b.in.Now = at(t, tt.now)
			r := b.add("referral", "2026-03-05T16:30Z", tt.made)
			if tt.sent != "" {
				b.add("referral-confirmation", "2026-03-06T16:45Z",
					fields{"sent_at": tt.sent, "links": links{"referral": r}})
			}
			if tt.said != "" {
				b.add("referral-response", "2026-03-06T16:50Z",
					fields{"decided_at": tt.said, "decision": "accepted",
						"links": links{"referral": r}})
			}
			c := b.fold()
			got := c.Referrals[0]
			check := func(what string, clock ClockState, want time.Duration) {
				if runs := !clock.Due.IsZero(); runs != (want >= 0) || runs && clock.Late != want {
					t.Errorf("%s: due %s, late %s, want %s", what, clock.Due, clock.Late, want)
				}
			}
			check("confirmation", got.Confirmation, tt.confirmation)
			check("reply", got.Reply, tt.reply)
			for _, rule := range []string{RuleReferralUnconfirmed, RuleConfirmedLate,
				RuleReferralNoResponse} {
				b.wantRule(c, r, rule, slices.Contains(tt.rules, rule))
			}
		})
	}
}

func TestConcerns(t *testing.T) {
	b := newBook(t)
	// a Friday
	b.in.Now = at(t, "2026-03-06T17:45Z")
	// an hour, past
	danger := b.add("concern", "2026-03-06T16:40Z",
		fields{"immediate_danger": "yes", "occurred": "2026-03-06", "action": "rang 999"})
	// until Friday's end
	calm := b.add("concern", "2026-03-05T16:40Z",
		fields{"immediate_danger": "no", "occurred": "2026-03-05", "action": "visit"})
	// a day after
	late := b.add("concern", "2026-03-06T09:00Z",
		fields{"immediate_danger": "no", "occurred": "2026-03-05", "reason_for_none": "explained"})
	done := b.add("concern", "2026-03-06T10:00Z",
		fields{"immediate_danger": "no", "occurred": "2026-03-06", "reason_for_none": "unknown"})
	b.add("triage", "2026-03-06T11:00Z", fields{"links": links{"concern": done}})
	c := b.fold()
	b.wantRule(c, danger, RuleConcernWithoutTriage, true)
	b.wantRule(c, calm, RuleConcernWithoutTriage, false)
	b.wantRule(c, late, RuleConcernRecordedLate, true)
	b.wantRule(c, calm, RuleConcernRecordedLate, false)
	b.wantRule(c, done, RuleConcernWithoutTriage, false)
	b.wantRule(c, done, RuleConcernWithoutAction, true)
	for _, d := range c.Deadlines {
		if d.Ref == danger.Ref() && Passed(d.Due, c.Now) != 5*time.Minute {
			t.Errorf("the dangerous concern is late by %s, want 5 minutes", Passed(d.Due, c.Now))
		}
	}
	if !slices.IsSortedFunc(c.Deadlines, func(a, b Deadline) int { return a.Due.Compare(b.Due) }) {
		t.Errorf("deadlines %+v are not in order", c.Deadlines)
	}
}

func TestLinks(t *testing.T) {
	b := newBook(t)
	note := b.add("note", "2026-02-04T10:00Z", nil)
	wrong := b.add("intervention", "2026-02-05T10:00Z", fields{"links": links{"outcome": note}})
	gone := b.add("note", "2026-02-05T10:00Z", nil)
	gone.Links = map[string][]record.Ref{"related": {{Case: caseID, Entry: "9QXH7K2M"}}}
	away := b.add("note", "2026-02-05T10:00Z", nil)
	away.Links = map[string][]record.Ref{"related": {{Case: "P4W8MM22", Entry: "9QXH7K2M"}}}
	fine := b.add("note", "2026-02-05T10:00Z", fields{"links": links{"evidence": note}})
	c := b.fold()
	b.wantRule(c, wrong, RuleLinkWrongKind, true)
	b.wantRule(c, gone, RuleUnknownLink, true)
	b.wantRule(c, away, RuleUnknownLink, false) // nothing is said of what cannot be read
	b.wantRule(c, fine, RuleUnknownLink, false)
	b.in.Known = func(record.Ref) (string, bool) { return "", false }
	b.wantRule(b.fold(), away, RuleUnknownLink, true)
}

func TestCaseFindings(t *testing.T) {
	for _, tt := range []struct {
		name  string
		build func(b *book)
		rule  string
		want  bool
	}{
		{"no key worker", func(b *book) { b.in.Docket.KeyWorker = "" }, RuleNoKeyWorker, true},
		{"an intake has none yet", func(b *book) {
			b.in.Docket.KeyWorker, b.in.Docket.Status = "", record.Intake
		}, RuleNoKeyWorker, false},
		{"an intake of 12 January in March", func(b *book) {
			b.in.Docket.Status = record.Intake
		}, RuleIntakeTooLong, true},
		{"an intake of yesterday", func(b *book) {
			b.in.Docket.Status, b.in.Docket.Opened = record.Intake, day(b.t, "2026-03-05")
		}, RuleIntakeTooLong, false},
		{"the key worker left", func(b *book) {
			b.in.Active = map[string]bool{"hall": true}
		}, RuleKeyWorkerLeft, true},
		{"the key worker is there", func(b *book) {
			b.in.Active = map[string]bool{"asha": true}
		}, RuleKeyWorkerLeft, false},
		{"no profile", func(b *book) {}, RuleNoProfile, true},
		{"a profile", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20")
		}, RuleNoProfile, false},
		{"no birthday", func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown")
		}, RuleMissingBirthDate, true},
		{"a concern and no birthday", func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown")
			b.add("concern", "2026-03-05T10:00Z", nil)
		}, RuleRetentionUnknown, true},
		{"nothing for four weeks and a day", func(b *book) {
			b.add("note", "2026-02-05T10:00Z", nil)
		}, RuleDormant, true},
		{"something four weeks ago", func(b *book) {
			b.add("note", "2026-02-06T10:00Z", nil)
		}, RuleDormant, false},
		{"a closed case sleeps in peace", func(b *book) {
			b.in.Docket.Status = record.Closed
			b.add("note", "2026-02-05T10:00Z", nil)
		}, RuleDormant, false},
		{"no supervision since January", func(b *book) {}, RuleSupervisionOverdue, true},
		{"supervision in February", func(b *book) {
			b.add("supervision", "2026-02-10T10:00Z", nil)
		}, RuleSupervisionOverdue, false},
		{"three negatives", func(b *book) {
			b.impacts("negative", "negative", "negative", "neutral")
		}, RuleOnlyNegatives, true},
		{"three negatives and a strength", func(b *book) {
			b.impacts("negative", "negative", "negative", "positive")
		}, RuleOnlyNegatives, false},
		{"two negatives say little", func(b *book) {
			b.impacts("negative", "negative")
		}, RuleOnlyNegatives, false},
		{"a transfer without its receipt", func(b *book) {
			b.add("transfer", "2026-03-05T10:00Z", nil)
		}, RuleNoReceipt, true},
		{"a transfer with its receipt", func(b *book) {
			sent := b.add("transfer", "2026-03-05T10:00Z", nil)
			b.add("transfer-receipt", "2026-03-06T10:00Z", fields{"links": links{"transfer": sent}})
		}, RuleNoReceipt, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			tt.build(b)
			b.wantRule(b.fold(), nil, tt.rule, tt.want)
		})
	}
}

func (b *book) impacts(all ...string) {
	for _, impact := range all {
		b.add("note", "2026-03-05T10:00Z", fields{"impact": impact})
	}
}

func TestAllocation(t *testing.T) {
	b := newBook(t)
	b.in.Docket.KeyWorker = "ben"
	b.add("handover", "2026-02-10T10:00Z", fields{"from": "asha", "to": "ben"})
	b.add("handover", "2026-02-20T10:00Z",
		fields{"from": "ben", "to": "cara", "cover": "yes", "until": "2026-03-05"})
	a := b.fold().Allocation
	if a.KeyWorker != "ben" || a.Since != day(t, "2026-02-10") || a.Cover != "" {
		t.Errorf("allocation %+v, want ben since 10 February, the cover over", a)
	}
	want := Tenure{Member: "asha", From: day(t, "2026-01-12"), To: day(t, "2026-02-10")}
	if len(a.Past) != 1 || a.Past[0] != want {
		t.Errorf("past %+v, want %+v", a.Past, want)
	}
}

// closing returns a closure that has all that policy asks for.
func closing() fields {
	return fields{"reason": "aims met", "service_ended": "2026-03-06", "outcome": "safe at home",
		"child_view":             "happy",
		"parent_view_not_sought": "unsafe for the mother",
		"agencies_told":          []any{"school", "doctor"},
		"transfer_review": map[string]any{"needed": "no", "reason": "stays in the area",
			"by": "asha"}}
}

func TestClosureChecklist(t *testing.T) {
	for _, tt := range []struct {
		name  string
		build func(b *book, closure fields)
		open  []string // names of what is not done
	}{
		{"all is said", func(*book, fields) {}, nil},
		{"no view of the child", func(_ *book, f fields) {
			delete(f, "child_view")
		}, []string{"child_view"}},
		{"the view is unknown", func(_ *book, f fields) {
			f["child_view"] = "unknown"
		}, []string{"child_view"}},
		{"a child who died is not asked", func(b *book, f fields) {
			delete(f, "child_view")
			b.add("death", "2026-03-01T10:00Z", fields{"who": "subject", "died_on": "2026-03-01"})
		}, nil},
		{"a transfer review without a name", func(_ *book, f fields) {
			f["transfer_review"] = map[string]any{"needed": "no", "reason": "stays"}
		}, []string{"transfer_review"}},
		{"an open risk", func(b *book, _ fields) {
			b.add("risk", "2026-03-01T10:00Z", fields{"state": "reduced"})
		}, []string{"risks"}},
		{"a resolved risk", func(b *book, _ fields) {
			b.add("risk", "2026-03-01T10:00Z", fields{"state": "resolved"})
		}, nil},
		{"an open action", func(b *book, _ fields) {
			b.add("action", "2026-03-01T10:00Z", fields{"what": "ring"})
		}, []string{"actions"}},
		{"a concern unread", func(b *book, _ fields) {
			b.add("concern", "2026-03-01T10:00Z", fields{"action": "rang"})
		}, []string{"concerns"}},
		{"a referral unanswered", func(b *book, _ fields) {
			b.add("referral", "2026-03-01T10:00Z",
				fields{"direction": "out", "to": "health", "made_at": "2026-03-01"})
		}, []string{"referrals"}},
		{"a referral in needs no answer", func(b *book, _ fields) {
			b.add("referral", "2026-03-01T10:00Z",
				fields{"direction": "in", "made_at": "2026-03-01"})
		}, nil},
		{"a decision nobody endorsed", func(b *book, _ fields) {
			b.add("decision", "2026-03-01T10:00Z", nil)
		}, []string{"decisions"}},
		{"an outcome never reviewed", func(b *book, _ fields) {
			b.add("outcome", "2026-03-01T10:00Z", nil)
		}, []string{"outcomes_reviewed"}},
		{"reopened since", func(b *book, f fields) {
			b.in.Docket.Status = record.Open
			b.add("closure", "2026-02-01T10:00Z", f)
			b.add("reopening", "2026-02-02T10:00Z", nil)
			for key := range f {
				delete(f, key)
			}
		}, []string{"reason", "outcome", "child_view", "parent_view", "agencies_told",
			"transfer_review"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			b.in.Docket.Status = record.Closing
			f := closing()
			tt.build(b, f)
			if len(f) > 0 {
				b.add("closure", "2026-03-06T10:00Z", f)
			}
			c := b.fold()
			var open []string
			for _, item := range c.ClosureChecklist() {
				if item.Why == "" {
					t.Errorf("%s says no why", item.Name)
				}
				if !item.Done {
					open = append(open, item.Name)
				}
			}
			if !slices.Equal(open, tt.open) {
				t.Errorf("open %v, want %v", open, tt.open)
			}
			b.wantRule(c, nil, RuleClosureIncomplete, len(tt.open) > 0 &&
				b.in.Docket.Status == record.Closing)
		})
	}
}

func TestInformalClosure(t *testing.T) {
	b := newBook(t)
	b.policy(policy.Informal)
	b.add("outcome", "2026-03-01T10:00Z", nil)
	b.add("closure", "2026-03-06T10:00Z",
		fields{"reason": "moved", "outcome": "well", "child_view": "sad to go"})
	for _, item := range b.fold().ClosureChecklist() {
		if !item.Done {
			t.Errorf("%s is asked of an informal agency: %s", item.Name, item.Why)
		}
	}
}

func TestProtectedAddress(t *testing.T) {
	b := newBook(t)
	b.add("profile", "2026-01-12T10:00Z", fields{"address_protected_from": []any{
		map[string]any{"from": "father", "basis": "order", "until": "2026-03-06"},
		map[string]any{"from": "uncle", "basis": "order", "until": "2026-03-05"},
		map[string]any{"from": "aunt", "basis": "fear", "until": "unknown"}}})
	var in []string
	for _, p := range b.fold().Subject.ProtectedFrom {
		if p.InForce {
			in = append(in, p.From)
		}
	}
	if !slices.Equal(in, []string{"father", "aunt"}) {
		t.Errorf("in force from %v, want father (its last day) and aunt (no end known)", in)
	}
}

// Plain files have no docket, no commits and perhaps no IDs.
func TestPlainFiles(t *testing.T) {
	b := newBook(t)
	b.in.Docket = nil
	first := b.add("outcome", "2026-03-01T10:00Z", nil)
	second := b.add("outcome", "2026-03-02T10:00Z", nil)
	first.ID, second.ID, first.Case, second.Case = "", "", "", ""
	c := b.fold()
	if len(c.Outcomes) != 2 {
		t.Errorf("%d outcomes, want both", len(c.Outcomes))
	}
	b.wantRule(c, nil, RuleOutcomeAlone, true)
	b.wantRule(c, nil, RuleNoKeyWorker, false)
}

func TestLength(t *testing.T) {
	for d, want := range map[time.Duration]string{
		95 * time.Minute: "1 h 35 min", 59 * time.Second: "0 min", 47 * time.Hour: "47 h 0 min",
		72 * time.Hour: "3 days",
	} {
		if got := Length(d); got != want {
			t.Errorf("Length(%s) = %q, want %q", d, got, want)
		}
	}
}

// A thing due on Friday and done on Tuesday is four days late on every page, also
// where the clock changed between; what is due at an hour is late by real time.
func TestBehind(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2026, 3, 27, 23, 59, 59, 0, london)
	tests := []struct {
		due, at time.Time
		want    string
	}{
		{friday, time.Date(2026, 3, 28, 0, 30, 0, 0, london), "1 day"},
		{friday, time.Date(2026, 3, 31, 15, 10, 0, 0, london), "4 days"},
		{friday.Add(-8 * time.Hour), time.Date(2026, 3, 28, 0, 30, 0, 0, london), "8 h 30 min"},
		{time.Date(2026, 3, 28, 16, 0, 0, 0, london), time.Date(2026, 3, 29, 16, 0, 0, 0, london),
			"23 h 0 min"},
	}
	for _, tt := range tests {
		if got := Behind(tt.due, tt.at.Sub(tt.due), london); got != tt.want {
			t.Errorf("due %s, at %s: %q, want %q", tt.due, tt.at, got, tt.want)
		}
	}
}

func TestRulesAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.Name] || r.About == "" || r.Name != strings.ToLower(r.Name) {
			t.Errorf("the rule %q is double, empty or misspelt", r.Name)
		}
		seen[r.Name] = true
	}
}

// An age is said up to the day of death, that day among them, and not after it.
func TestAgeEndsWithLife(t *testing.T) {
	day := func(d int) record.Date { return record.Date{Year: 2026, Month: 4, Day: d} }
	c := &Case{Subject: Subject{Born: record.Date{Year: 2016, Month: 11, Day: 2}, Died: day(1)}}
	for d, want := range map[int]string{1: "9y4m", 2: ""} {
		if got := c.Age(day(d)); got != want {
			t.Errorf("on 2026-04-%02d: %q, want %q", d, got, want)
		}
	}
}
