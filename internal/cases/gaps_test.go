package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

// gapWords returns the gaps of a case in words.
func gapWords(c *Case) []string {
	var out []string
	for _, g := range c.Gaps() {
		out = append(out, g.What)
	}
	return out
}

func TestGaps(t *testing.T) {
	for _, tt := range []struct {
		name  string
		build func(*book)
		want  []string
	}{
		{"an empty case", func(*book) {}, nil},
		{"a risk that no outcome answers", func(b *book) {
			b.add("risk", "2026-02-02T10:00Z",
				fields{"nature": "identified", "state": "open", "harm": "hunger",
					"source_of_harm": "unknown", "those_at_risk": []any{}})
		}, []string{"the risk “hunger” names no source of harm", "the risk “hunger” names nobody " +
			"at risk", "1 risk is open, and no outcome is intended"}},
		{"a concern that nobody has read, and one that led to nothing", func(b *book) {
			b.add("concern", "2026-03-06T10:00Z",
				fields{"headline": "Bruise", "immediate_danger": "no"})
			n := b.add("concern", "2026-03-06T11:00Z",
				fields{"headline": "Cold", "immediate_danger": "no"})
			b.add("triage", "2026-03-06T12:00Z", fields{"links": links{"concern": n}})
		}, []string{"the concern “Bruise” is not triaged",
			"the concern “Cold” led to no action, and to no reason for none"}},
		// Made on Thursday the 5th by telephone: neither confirmed nor decided yet, though in time.
		{"a referral out", func(b *book) {
			b.add("referral", "2026-03-05T18:00Z",
				fields{"direction": "out", "to": "social_services", "method": "telephone",
					"made_at": "2026-03-05T18:00Z"})
		}, []string{"the referral of 2026-03-05 is not confirmed in writing",
			"the receiver's decision on the referral of 2026-03-05 is not recorded"}},
		{"an outcome with work that ended without a word", func(b *book) {
			o := b.add("outcome", "2026-02-02T10:00Z", fields{"headline": "Fed"})
			b.add("intervention", "2026-02-03T10:00Z",
				fields{"headline": "Club", "links": links{"outcome": o}, "reason": "mornings",
					"delivered_by": "school", "to": "2026-03-01"})
		}, []string{"outcome “Fed”: not reviewed yet", "outcome “Fed”: no progress is rated",
			"the intervention “Club” ended on 2026-03-01, and no result is recorded"}},
		{"work that serves nothing, and an action left undone", func(b *book) {
			b.add("intervention", "2026-02-03T10:00Z",
				fields{"headline": "Call", "reason": "nights", "delivered_by": "asha"})
			b.add("action", "2026-02-03T10:00Z",
				fields{"what": "ring the school", "who": "Asha", "due": "2026-03-05"})
		}, []string{"the intervention “Call” is linked to no intended outcome",
			"the action “ring the school” was due on 2026-03-05"}},
	} {
		b := newBook(t)
		tt.build(b)
		if got := gapWords(b.fold()); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// answerOf returns the audit's answer on one point.
func answerOf(t *testing.T, c *Case, name string, readers int) AuditRow {
	t.Helper()
	for _, r := range c.Audit(readers) {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("the audit has no point %s", name)
	return AuditRow{}
}

func TestAudit(t *testing.T) {
	concern := func(f fields) func(*book) {
		return func(b *book) { b.add("concern", "2026-03-06T10:00Z", f) }
	}
	decide := func(b *book) *record.Entry {
		return b.add("decision", "2026-03-05T10:00Z", fields{"mode": "sole"})
	}
	for _, tt := range []struct {
		name, point string
		build       func(*book)
		want        string
	}{
		{"no concern", "concerns", func(*book) {}, AuditNotAsked},
		{"a concern not triaged", "concerns", concern(fields{"action": "rang"}), AuditNo},
		{"a decision that waits", "decisions", func(b *book) { decide(b) }, AuditNo},
		{"an endorsed decision", "decisions", func(b *book) {
			b.endorse(decide(b), "hall", "line", "endorsed", "2026-03-06T10:00Z")
		}, AuditYes},
		{"no decision", "decisions", func(*book) {}, AuditNo},
		{"a child not seen", "dealings", func(b *book) {
			b.add("contact", "2026-03-06T10:00Z", fields{"child_seen": "no"})
		}, AuditNo},
		{"a child seen", "dealings", func(b *book) {
			b.add("contact", "2026-03-06T10:00Z", fields{"child_seen": "yes"})
		}, AuditYes},
		{"nothing out to social services", "referrals", func(*book) {}, AuditNotAsked},
		{"an open case", "transfer", func(*book) {}, AuditNotAsked},
		{"no supervision", "supervision", func(*book) {}, AuditNo},
		{"supervision last week", "supervision", func(b *book) {
			b.add("supervision", "2026-02-27T10:00Z", fields{"occurred": "2026-02-27"})
		}, AuditYes},
		{"supervision long ago", "supervision", func(b *book) {
			b.add("supervision", "2026-01-13T10:00Z", fields{"occurred": "2026-01-13"})
		}, AuditNo},
		{"a key worker who left", "named-worker", func(b *book) {
			b.in.Active = map[string]bool{"hall": true}
		}, AuditNo},
		{"an unanswered request", "subject-access", func(b *book) {
			b.add("access-request", "2026-03-06T10:00Z", nil)
		}, AuditNo},
	} {
		b := newBook(t)
		tt.build(b)
		if got := answerOf(t, b.fold(), tt.point, 2); got.Answer != tt.want {
			t.Errorf("%s: %s (%s), want %s", tt.name, got.Answer, got.Why, tt.want)
		}
	}
	c := newBook(t).fold()
	if one, two := answerOf(t, c, "continuity", 1).Answer,
		answerOf(t, c, "continuity", 2).Answer; one != AuditNo || two != AuditYes {
		t.Errorf("one reader gives %s, two give %s", one, two)
	}
}
