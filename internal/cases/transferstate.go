package cases

import "casefile/internal/record"

// TransferState says where the transfer of a case's records stands.
type TransferState struct {
	Review  TransferReview // of the closure; zero where there is none
	SendBy  record.Date    // where the records must go and have not gone
	Sent    *Thread        // the newest transfer; nil where nothing went
	Receipt *Thread        // of that transfer
	Overdue bool           // the sending, or the receipt
}

// TransferState puts together what the closure and the transfers say.
func (c *Case) TransferState() TransferState {
	var s TransferState
	if c.Closure != nil {
		s.Review = ReviewOf(c.Closure.Entry)
	}
	for _, t := range c.Transfers {
		switch {
		case t.Entry == nil:
			s.SendBy, s.Overdue = t.SendBy, s.Overdue || t.Overdue
		case s.Sent == nil || t.Entry.First.Recorded.After(s.Sent.First.Recorded):
			s.Sent, s.Receipt, s.Overdue = t.Entry, t.Receipt, t.Overdue
		}
	}
	return s
}

// ReceiptFindings compares a receipt with the transfer that waits for it.
func (c *Case) ReceiptFindings(sent *Thread, receipt *record.Entry) record.Findings {
	var out record.Findings
	find := func(found, do string) {
		out = append(out, record.Finding{Rule: RuleReceiptOther, Severity: record.Error,
			Case: receipt.Case, Entry: receipt.ID, Found: found, Do: do})
	}
	if to, _ := receipt.Link("transfer"); c.Thread(to.Entry) != sent {
		find("the receipt links another entry than the transfer that waits, "+sent.ID.String(),
			"leave links.transfer out; the program writes it")
	}
	want, got := sent.Str("manifest"), receipt.Str("manifest")
	if want != "" && got != "" && want != got {
		find("the receipt names another pack than the one that was sent",
			"compare the SHA-256 on the slip with that of the transfer; ask the other agency")
	}
	return out
}
