package cases

import (
	"strings"
	"testing"

	"casefile/internal/record"
)

func TestTransferState(t *testing.T) {
	closure := fields{"service_ended": "2026-03-06",
		"transfer_review": map[string]any{"needed": "yes", "agency": "Westmoor"}}
	b := newBook(t)
	if s := b.fold().TransferState(); s.Review != (TransferReview{}) || s.Sent != nil ||
		s.Receipt != nil ||
		s.Overdue || !s.SendBy.IsZero() {
		t.Errorf("an open case: %+v", s)
	}
	// The policy gives five days.
	b.add("closure", "2026-03-06T17:00Z", closure)
	b.in.Docket.Status = record.Closed
	if s := b.fold().TransferState(); s.Review.Agency != "Westmoor" ||
		s.SendBy != day(t, "2026-03-11") || s.Sent != nil || s.Overdue {
		t.Errorf("closed: %+v", s)
	}
	b.in.Now = at(t, "2026-03-12T09:00Z")
	if s := b.fold().TransferState(); !s.Overdue {
		t.Errorf("not sent in time: %+v", s)
	}
	first := b.add("transfer", "2026-03-12T10:00Z", fields{"sent_at": "2026-03-12T10:00+00:00"})
	b.in.Now = at(t, "2026-03-13T09:00Z")
	if s := b.fold().TransferState(); s.Sent.ID != first.ID || s.Receipt != nil || s.Overdue ||
		!s.SendBy.IsZero() {
		t.Errorf("sent: %+v", s)
	}
	b.in.Now = at(t, "2026-03-18T09:00Z")
	if s := b.fold().TransferState(); !s.Overdue {
		t.Errorf("not acknowledged in time: %+v", s)
	}
	receipt := b.add("transfer-receipt", "2026-03-24T10:00Z", fields{
		"received_at": "2026-03-24T09:30+00:00",
		"links":       map[string]*record.Entry{"transfer": first}})
	b.in.Now = at(t, "2026-03-25T09:00Z")
	if s := b.fold().TransferState(); s.Sent.ID != first.ID || s.Receipt.ID != receipt.ID ||
		s.Overdue {
		t.Errorf("acknowledged: %+v", s)
	}
	// Sent once more: the newest counts, and waits for a receipt of its own.
	again := b.add("transfer", "2026-03-24T11:00Z", fields{"sent_at": "2026-03-24T11:00+00:00"})
	if s := b.fold().TransferState(); s.Sent.ID != again.ID || s.Receipt != nil {
		t.Errorf("sent again: %+v", s)
	}
}

func TestReceiptFindings(t *testing.T) {
	slip, other := strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	for _, c := range []struct {
		about, sent, received string
		linked                bool
		says                  []string
	}{
		{"the pack that was sent", slip, slip, true, nil},
		{"a slip without a manifest", slip, "", true, nil},
		{"a transfer without a manifest", "", slip, true, nil},
		{"another pack", slip, other, true, []string{"another pack"}},
		{"no link", slip, slip, false, []string{"another entry"}},
		{"neither", slip, other, false, []string{"another entry", "another pack"}},
	} {
		b := newBook(t)
		sent := b.add("transfer", "2026-03-05T10:00Z", fields{
			"sent_at": "2026-03-05T10:00+00:00", "manifest": c.sent})
		folded := b.fold()
		receipt := &record.Entry{ID: "7K2M9QXH", Case: caseID,
			Fields: map[string]any{"manifest": c.received}}
		if c.linked {
			receipt.Links = map[string][]record.Ref{"transfer": {sent.Ref()}}
		}
		found := folded.ReceiptFindings(folded.TransferState().Sent, receipt)
		if len(found) != len(c.says) {
			t.Errorf("%s: %v", c.about, found)
			continue
		}
		for i, f := range found {
			if f.Rule != RuleReceiptOther || f.Severity != record.Error || f.Entry != receipt.ID ||
				!strings.Contains(f.Found, c.says[i]) {
				t.Errorf("%s: %v", c.about, f)
			}
		}
	}
}
