package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newTransferSentCommand(app *App) *cobra.Command {
	return newTransferAct(app, "sent CASE", "Record that the records went to another agency",
		`Record that the records of a closed case went to another agency: to whom, why, on
what basis, how. The case then waits for the receipt, and can't be disposed of.
Give the SHA-256 of the pack's manifest in the field manifest.`, runTransferSent)
}

func newTransferReceiptCommand(app *App) *cobra.Command {
	return newTransferAct(app, "receipt CASE", "Record that the other agency has the records",
		`Record that the other agency confirmed that it has the records. The case is then
transferred. The receipt slip names the SHA-256 of the manifest; where the receipt
and the transfer both have it, they must agree.`, runTransferReceipt)
}

func newTransferAct(app *App, use, short, long string, run func(context.Context, *App, *casebook.Book, record.ID, textOptions) error) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				if err := ready(cmd.Context(), app, b, team.OpTransfer, id); err != nil {
					return err
				}
				return run(cmd.Context(), app, b, id, *o)
			})
		},
	}
	o.flags(cmd)
	return cmd
}

func runTransferSent(ctx context.Context, app *App, b *casebook.Book, id record.ID, o textOptions) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case d.Blocked(record.BlockTransfer):
		return withHint(inState("the records of %s went already, and wait for their receipt", id), "casefile transfer receipt %s -F FILE", id)
	case d.Status != record.Closed:
		return withHint(inState("%s is %s; the records of a closed case are sent", id, d.Status), "%s", beforeSending(d))
	}
	r := request{textOptions: o, command: fmt.Sprintf("casefile transfer sent %s", id),
		Writing:  casebook.Writing{Case: id, Kind: record.KindTransfer},
		check:    crossCheck(ctx, app, b, id),
		template: filledTemplate(ctx, b, record.KindTransfer, map[string]string{"sent_at": b.Now().Format(time.RFC3339)})}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) { return b.Sent(ctx, id, p) })
	if err != nil {
		return err
	}
	if !app.global.json {
		app.print("%s  sent; waits for the receipt, and is kept until then", id)
	}
	return saved(app, "transfer-sent", done)
}

// beforeSending is what must come before the records of a case are sent.
func beforeSending(d *record.Docket) string {
	switch d.Status {
	case record.Open, record.Intake:
		return fmt.Sprintf("casefile close %s: its review of transfer says whether the records must go", d.Case)
	case record.Closing:
		return fmt.Sprintf("casefile endorse %s completes the closure", record.Ref{Case: d.Case, Entry: d.Pending})
	}
	return fmt.Sprintf("casefile transfer %s shows where it stands", d.Case)
}

func runTransferReceipt(ctx context.Context, app *App, b *casebook.Book, id record.ID, o textOptions) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if !d.Blocked(record.BlockTransfer) {
		return withHint(inState("no transfer of %s waits for a receipt", id), "casefile transfer %s shows where it stands", id)
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	sent := c.TransferState().Sent
	if sent == nil {
		return withHint(inState("the transfer of %s can't be read", id), "casefile verify says why")
	}
	r := request{textOptions: o, command: fmt.Sprintf("casefile transfer receipt %s", id), Writing: casebook.Writing{Case: id, Kind: record.KindTransferReceipt},
		template: filledTemplate(ctx, b, record.KindTransferReceipt, map[string]string{"links.transfer": string(sent.First.ID)})}
	r.alter = func(text []byte) ([]byte, record.Findings) {
		if out, err := record.SetLink(text, "transfer", string(sent.First.ID)); err == nil {
			return out, nil
		}
		return text, nil // the check of the text as it is says what is wrong, and where
	}
	r.check = func(p *casebook.Prepared) (record.Findings, error) {
		return c.ReceiptFindings(sent, p.Entry), nil
	}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) { return b.Receipted(ctx, id, p) })
	if err != nil {
		return err
	}
	if !app.global.json {
		app.print("%s  transferred to %s", id, agencyIn(sent.Map("to")))
	}
	return saved(app, "transfer-receipt", done)
}
