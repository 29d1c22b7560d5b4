package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

func request(b *book, received string) *record.Entry {
	b.t.Helper()
	return b.add("access-request", received+"T10:00Z",
		fields{"received_on": received, "identity": "confirmed", "who": "Dana Adeyemi"})
}

func TestAccess(t *testing.T) {
	b := newBook(t)
	b.in.Now = at(t, "2026-04-13T09:00Z")
	b.in.AsAt = b.in.Now
	first := request(b, "2026-03-10")
	b.add("access-clarification", "2026-03-16T10:00Z",
		fields{"asked_on": "2026-03-16", "links": links{"request": first}})
	b.add("access-clarification", "2026-03-20T10:00Z",
		fields{"asked_on": "2026-03-16", "answered_on": "2026-03-20",
			"links": links{"request": first}})
	second := request(b, "2026-03-11")
	// not yet
	b.add("access-disclosure", "2026-04-14T10:00Z",
		fields{"sent_on": "2026-04-14", "links": links{"request": second}})
	c := b.fold()
	if len(c.Access) != 2 || c.Access[0].Entry.ID != first.ID {
		t.Fatalf("%d requests, want the two, oldest first", len(c.Access))
	}
	// 10 April and 5 days; the second entry answers the first.
	if a := c.Access[0]; a.Due != day(t, "2026-04-15") || a.Starts != day(t, "2026-03-10") ||
		a.Overdue || len(a.Clarifications) != 2 || len(a.Steps) == 0 {
		t.Errorf("first request %+v", a)
	}
	// 11 April is a Saturday, so the 13th: today.
	if a := c.Access[1]; a.Due != day(t, "2026-04-13") || a.Overdue || !a.Open() ||
		!a.ClosedOn.IsZero() {
		t.Errorf("second request %+v", a)
	}
	b.in.Now = at(t, "2026-04-17T09:00Z")
	b.in.AsAt = b.in.Now
	c = b.fold()
	if a := c.Access[1]; a.Overdue || a.Open() || a.ClosedOn != day(t, "2026-04-14") ||
		c.behind(a.Clock.Due, a.Clock.Late) != "1 day" {
		t.Errorf("second request, answered a day late: %+v", a)
	}
	b.wantRule(c, second, RuleAccessLate, true)
	b.wantRule(c, second, RuleAccessOverdue, false)
	b.wantRule(c, first, RuleAccessOverdue, true)
	b.wantRule(c, first, RuleAccessLate, false)
}

// The clock of a request does not stop with the case, nor does an action's.
func TestAccessInAClosedCase(t *testing.T) {
	b := newBook(t)
	b.in.Docket.Status = record.Closed
	b.in.Now = at(t, "2026-06-01T09:00Z")
	e := request(b, "2026-03-10")
	b.add("action", "2026-03-06T18:00Z", fields{"what": "ring the school", "due": "2026-03-09"})
	c := b.fold()
	b.wantRule(c, e, RuleAccessOverdue, true)
	if len(c.Deadlines) != 2 || c.Deadlines[0].Rule != RuleActionOverdue ||
		c.Deadlines[1].Rule != RuleAccessOverdue {
		t.Errorf("deadlines %+v, want the action's and the request's", c.Deadlines)
	}
}

func TestExtensions(t *testing.T) {
	for _, tt := range []struct {
		name, told, until, due string
		late, long             bool
	}{
		{"in time", "2026-04-10", "2026-06-10", "2026-06-10", false, false},
		{"told a day too late", "2026-04-11", "2026-06-10", "2026-04-10", true, false},
		{"longer than the law allows", "2026-04-10", "2026-06-11", "2026-06-10", false, true},
	} {
		b := newBook(t)
		b.in.Now = at(t, "2026-04-30T09:00Z")
		e := request(b, "2026-03-10")
		x := b.add("access-extension", tt.told+"T10:00Z",
			fields{"notified_on": tt.told, "until": tt.until, "links": links{"request": e}})
		c := b.fold()
		if got := c.Access[0].Due; got != day(t, tt.due) {
			t.Errorf("%s: due %s, want %s", tt.name, got, tt.due)
		}
		b.wantRule(c, x, RuleExtensionLate, tt.late)
		b.wantRule(c, x, RuleExtensionLong, tt.long)
	}
}

// reviewed records a closure on 6 March whose review says what becomes of the
// records.
func reviewed(b *book, needed string) *record.Entry {
	b.t.Helper()
	b.in.Docket.Status = record.Closed
	return b.add("closure", "2026-03-06T10:00Z",
		fields{"reason": "moved", "service_ended": "2026-03-02",
			"transfer_review": map[string]any{"needed": needed, "reason": "moved to Westmoor",
				"by": "Mina Hall"}})
}

