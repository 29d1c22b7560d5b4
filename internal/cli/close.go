package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newCloseCommand(app *App) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: "close CASE", Short: "Close a case; the last endorsement that policy asks makes it closed", GroupID: "manage",
		Long: `Close a case with a closure entry. What policy asks for is checked first: open
risks, open actions, views, agencies told, the review of transfer. The case is
then closing, until the endorsements that policy asks for are there.`,
		Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				return runClose(cmd.Context(), app, b, id, *o)
			})
		},
	}
	o.flags(cmd)
	return cmd
}

func runClose(ctx context.Context, app *App, b *casebook.Book, id record.ID, o textOptions) error {
	if err := ready(ctx, app, b, "close", id); err != nil {
		return err
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if d.Status != record.Open && d.Status != record.Intake {
		return withHint(inState("%s is %s and can't be closed again", id, d.Status), "casefile %s shows the case", id)
	}
	var closing *cases.Case
	r := request{textOptions: o, command: fmt.Sprintf("casefile close %s", id), template: templateOf(ctx, b, "closure"),
		Writing: casebook.Writing{Case: id, Kind: "closure"}}
	r.check = func(p *casebook.Prepared) (findings record.Findings, err error) {
		closing, err = b.CaseWith(ctx, id, "close", p)
		if err != nil {
			return nil, err
		}
		return closureFindings(closing, d.Status), nil
	}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Close(ctx, id, p, closing.RetainFrom(p.Entry.Date("service_ended")).Until)
	})
	if err != nil {
		return err
	}
	sayClosed(app, b, &done.Dockets[0])
	if review := standOf(closing).review; review["needed"] == "yes" {
		app.say("note: the records go %s; casefile transfer pack %s writes them", reviewWords(review), id)
	}
	return saved(app, "close", done)
}

// closureFindings makes findings of what closing asks for and does not find.
// An intake that never became a case has no plan to look back on, but its
// concern must have been read.
func closureFindings(c *cases.Case, status record.Status) record.Findings {
	var out record.Findings
	if ended := c.Closure; ended != nil && ended.Date("service_ended").Before(c.Docket.Opened) {
		out = append(out, record.Finding{File: c.ID.String(), Rule: "range-backwards", Severity: record.Error, Case: c.ID, Entry: ended.ID,
			Found: fmt.Sprintf("service ended on %s, before the case was opened on %s", ended.Date("service_ended"), c.Docket.Opened),
			Do:    "give the day on which service ended; until when the case is kept is counted from it"})
	}
	for _, item := range c.ClosureChecklist() {
		if !item.Done && (status != record.Intake || item.Name == "concerns") {
			out = append(out, record.Finding{File: c.ID.String(), Rule: "closure-incomplete", Severity: record.Error,
				Found: fmt.Sprintf("closing asks for %s: %s", item.Name, item.Why), Case: c.ID,
				Do: "record what is missing first; casefile validate " + c.ID.String() + " says more"})
		}
	}
	return out
}

func sayClosed(app *App, b *casebook.Book, d *record.Docket) {
	until := "no date, as a fact is missing: casefile retention explain " + d.Case.String()
	if !d.RetainUntil.IsZero() {
		until = d.RetainUntil.String()
	}
	if app.global.json {
		return
	}
	if d.Status == record.Closing {
		app.print("%s  closing; waits for endorsement: %s; to be kept until %s", d.Case, joinWords(b.Policy().Levels("closure")), until)
		return
	}
	app.print("%s  closed; to be kept until %s", d.Case, until)
}
