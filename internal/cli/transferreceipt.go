package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newTransferReceiptCommand(app *App) *cobra.Command {
	cmd := newTransferAct(app, "receipt CASE", "Record that the other agency has the records",
		`Record that the other agency confirmed that it has the records. The case is then
transferred. The receipt slip names the SHA-256 of the manifest; where the receipt
and the transfer both have it, they must agree.`, runTransferReceipt)
	cmd.Example = `  # the receipt slip came back
  casefile transfer receipt K3F9-27QM -F receipt.md`
	return cmd
}

func runTransferReceipt(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o textOptions,
) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if why := cases.CantReceipt(d); why != "" {
		return withHint(inState("%s", why), "casefile transfer %s shows where it stands", id)
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	sent := c.TransferState().Sent
	if sent == nil {
		return withHint(inState("the transfer of %s can't be read", id), "casefile verify says why")
	}
	r := request{textOptions: o, act: casebook.OnCase("transfer receipt", id),
		EntryText: casebook.EntryText{Case: id, Kind: record.KindTransferReceipt},
		template: filledTemplate(ctx, b, record.KindTransferReceipt,
			map[string]string{"links.transfer": string(sent.First.ID)})}
	r.alter = func(text []byte) ([]byte, record.Findings) {
		if out, err := record.SetLink(text, "transfer", string(sent.First.ID)); err == nil {
			return out, nil
		}
		return text, nil // the check of the given text says what is wrong, and where
	}
	r.check = func(p *casebook.Prepared) (record.Findings, error) {
		return c.ReceiptFindings(sent, p.Entry), nil
	}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Receipted(ctx, id, p)
	})
	if err != nil {
		return err
	}
	if !app.global.json {
		app.print("%s  transferred to %s", id, agencyIn(sent.Map("to")))
	}
	return saved(app, "transfer-receipt", done)
}
