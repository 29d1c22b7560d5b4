package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newTransferSentCommand(app *App) *cobra.Command {
	cmd := newTransferAct(app, "sent CASE", "Record that the records went to another agency",
		`Record that the records of a closed case went to another agency: to whom, why, on
what basis, how. The case then waits for the receipt, and can't be disposed of.
Give the SHA-256 of the pack's manifest in the field manifest.`, runTransferSent)
	cmd.Example = `  # the records went
  casefile transfer sent K3F9-27QM -F sent.md`
	return cmd
}

func runTransferSent(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o textOptions,
) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if why := cases.CantSend(d); why != "" {
		help := beforeSending(d)
		if cases.WaitsForReceipt(d) {
			help = fmt.Sprintf("casefile transfer receipt %s -F FILE", id)
		}
		return withHint(inState("%s", why), "%s", help)
	}
	r := request{textOptions: o, act: casebook.OnCase("transfer sent", id),
		EntryText: casebook.EntryText{Case: id, Kind: record.KindTransfer},
		check:     b.CrossCheck(ctx, id),
		template: filledTemplate(ctx, b, record.KindTransfer,
			map[string]string{"sent_at": b.Now().Format(time.RFC3339)})}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Sent(ctx, id, p)
	})
	if err != nil {
		return err
	}
	if !app.global.json {
		app.print("%s  sent; waits for the receipt, and is kept until then", id)
	}
	return saved(app, "transfer-sent", done)
}

// beforeSending names what must come before a case's records are sent.
func beforeSending(d *record.Docket) string {
	switch d.Status {
	case record.Open, record.Intake:
		return fmt.Sprintf("casefile close %s: its review of transfer says whether the records "+
			"must go", d.Case)
	case record.Closing:
		return fmt.Sprintf("casefile endorse %s completes the closure",
			record.Ref{Case: d.Case, Entry: d.Pending})
	}
	return fmt.Sprintf("casefile transfer %s shows where it stands", d.Case)
}
