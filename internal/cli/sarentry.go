package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// sarEntry is one entry of a request, with what the program knows of it.
type sarEntry struct {
	kind, verb string
	given      [][2]string       // fields that the text may leave out
	links      map[string]string // relation to entry
	template   func() ([]byte, error)
	check      func(*casebook.Prepared) (record.Findings, error)
	save       func(*casebook.Prepared) (*casebook.Done, error)
	log        string // below the text
}

// recordSar gets the entry's text, as all entries do, and saves it.
func recordSar(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions, e sarEntry) error {
	given := map[string]string{}
	for _, f := range e.given {
		given[f[0]] = f[1]
	}
	for relation, to := range e.links {
		given["links."+relation] = to
	}
	r := request{textOptions: o.textOptions, command: e.command(id, o), Writing: casebook.Writing{Case: id, Kind: e.kind},
		alter: e.alter, template: filledTemplate(ctx, b, e.kind, given)}
	if e.template != nil {
		r.template = e.template
	}
	cross := crossCheck(ctx, app, b, id)
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
	return saved(app, "sar-"+e.verb, done)
}

// command is what takes a draft of the text up again.
func (e sarEntry) command(id record.ID, o sarOptions) string {
	out := fmt.Sprintf("casefile sar %s %s", e.verb, id)
	for _, f := range [][2]string{{"--request", o.request}, {"--pack", o.folder}, {"--outcome", o.outcome}} {
		if f[1] != "" {
			out += " " + f[0] + " " + f[1]
		}
	}
	return out
}

// alter gives a text what the program knows, where its author left it out.
func (e sarEntry) alter(text []byte) ([]byte, record.Findings) {
	out := text
	for relation, to := range e.links {
		if next, err := record.SetLink(out, relation, to); err == nil {
			out = next
		}
	}
	for _, f := range e.given {
		value := f[1]
		if list := f[0] == "what" || f[0] == "withheld"; !list || !strings.HasPrefix(value, "[") {
			value = quoted(value)
		}
		if next, err := record.SetField(out, f[0], value); err == nil {
			out = next
		}
	}
	if e.log != "" {
		out = append([]byte(strings.TrimRight(string(out), " \t\n")+"\n\n"), e.log...)
	}
	return out, nil
}

func runSarOpen(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
	if err := ready(ctx, app, b, "add", id); err != nil {
		return err
	}
	return recordSar(ctx, app, b, id, o, sarEntry{kind: "access-request", verb: "open",
		template: filledTemplate(ctx, b, "access-request", map[string]string{"received_on": today(app, b)})})
}

func runSarClarify(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
	return sarStep(ctx, app, b, id, o, func(*cases.Case, *cases.Access) (sarEntry, error) {
		return sarEntry{kind: "access-clarification", verb: "clarify", given: [][2]string{{"asked_on", today(app, b)}}}, nil
	})
}

func runSarExtend(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
	return sarStep(ctx, app, b, id, o, func(*cases.Case, *cases.Access) (sarEntry, error) {
		return sarEntry{kind: "access-extension", verb: "extend", given: [][2]string{{"notified_on", today(app, b)}}}, nil
	})
}

// runSarClose ends a request to which no copy is the answer.
func runSarClose(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
	if !slices.Contains([]string{"withdrawn", "refused", "nothing_held"}, o.outcome) {
		return withHint(usage("--outcome is withdrawn, refused or nothing_held"), "casefile sar disclose %s hands a copy out", id)
	}
	return sarStep(ctx, app, b, id, o, func(_ *cases.Case, r *cases.Access) (sarEntry, error) {
		return sarEntry{kind: "access-disclosure", verb: "close",
			given: [][2]string{{"outcome", o.outcome}, {"sent_on", today(app, b)}, {"to", r.Entry.Str("who")}, {"what", "nothing"}},
			check: func(p *casebook.Prepared) (record.Findings, error) {
				switch {
				case p.Entry.Str("outcome") != o.outcome:
					return nil, usage("the text says outcome: %s, and --outcome %s", p.Entry.Str("outcome"), o.outcome)
				case o.outcome == "refused" && len(p.Entry.Sections) == 0 && len(p.Entry.Maps("withheld")) == 0:
					return nil, usage("a refusal says why: write it below the fields, or under withheld")
				}
				return nil, nil
			}}, nil
	})
}

// sarStep records an entry about the open request.
func sarStep(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions, make func(*cases.Case, *cases.Access) (sarEntry, error)) error {
	if err := ready(ctx, app, b, "add", id); err != nil {
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
	e.links = map[string]string{"request": string(r.Entry.First.ID)}
	return recordSar(ctx, app, b, id, o, e)
}

func today(app *App, b *casebook.Book) string { return b.Policy().Today(b.Now()).String() }
