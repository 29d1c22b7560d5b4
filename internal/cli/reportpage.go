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
		if m.Active() && m.Has(team.Lead) {
			p.Leads = append(p.Leads, m.ID)
		}
	}
	if m, ok := t.Member(c.Docket.KeyWorker); ok {
		p.LineManager = m.LineManager
	}
	p.Own = ownFields(ctx, b)
	if app.global.asAt == "" { // what was unsent on an earlier day nobody knows
		p.Unsent = b.Unsent(ctx)
	}
	return p, err
}

// ownFields are the fields of the agency's own kinds. A kind that cannot be
// read has none: whoever records with it is told why.
func ownFields(ctx context.Context, b *casebook.Book) map[string][]string {
	own, err := b.Schemas(ctx)
	if err != nil || len(own) == 0 {
		return nil
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil
	}
	out := map[string][]string{}
	for name := range own {
		k, ok := kinds.Kind(name)
		if !ok || !k.Agency {
			continue
		}
		out[name] = []string{}
		for _, f := range k.Fields {
			if !f.Common {
				out[name] = append(out[name], f.Name)
			}
		}
	}
	return out
}

// warnFaults says which entries were left out, and why.
func warnFaults(app *App, c *cases.Case) {
	for _, it := range c.Faults {
		app.say("fault: %s is left out: %s", it.Ref(), it.Fault)
	}
}