func TestTransferClock(t *testing.T) {
	b := newBook(t)
	closure := reviewed(b, "yes")
	b.in.Now = at(t, "2026-03-11T23:59Z") // the fifth day after 6 March
	c := b.fold()
	if tr := c.Transfers[0]; tr.Entry != nil || !tr.Needed || tr.SendBy != day(t, "2026-03-11") ||
		tr.Overdue || tr.Cause.ID != closure.ID {
		t.Errorf("transfer to come %+v", tr)
	}
	b.in.Now = at(t, "2026-03-12T09:00Z")
	c = b.fold()
	b.wantRule(c, closure, RuleTransferOverdue, true)
	if !c.Transfers[0].Overdue {
		t.Error("a transfer that is late is not called overdue")
	}
	sent := b.add("transfer", "2026-03-13T10:00Z", fields{"sent_at": "2026-03-13T09:00+00:00"})
	b.in.Now = at(t, "2026-03-18T09:00Z")
	c = b.fold()
	if tr := c.Transfers[0]; len(c.Transfers) != 1 || tr.Entry.ID != sent.ID || !tr.Needed ||
		tr.Overdue || tr.Receipt != nil {
		t.Errorf("transfers %+v, want the one that was sent, its receipt awaited", tr)
	}
	b.wantRule(c, sent, RuleTransferLate, true)
	b.wantRule(c, sent, RuleNoReceipt, true)
	b.in.Now = at(t, "2026-03-19T09:00Z") // five days after the 13th are over
	if c = b.fold(); !c.Transfers[0].Overdue {
		t.Error("a receipt that does not come is not called overdue")
	}
	if n := rules(c, sent)[RuleNoReceipt]; n != 1 {
		t.Errorf("%d findings about the receipt, want 1", n)
	}
	b.add("transfer-receipt", "2026-03-19T08:00Z",
		fields{"received_at": "2026-03-18T09:00+00:00", "links": links{"transfer": sent}})
	c = b.fold()
	if tr := c.Transfers[0]; tr.Receipt == nil || tr.Overdue {
		t.Errorf("receipted transfer %+v", tr)
	}
	// Policy asks for a line manager's endorsement of a transfer, also after the end.
	if len(c.Deadlines) != 1 || c.Deadlines[0].Rule != RuleNotEndorsedInTime {
		t.Errorf("deadlines %+v after the receipt, want the endorsement of the transfer alone",
			c.Deadlines)
	}
	b.wantRule(c, sent, RuleTransferLate, true) // stays
}

func TestNoTransferAsked(t *testing.T) {
	b := newBook(t)
	reviewed(b, "no")
	if c := b.fold(); len(c.Transfers) != 0 {
		t.Errorf("transfers %+v where the review said no", c.Transfers)
	}
}

// A move out of the area asks for a review, and only that.
func TestMoveOutOfTheArea(t *testing.T) {
	b := newBook(t)
	profile := func(recorded, inArea string) *record.Entry {
		return b.add("profile", recorded,
			fields{"name": "Tobi", "date_of_birth": "2016-11-20", "address_in_area": inArea})
	}
	profile("2026-01-12T09:00Z", "yes")
	moved := profile("2026-02-26T09:00Z", "no")
	profile("2026-03-02T09:00Z", "no") // says it again
	c := b.fold()                      // 6 March: due on 3 March
	if tr := c.Transfers[0]; len(c.Transfers) != 1 || tr.Cause.ID != moved.ID || tr.Needed ||
		tr.SendBy != day(t, "2026-03-03") || !tr.Overdue {
		t.Fatalf("transfers %+v", tr)
	}
	b.wantRule(c, moved, RuleTransferReview, true)
	answer := b.add("decision", "2026-03-05T09:00Z", fields{"links": links{"related": moved}})
	if c = b.fold(); len(c.Transfers) != 0 {
		t.Errorf("transfers %+v after the decision %s", c.Transfers, answer.ID)
	}
	b.in.Items = slices.DeleteFunc(b.in.Items, func(it Item) bool { return it.ID == answer.ID })
	profile("2026-03-06T09:00Z", "yes")
	if c = b.fold(); len(c.Transfers) != 0 {
		t.Errorf("transfers %+v after the child came back", c.Transfers)
	}
}

// Records sent on 13 March are acknowledged by the end of the 18th. A receipt of the 20th is
// late, also after a second one names an earlier day.
func TestReceiptStands(t *testing.T) {
	for received, want := range map[string]string{"2026-03-18": "", "2026-03-20": "2 days"} {
		b := newBook(t)
		b.in.Now = at(t, "2026-04-01T09:00Z")
		sent := b.add("transfer", "2026-03-13T10:00Z", fields{"sent_at": "2026-03-13T09:00+00:00"})
		b.add("transfer-receipt", "2026-03-21T08:00Z",
			fields{"received_at": received, "links": links{"transfer": sent}})
		b.add("transfer-receipt", "2026-03-22T08:00Z",
			fields{"received_at": "2026-03-16", "links": links{"transfer": sent}})
		got := ""
		for _, l := range late(b.fold()) {
			if l.Rule == RuleNoReceipt {
				got += l.By
			}
		}
		if got != want {
			t.Errorf("received on %s: late by %q, want %q", received, got, want)
		}
	}
}
