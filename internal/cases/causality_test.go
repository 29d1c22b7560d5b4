package cases

import (
	"strings"
	"testing"

	"casefile/internal/record"
)

// Each pair of a cause, an effect, and what is said of them. The last instant of the effect
// is compared with the first of the cause.
func TestAnswersBeforeQuestions(t *testing.T) {
	type pair struct {
		cause    string
		of       fields
		relation string
		effect   string
		at       fields
	}
	call := func(made string) fields { return fields{"made_at": made} }
	confirm := func(sent string) fields { return fields{"sent_at": sent} }
	letter := func(made, sent string) pair {
		return pair{"referral", call(made), "referral", "referral-confirmation", confirm(sent)}
	}
	for _, tt := range []struct {
		name  string
		pair  pair
		error bool
	}{
		{"a minute before", letter("2026-03-02T09:00+00:00", "2026-03-02T08:59+00:00"), true},
		{"the same minute", letter("2026-03-02T09:00+00:00", "2026-03-02T09:00+00:00"), false},
		{"another zone, later", letter("2026-03-02T09:00+00:00", "2026-03-02T10:30+01:00"), false},
		{"another zone, earlier", letter("2026-03-02T09:00+00:00", "2026-03-02T09:30+01:00"), true},
		{"a day alone, that of the call", letter("2026-03-02T09:00+00:00", "2026-03-02"), false},
		{"the call of a day alone", letter("2026-03-02", "2026-03-02T00:01+00:00"), false},
		{"the whole day before", letter("2026-03-02T09:00+00:00", "2026-03-01"), true},
		{"unknown", letter("2026-03-02T09:00+00:00", "unknown"), false},
		{"the call unknown", letter("unknown", "2026-03-02T09:00+00:00"), false},
		{"no time at all", letter("2026-03-02T09:00+00:00", ""), false},
		{"decided before the call", pair{"referral", call("2026-03-02T09:00+00:00"), "referral",
			"referral-response", fields{"decided_at": "2026-03-01T17:00+00:00"}}, true},
		{"escalated before the call", pair{"referral", call("2026-03-02T09:00+00:00"), "referral",
			"escalation", fields{"occurred": "2026-03-01T17:00+00:00"}}, true},
		{"read before it was seen",
			pair{"concern", fields{"occurred": "2026-03-02T09:00+00:00"}, "concern",
				"triage", fields{"read_at": "2026-03-02T08:00+00:00"}}, true},
		{"seen about that month", pair{"concern", fields{"occurred": "about 2026-03"}, "concern",
			"triage", fields{"read_at": "2026-02-02T08:00+00:00"}}, false},
		{"seen when nobody knows", pair{"concern", fields{"occurred": "unknown"}, "concern",
			"triage", fields{"read_at": "2026-02-02T08:00+00:00"}}, false},
		{"seen over some days",
			pair{"concern", fields{"occurred": "2026-03-01/2026-03-05"}, "concern",
				"triage", fields{"read_at": "2026-03-02T08:00+00:00"}}, false},
		{"received before it was sent",
			pair{"transfer", fields{"sent_at": "2026-03-02T12:00+00:00"}, "transfer",
				"transfer-receipt", fields{"received_at": "2026-03-02T11:00+00:00"}}, true},
		{"received on the day",
			pair{"transfer", fields{"sent_at": "2026-03-02T12:00+00:00"}, "transfer",
				"transfer-receipt", fields{"received_at": "2026-03-02"}}, false},
		{"asked back before the request",
			pair{"access-request", fields{"received_on": "2026-03-02"}, "request",
				"access-clarification", fields{"asked_on": "2026-03-01"}}, true},
		{"asked back on the day",
			pair{"access-request", fields{"received_on": "2026-03-02"}, "request",
				"access-clarification",
				fields{"asked_on": "2026-03-02", "answered_on": "2026-03-02"}},
			false},
		{"answered before it was asked",
			pair{"access-request", fields{"received_on": "2026-03-02"}, "request",
				"access-clarification",
				fields{"asked_on": "2026-03-05", "answered_on": "2026-03-04"}},
			true},
		{"extended before the request",
			pair{"access-request", fields{"received_on": "2026-03-02"}, "request",
				"access-extension", fields{"notified_on": "2026-02-28"}}, true},
		{"disclosed before the request",
			pair{"access-request", fields{"received_on": "2026-03-02"}, "request",
				"access-disclosure", fields{"sent_on": "2026-03-01"}}, true},
		{"done before it was agreed",
			pair{"action", fields{"occurred": "2026-03-02T09:00+00:00"}, "action",
				"action-result", fields{"at": "2026-03-01"}}, true},
		{"of another kind", pair{"note", call("2026-03-02T09:00+00:00"), "referral",
			"referral-confirmation", confirm("2026-03-01T09:00+00:00")}, false},
	} {
		b := newBook(t)
		e := b.add(tt.pair.cause, "2026-03-05T10:00Z", tt.pair.of)
		tt.pair.at["links"] = links{tt.pair.relation: e}
		a := b.add(tt.pair.effect, "2026-03-05T11:00Z", tt.pair.at)
		c := b.fold()
		got := rules(c, a)[RuleBeforeCause] > 0
		if got != tt.error {
			t.Errorf("%s: an error is %v: %v", tt.name, got, c.Early())
		}
		for _, f := range c.Findings {
			if f.Rule == RuleBeforeCause && (f.Severity != record.Error ||
				!strings.Contains(f.Found, "before")) {
				t.Errorf("%s: %+v", tt.name, f)
			}
		}
	}
}

// Its own amendment settles it, and so does one of the question.
func TestEarlySettled(t *testing.T) {
	b := newBook(t)
	e := b.add("referral", "2026-03-02T10:00Z", fields{"made_at": "2026-03-02T09:00+00:00"})
	a := confirmed(b, e, "2026-03-02T10:10Z", "2026-03-01T09:30+00:00")
	if n := len(b.fold().Early()); n != 1 {
		t.Fatalf("%d too early, want 1", n)
	}
	two := *b
	two.in.Items = append([]Item(nil), b.in.Items...)
	b.again(a, "asha", "2026-03-03T10:00Z", fields{"sent_at": "2026-03-02T09:30+00:00"})
	two.again(e, "asha", "2026-03-03T10:00Z", fields{"made_at": "2026-03-01T09:00+00:00"})
	for _, x := range []*book{b, &two} {
		if early := x.fold().Early(); len(early) != 0 {
			t.Errorf("still too early: %+v", early)
		}
	}
}
