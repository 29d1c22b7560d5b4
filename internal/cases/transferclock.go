package cases

import (
	"slices"
	"time"

	"casefile/internal/record"
)

// Transfer is a transfer of the records: sent, or still to be sent or decided
// upon. What asks for one is said in the record and nowhere else: the review in
// the closure that stands, or a profile whose address is out of the area.
type Transfer struct {
	Entry   *Thread     // of the sending; nil = nothing was sent yet
	Cause   *Thread     // the closure or profile that asks for it; nil = it was sent unasked
	Needed  bool        // the closure says so; false with a profile as cause: to be reviewed
	SendBy  record.Date // the last day to send or to review; zero if nothing asks for it
	Receipt *Thread     // nil = none yet
	Overdue bool        // not sent, or not acknowledged, in time

	// Receipted is the clock of the receipt; its Due is zero where policy asks for none.
	Receipted ClockState
	need      begun // the time for the sending
}

// transfers matches the sent records with the needs for them. The first transfer recorded after a
// need meets it.
func (c *Case) transfers() {
	sent := c.of(record.KindTransfer)
	slices.SortStableFunc(sent, byWritten)
	for _, t := range sent {
		tr := &Transfer{Entry: t}
		receipts := c.linking(t, "transfer", record.KindTransferReceipt)
		tr.Receipt = firstAnswer(receipts)
		if c.in.Policy.Transfer.ReceiptRequired {
			// The policy has one figure: what may be sent within five days may
			// be acknowledged within five more.
			sent := func(v *Item) time.Time {
				return t.First.noLater(c.latest(v.Str("sent_at"), t.First.Recorded))
			}
			asked := c.begins(t, sent, c.within(c.in.Policy.Transfer.SendWithin))
			tr.Receipted = c.stopped(asked, tr.Receipt, c.saidAt(tr.Receipt, "received_at"))
			tr.Overdue = tr.Receipted.Overdue()
		}
		c.Transfers = append(c.Transfers, tr)
	}
	c.neededByClosure()
	c.reviewedForMove()
}

// neededByClosure reads the sending that the review in a closure asks for. A later version may say
// that the records stay, or that service or the new term came later. Only a correction then removes
// or moves the clock.
func (c *Case) neededByClosure() {
	if c.Closure == nil {
		return
	}
	cause := c.byID[c.Closure.ID]
	goes := func(v *Item) bool { return ReviewOf(v.Entry).Goes() }
	lastDay := func(v *Item) time.Time { return c.lastToSend(cause, v) }
	// Each version gives the end of this clock, not its beginning.
	need := c.begins(cause, where(goes, lastDay), func(end time.Time) time.Time { return end })
	if need.due.IsZero() || !withdrawn(need).IsZero() {
		return
	}
	c.answering(cause, need).Needed = true
}

// lastToSend returns the last instant for sending by one version of a closure. It counts from the
// later of the last day of service and the day on which the closure was recorded. Where the child
// starts elsewhere with a new term, the first days of that are in time too.
func (c *Case) lastToSend(closure *Thread, v *Item) time.Time {
	from := c.day(closure.First.since())
	if ended := v.Date("service_ended"); ended.After(from) {
		from = ended
	}
	usual := c.sendBy(from.At(c.zone))
	term := dateOf(v.Map("transfer_review"), "new_term")
	if in := c.in.Policy.SendInTerm(term); in.After(c.day(usual)) {
		return c.endOf(in)
	}
	return usual
}

// reviewedForMove asks whether the records go elsewhere where the standing
// profile says that the address is out of the area. Any later entry that links
// to that profile answers, and so does a closure with its own review.
func (c *Case) reviewedForMove() {
	if c.Closure != nil {
		return
	}
	cause, said := c.outOfArea()
	if cause == nil || len(c.followers(cause)) > 0 {
		return
	}
	from := c.day(said.since()).At(c.zone)
	by := c.sendBy(from)
	c.answering(cause, begun{from: from, due: by, current: by})
}

// outOfArea returns the profile that first told of the move, with its version. After it, all
// profiles up to the one that stands tell of the move.
func (c *Case) outOfArea() (*Thread, *Item) {
	var cause *Thread
	var said *Item
	profiles := c.of(record.KindProfile)
	slices.SortStableFunc(profiles, byWritten)
	for _, t := range profiles {
		switch {
		case t.Str("address_in_area") != "no":
			cause = nil
		case cause == nil:
			cause = t
			versions := append(slices.Clone(t.History), t.text())
			said = versions[slices.IndexFunc(versions, func(v *Item) bool {
				return v.Str("address_in_area") == "no"
			})]
		}
	}
	return cause, said
}

// followers returns the threads that link to one by any relation and were recorded after it.
func (c *Case) followers(to *Thread) []*Thread {
	var out []*Thread
	for _, all := range to.linking {
		for _, t := range all {
			if byWritten(t, to) > 0 && !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	slices.SortFunc(out, byWritten)
	return out
}

// sendBy returns the last instant of the day by which records must be sent, given the instant from
// which they must.
func (c *Case) sendBy(from time.Time) time.Time {
	return c.endOf(c.day(c.in.Policy.Calendar().Due(from, c.in.Policy.Transfer.SendWithin)))
}

// answering returns the transfer that answers a need which began: the first recorded after it, or
// one still to be made.
func (c *Case) answering(cause *Thread, need begun) *Transfer {
	i := slices.IndexFunc(c.Transfers, func(tr *Transfer) bool {
		return tr.Entry != nil && tr.Cause == nil && writtenOrder(tr.Entry.First, cause.First) > 0
	})
	if i < 0 {
		i = len(c.Transfers)
		c.Transfers = append(c.Transfers, &Transfer{Overdue: c.hour.late(need.due) > 0})
	}
	tr := c.Transfers[i]
	tr.Cause, tr.SendBy, tr.need = cause, c.day(need.due), need
	return tr
}

const receiptOfRecords = "the receiver's receipt for the records"

// transferDeadlines run after a case was closed too.
func (c *Case) transferDeadlines() {
	for _, tr := range c.Transfers {
		switch {
		case tr.Entry == nil && tr.Needed:
			c.deadline(RuleTransferOverdue, "sending the records to the next agency", tr.Cause,
				c.endOf(tr.SendBy), RoleKeyWorker)
		case tr.Entry == nil:
			c.deadline(RuleTransferReview, "review whether the records go elsewhere, as the "+
				"address is out of the area", tr.Cause, c.endOf(tr.SendBy), RoleKeyWorker)
		case tr.Receipted.Runs():
			c.deadline(RuleNoReceipt, receiptOfRecords, tr.Entry, tr.Receipted.Due, RoleKeyWorker)
		}
	}
}
