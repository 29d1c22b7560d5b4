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
		Use: "transfer CASE", Short: "Send a case's records to another agency: pack, sent, receipt",
		Example: `  # where the transfer of a case stands
  casefile transfer K3F9-27QM`,
		GroupID: "keep",
		Long: `Show where the transfer of a case's records stands.

The records go when the service has ended. The review of transfer in the closure says
whether they must go, and to whom. There are three steps:

  casefile transfer pack CASE      writes all records for the other agency
  casefile transfer sent CASE      records that they went; the case is kept from disposal
  casefile transfer receipt CASE   records that they arrived, and ends that`,
		Args: arguments(1, 1, "CASE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
				return runTransfer(ctx, app, b, id)
			}),
	}
	cmd.AddCommand(newTransferPackCommand(app), newTransferSentCommand(app),
		newTransferReceiptCommand(app))
	return readsCase(app, cmd)
}

func runTransfer(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	warnCase(app, c)
	s := c.TransferState()
	if app.global.json {
		return app.document("transfer",
			map[string]any{"case": string(id), "status": string(c.Docket.Status),
				"review": orNoReview(s.Review), "sent": transferFields(s.Sent, "sent_at", "to"),
				"receipt": transferFields(s.Receipt, "received_at", "received_by"),
				"waits":   cases.WaitsForReceipt(c.Docket),
				"send_by": orNil(s.SendBy.String()), "overdue": s.Overdue})
	}
	app.print("%s  %s", id, c.Docket.Status)
	app.print("  review   %s", reviewWords(s.Review))
	app.print("  sent     %s", actWords(s.Sent, "sent_at", "to", notSent(s, id)))
	none := "none yet"
	if cases.WaitsForReceipt(c.Docket) {
		none = "not yet: the case can't be disposed of before it is recorded"
		if s.Overdue {
			none = "OVERDUE: the case can't be disposed of before it is recorded"
		}
	}
	app.print("  receipt  %s", actWords(s.Receipt, "received_at", "received_by", none))
	return nil
}

// notSent says by when the records of a case must be sent, and how.
func notSent(s cases.TransferState, id record.ID) string {
	switch {
	case s.Overdue:
		return fmt.Sprintf("OVERDUE since %s: casefile transfer pack %s", s.SendBy, id)
	case !s.SendBy.IsZero():
		return fmt.Sprintf("by %s: casefile transfer pack %s", s.SendBy, id)
	}
	return fmt.Sprintf("not yet: casefile transfer pack %s", id)
}

// orNoReview returns a review, or nil if nobody made one.
func orNoReview(r cases.TransferReview) any {
	if r == (cases.TransferReview{}) {
		return nil
	}
	return r
}

func transferFields(t *cases.Thread, when, who string) any {
	if t == nil {
		return nil
	}
	return map[string]any{"entry": string(t.ID), "at": t.Str(when),
		"agency": orNil(agencyIn(t.Map(who))), "manifest": orNil(t.Str("manifest")),
		"recorded": t.Recorded}
}

// reviewWords says what the closure decided about a transfer.
func reviewWords(r cases.TransferReview) string {
	switch {
	case r.Goes():
		return fmt.Sprintf("to %s%s: %s (%s)", r.Agency, r.WithTerm(), r.Reason, r.By)
	case r.Stays():
		return fmt.Sprintf("not needed: %s (%s)", r.Reason, r.By)
	}
	return "none yet: closing asks for it"
}

func actWords(t *cases.Thread, when, who, none string) string {
	if t == nil {
		return none
	}
	return fmt.Sprintf("%s  %s, %s", t.Str(when), agencyIn(t.Map(who)), t.ID)
}

// agencyIn returns the name of the agency, or of the person if there is none.
func agencyIn(m map[string]any) string {
	for _, key := range []string{"agency", "name"} {
		if s, ok := m[key].(string); ok && s != "" {
			return s
		}
	}
	return record.Unknown
}
