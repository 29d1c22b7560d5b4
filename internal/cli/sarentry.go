package cli

import (
	"context"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// sarEntry describes one entry of a request, with what the program fills in.
type sarEntry struct {
	kind, verb string
	known      access.Known
	template   func() ([]byte, error)
	ask        asks // asks for the text at a terminal
	alter      func([]byte) ([]byte, record.Findings)
	check      func(*casebook.Prepared) (record.Findings, error)
	save       func(*casebook.Prepared) (*casebook.Done, error)
	then       func(*casebook.Done) error // shows what comes next
}

// recordSar gets the entry's text like that of all entries, and records it.
func recordSar(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions,
	e sarEntry,
) error {
	r := request{textOptions: o.textOptions, act: e.act(id, o),
		EntryText: casebook.EntryText{Case: id, Kind: e.kind},
		alter:     func(text []byte) ([]byte, record.Findings) { return e.known.Into(text), nil },
		template:  filledTemplate(ctx, b, e.kind, e.known.Given()), ask: e.ask}
	if e.alter != nil {
		r.alter = func(text []byte) ([]byte, record.Findings) {
			text, found := e.alter(text)
			return e.known.Into(text), found
		}
	}
	if e.template != nil {
		r.template = e.template
	}
	cross := b.CrossCheck(ctx, id)
	r.check = func(p *casebook.Prepared) (record.Findings, error) {
		found, err := cross(p)
		if err == nil && e.check != nil && !found.Failed() {
			return e.check(p)
		}
		return found, err
	}
	if e.save == nil {
		e.save = func(p *casebook.Prepared) (*casebook.Done, error) {
			return b.Add(ctx, id, []*casebook.Prepared{p}, nil)
		}
	}
	done, err := recordText(ctx, app, b, r, e.save)
	if err != nil {
		return err
	}
	if err := saved(app, "sar-"+e.verb, done); err != nil || e.then == nil {
		return err
	}
	return e.then(done)
}

// act returns the act that a draft of the text would do later.
func (e sarEntry) act(id record.ID, o sarOptions) casebook.Act {
	return casebook.OnCase("sar "+e.verb, id).With("request", o.request).With("outcome", o.outcome)
}

// onDay returns the step that records an entry about the open request. The field for its day has
// today's date.
func onDay(e sarEntry, field string) sarRun {
	return func(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
		return sarStep(ctx, app, b, id, o, func(_ *cases.Case, r *cases.Access) (sarEntry, error) {
			e.known = access.About(r, [2]string{field, b.Today().String()})
			return e, nil
		})
	}
}

// sarStep records an entry about the open request.
func sarStep(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions,
	make func(*cases.Case, *cases.Access) (sarEntry, error),
) error {
	if err := ready(ctx, app, b, team.OpAdd, id); err != nil {
		return err
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	r, err := openRequest(c, o)
	if err != nil {
		return err
	}
	e, err := make(c, r)
	if err != nil {
		return err
	}
	return recordSar(ctx, app, b, id, o, e)
}
