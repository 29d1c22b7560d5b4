package cases

import "testing"

// The closure is recorded on Friday 6 March 2026; the usual day is 11 March.
func TestTransferInANewTerm(t *testing.T) {
	const inTerm = "send_within: {days: 5}, new_term: first_5_days"
	for _, tt := range []struct {
		name, transfer, ended, term, by string
	}{
		{"no term is named", inTerm, "2026-03-06", "", "2026-03-11"},
		{"the term begins in September: its fifth day", inTerm, "2026-03-06", "2026-09-02",
			"2026-09-06"},
		{"it begins on the next day: the fifth of both is the same", inTerm, "2026-03-06",
			"2026-03-07", "2026-03-11"},
		{"it began long ago", inTerm, "2026-03-06", "2026-01-05", "2026-03-11"},
		{"the service ends after the term has begun", inTerm, "2026-04-30", "2026-04-20",
			"2026-05-05"},
		{"the policy has no such time", "send_within: {days: 5}, new_term: none", "2026-03-06",
			"2026-09-02", "2026-03-11"},
		{"nor where it is silent", "send_within: {days: 5}", "2026-03-06", "2026-09-02",
			"2026-03-11"},
		{"working days: Wednesday 2 to Tuesday 8 September", "send_within: {working_days: 5}, " +
			"new_term: first_5_days", "2026-03-06", "2026-09-02", "2026-09-08"},
		{"and the usual day in them", "send_within: {working_days: 5}, new_term: first_5_days",
			"2026-03-06", "", "2026-03-13"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			b.changed(inTerm, tt.transfer)
			b.in.Docket.Status = "closed"
			b.add("closure", "2026-03-06T17:00Z", closureTo("yes", tt.ended, tt.term))
			if s := b.fold().TransferState(); s.SendBy != day(t, tt.by) || s.Overdue {
				t.Errorf("by %s, overdue %v, want by %s", s.SendBy, s.Overdue, tt.by)
			}
			b.in.Now = at(t, tt.by+"T23:59Z").AddDate(0, 0, 1)
			if s := b.fold().TransferState(); !s.Overdue {
				t.Error("not overdue on the day after")
			}
		})
	}
}

func closureTo(needed, ended, term string) fields {
	review := map[string]any{"needed": needed, "agency": "Westmoor", "reason": "moves house",
		"by": "Mina Hall"}
	if term != "" {
		review["new_term"] = term
	}
	return fields{"service_ended": ended, "transfer_review": review}
}

// A later version that names a term puts the day off only as a correction: the clock counts
// as it was recorded first.
func TestNewTermNamedLater(t *testing.T) {
	b := newBook(t)
	b.in.Docket.Status = "closed"
	first := b.add("closure", "2026-03-06T17:00Z", closureTo("yes", "2026-03-06", ""))
	again := closureTo("yes", "2026-03-06", "2026-09-02")
	again["links"], again["amend_reason"] = links{"amends": first}, "addition"
	b.add("closure", "2026-03-09T10:00Z", again)
	b.in.Now = at(t, "2026-03-12T09:00Z")
	c := b.fold()
	if s := c.TransferState(); s.SendBy != day(t, "2026-03-11") || !s.Overdue {
		t.Errorf("by %s, overdue %v", s.SendBy, s.Overdue)
	}
	if k := c.Transfers[0].need.corrections; len(k) != 1 || k[0].Endorsed != "" {
		t.Errorf("corrections %+v, want the one that nobody endorsed", k)
	}
	// A term named first and taken back brings the day forward at once.
	b = newBook(t)
	b.in.Docket.Status = "closed"
	first = b.add("closure", "2026-03-06T17:00Z", closureTo("yes", "2026-03-06", "2026-09-02"))
	again = closureTo("yes", "2026-03-06", "")
	again["links"], again["amend_reason"] = links{"amends": first}, "error"
	b.add("closure", "2026-03-09T10:00Z", again)
	b.in.Now = at(t, "2026-03-10T09:00Z")
	if s := b.fold().TransferState(); s.SendBy != day(t, "2026-03-11") || s.Overdue {
		t.Errorf("taken back: by %s, overdue %v", s.SendBy, s.Overdue)
	}
}
