package cli

import (
	"context"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/team"
)

// page gathers what reports show besides the case itself.
func page(ctx context.Context, app *App, b *casebook.Book, c *cases.Case) (report.Page, error) {
	t := b.Team()
	duties, err := dutiesIn(b, c)
	p := report.Page{Case: c, Duties: duties, Names: map[string]string{}, Away: map[string]report.StandIn{}, Left: map[string]bool{}, Tip: b.Tip(), Made: b.Asked(), Zone: b.Policy().Zone(), Width: app.Width}
	for _, m := range t.Members {
		p.Names[m.ID] = m.Name
		p.Left[m.ID] = !m.Active()
		if by, away := worldOf(b).ActsFor(m.ID); away {
			until, _ := record.ParseDate(m.CoveredUntil) // the roster was judged
			p.Away[m.ID] = report.StandIn{Member: by, Until: until}
		}
	}
	for _, m := range t.InRole(team.Lead) {
		p.Leads = append(p.Leads, m.ID)
	}
	if m, ok := t.Member(c.Docket.KeyWorker); ok {
		p.LineManager = m.LineManager
	}
	p.Own = b.OwnFields(ctx)
	if app.global.asAt == "" { // what was unsent on an earlier day nobody knows
		p.Unsent = b.Unsent(ctx)
	}
	return p, err
}

// shownCase reads a case that somebody is about to see. What is wrong in it is said, and
// that they saw who has it is noted.
func shownCase(ctx context.Context, app *App, b *casebook.Book, id record.ID) (*cases.Case, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	warnFaults(app, c)
	b.NoteShown(c.Docket, c.Allocation.Given)
	return c, nil
}

// warnFaults says which entries were left out, and why.
func warnFaults(app *App, c *cases.Case) {
	for _, it := range c.Faults {
		app.say("fault: %s is left out: %s", it.Ref(), it.Fault)
	}
}
