package cli

import (
	"context"
	"io"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/report"
)

// frontSheet shows a case on one screen.
func frontSheet(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := shownCase(ctx, app, b, id, "")
	if err != nil {
		return err
	}
	p, err := page(ctx, app, b, c)
	if err != nil {
		return err
	}
	if app.global.json {
		return report.Write(app.Out, "summary", report.JSON, p)
	}
	return app.Page(func(w io.Writer) error { return report.FrontSheet(w, p) })
}
