package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newTransferCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "transfer CASE", Short: "Send a case's records to another agency: pack, sent, receipt", GroupID: "keep",
		Long: `Show where the transfer of a case's records stands.

The records go when the service has ended: the closure says, in its review of
transfer, whether they must and to whom. casefile transfer pack CASE writes all of
them for the other agency; casefile transfer sent CASE records that they went, and
keeps the case from disposal until casefile transfer receipt CASE records that
they arrived.`,
		Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				return runTransfer(cmd.Context(), app, b, id)
			})
		},
	}
	cmd.AddCommand(newTransferPackCommand(app), newTransferSentCommand(app), newTransferReceiptCommand(app))
	return cmd
}

// transferStand is where the transfer of a case's records stands.
type transferStand struct {
	review  map[string]any // of the closure; nil where there is none
	sendBy  record.Date    // where the records must go and have not gone
	sent    *cases.Thread  // the newest transfer; nil where nothing went
	receipt *cases.Thread  // of that transfer
	overdue bool           // the sending, or the receipt
}

func standOf(c *cases.Case) transferStand {
	var s transferStand
	if c.Closure != nil {
		s.review = c.Closure.Map("transfer_review")
	}
	for _, t := range c.Transfers {
		switch {
		case t.Entry == nil:
			s.sendBy, s.overdue = t.SendBy, s.overdue || t.Overdue
		case s.sent == nil || t.Entry.First.Recorded.After(s.sent.First.Recorded):
			s.sent, s.receipt, s.overdue = t.Entry, t.Receipt, t.Overdue
		}
	}
	return s
}

func runTransfer(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	warnFaults(app, c)
	s := standOf(c)
	if app.global.json {
		return app.document("transfer", map[string]any{"case": string(id), "status": string(c.Docket.Status), "review": orNone(s.review),
			"sent": transferFields(s.sent, "sent_at", "to"), "receipt": transferFields(s.receipt, "received_at", "received_by"),
			"waits": c.Docket.Blocked(record.BlockTransfer), "send_by": orNil(s.sendBy.String()), "overdue": s.overdue})
	}
	app.print("%s  %s", id, c.Docket.Status)
	app.print("  review   %s", reviewWords(s.review))
	app.print("  sent     %s", actWords(s.sent, "sent_at", "to", s.notSent(id)))
	none := "none yet"
	if c.Docket.Blocked(record.BlockTransfer) {
		none = "not yet: the case can't be disposed of before it is recorded"
		if s.overdue {
			none = "OVERDUE: the case can't be disposed of before it is recorded"
		}
	}
	app.print("  receipt  %s", actWords(s.receipt, "received_at", "received_by", none))
	return nil
}

// notSent is what stands in the place of a sending.
func (s transferStand) notSent(id record.ID) string {
	switch {
	case s.overdue:
		return fmt.Sprintf("OVERDUE since %s: casefile transfer pack %s", s.sendBy, id)
	case !s.sendBy.IsZero():
		return fmt.Sprintf("by %s: casefile transfer pack %s", s.sendBy, id)
	}
	return fmt.Sprintf("not yet: casefile transfer pack %s", id)
}

func orNone(m map[string]any) any {
	if m == nil {
		return nil
	}
	return m
}

func transferFields(t *cases.Thread, when, who string) any {
	if t == nil {
		return nil
	}
	return map[string]any{"entry": string(t.ID), "at": t.Str(when), "agency": orNil(agencyIn(t.Map(who))), "manifest": orNil(t.Str("manifest")), "recorded": t.Recorded}
}

// reviewWords is what the closure said of a transfer.
func reviewWords(m map[string]any) string {
	text := func(key string) string { s, _ := m[key].(string); return s }
	switch text("needed") {
	case "yes":
		return fmt.Sprintf("to %s: %s (%s)", text("agency"), text("reason"), text("by"))
	case "no":
		return fmt.Sprintf("not needed: %s (%s)", text("reason"), text("by"))
	}
	return "none yet: closing asks for it"
}

func actWords(t *cases.Thread, when, who, none string) string {
	if t == nil {
		return none
	}
	return fmt.Sprintf("%s  %s, %s", t.Str(when), agencyIn(t.Map(who)), t.ID)
}

// agencyIn names an agency, or the person where there is none.
func agencyIn(m map[string]any) string {
	for _, key := range []string{"agency", "name"} {
		if s, ok := m[key].(string); ok && s != "" {
			return s
		}
	}
	return "unknown"
}
