package cli

import (
	"context"
	"errors"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/report"
)

// page collects what a report shows besides the case itself.
func page(ctx context.Context, app *App, b *casebook.Book, c *cases.Case) (report.Page, error) {
	duties, err := dutiesIn(b, c)
	p := report.PageOf(c, duties, worldOf(b))
	p.Tip, p.Made, p.Width = b.Tip(), b.Asked(), app.Width
	p.Own = b.AgencyFields(ctx)
	seconds, secondsErr := b.AppointedSeconds()
	for _, s := range seconds {
		if s.Case == c.ID {
			p.Seconds = append(p.Seconds, s.Words())
		}
	}
	if app.global.asAt == "" { // nobody knows what was unsent on an earlier day
		p.Unpushed = b.Unpushed(ctx)
	}
	return p, errors.Join(err, secondsErr)
}

// shownCase reads a case for a person. It warns of what is wrong in the case, and notes that the
// member opened it. out is the file in which the case is shown, if any.
func shownCase(ctx context.Context, app *App, b *casebook.Book, id record.ID, out string) (
	*cases.Case, error) {
	c, err := b.CaseShown(ctx, id, out != "")
	if err != nil {
		return nil, err
	}
	warnCase(app, c)
	b.NoteOpened(c.Docket, c.Allocation.Given)
	return c, nil
}

// warnCase warns every reader of a case: which entries were left out and why, and that its docket
// lets the case go too early.
func warnCase(app *App, c *cases.Case) {
	for _, it := range c.Faults {
		app.say("fault: %s is left out: %s", it.Ref(), it.Fault)
		if it.Lost {
			app.lose(it.Ref().String())
		}
	}
	warnEarly(app, c)
}

// warnEarly warns, once a run, that the docket of a case lets it go too early.
func warnEarly(app *App, c *cases.Case) {
	if why := c.RetainEarly(); why != "" && !slices.Contains(app.early, c.ID) {
		app.early = append(app.early, c.ID)
		app.say("%s: %s [%s]; %s", c.ID, why, cases.RuleRetainEarly, cases.Redate(c.ID))
	}
}

// warnNamed calls warnEarly for each case that the command line names, also if the command reads no
// text of it. It asks for no passphrase.
func warnNamed(ctx context.Context, app *App, b *casebook.Book) {
	for _, id := range b.Named {
		d, err := b.Docket(ctx, id)
		if err != nil || !cases.Ended(d) || !app.keys.OpensUnasked() {
			continue
		}
		if c, err := b.Case(ctx, id); err == nil { // without the text of a case nobody can know it
			warnEarly(app, c)
		}
	}
}
