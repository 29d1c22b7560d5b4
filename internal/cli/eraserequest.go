package cli

import (
	"context"
	"errors"
	"maps"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// erasureOrigin says how a request for erasure came about.
type erasureOrigin struct {
	confirm string
	facts   map[string]string // fields for the text where it has none
	// save records the valid request. It is nil if nothing else is recorded with it.
	save func(request *casebook.Prepared) (*casebook.Done, error)
}

// requestErasure records a request to erase entries of one case.
func requestErasure(ctx context.Context, app *App, b *casebook.Book, o textOptions,
	refs []record.Ref, e erasureOrigin,
) error {
	c, err := b.Case(ctx, refs[0].Case)
	if err != nil {
		return err
	}
	if err := b.MayAsk(c.Docket, record.KindErasure); err != nil {
		return withHint(err, "casefile %s shows the case", c.ID)
	}
	going, err := b.Erasable(c, refs)
	if err != nil {
		return unerasable(err)
	}
	if err := b.Unopened(ctx, c.Docket, going); err != nil {
		return unopenedHint(err, refs)
	}
	showErased(app, c, going)
	if err := confirmed(app, c.ID, e.confirm); err != nil {
		return err
	}
	facts := map[string]string{"target": cases.ErasureTarget(going)}
	maps.Copy(facts, e.facts)
	r := request{textOptions: o.recordedAgain(c.Docket), act: casebook.OnEntries("erase", refs...),
		EntryText: casebook.EntryText{Case: c.ID, Kind: record.KindErasure},
		template:  filledTemplate(ctx, b, record.KindErasure, facts),
		alter: func(text []byte) ([]byte, record.Findings) {
			for name, value := range facts {
				if out, err := record.SetField(text, name, value); err == nil {
					text = out
				}
			}
			return text, nil // the check of the given text says what is wrong, and where
		},
		check: func(p *casebook.Prepared) (record.Findings, error) {
			return cases.ErasureFindings(going, p.Entry, "the command"), nil
		},
	}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		if e.save != nil {
			return e.save(p)
		}
		return b.RequestErasure(ctx, c.ID, p)
	})
	if err != nil {
		return err
	}
	sayErasureWaits(app, b, done)
	sayAsked(app, b, c.Docket, done)
	return saved(app, "erase", done)
}

// unopenedHint names the entries that must be erased together with the named ones.
func unopenedHint(err error, refs []record.Ref) error {
	e, ok := errors.AsType[*casebook.UnopenedError](err)
	if !ok {
		return err
	}
	var all []string
	for _, ref := range refs {
		all = append(all, ref.String())
	}
	for _, id := range e.Entries {
		all = append(all, record.Ref{Case: e.Case, Entry: id}.String())
	}
	return withHint(err, "casefile erase %s", strings.Join(all, " "))
}

// unerasable adds the command that helps with an entry that can't be erased by itself.
func unerasable(err error) error {
	e, ok := errors.AsType[*casebook.UnerasableError](err)
	switch {
	case !ok:
		return err
	case errors.Is(e.Why, casebook.ErrErased):
		return withHint(inState("%v", e), "casefile show %s", e.Ref)
	case errors.Is(e.Why, casebook.ErrAsksErasure):
		return withHint(inState("%v", e),
			"casefile endorse --verdict returned takes back one that waits")
	}
	return withHint(usage("%v", e), "casefile chronology %s --all", e.Ref.Case)
}

// showErased says what will be erased. It shows no word of any text.
func showErased(app *App, c *cases.Case, going []record.ID) {
	if app.global.json {
		return
	}
	app.print("%s  will be erased for good:", c.ID)
	for _, id := range going {
		switch it := c.Item(id); {
		case it == nil:
			app.print("    %s  a file, or a text that can't be read", id)
		default:
			app.print("    %s  %s, recorded %s by %s", id, it.Kind,
				it.Recorded.Format("2006-01-02"),
				takenOver(it.Author, it.Adopter()))
		}
	}
	app.print("    all else of the case stays, under a new key for %s",
		record.Enumerated(c.Docket.Readers()))
	for _, other := range c.OtherVersions(going) {
		app.say("note: %s is another version of the same text, and stays unless it is named too",
			other)
	}
}

// sayErasureWaits says what comes next.
func sayErasureWaits(app *App, b *casebook.Book, done *casebook.Done) {
	if app.global.json {
		return
	}
	request := done.Change.Cases[0].Entries[0].Entry
	app.print("%s  waits for the endorsement of others: %s; then casefile erase %s --finish",
		request.Case,
		record.Enumerated(b.Policy().Levels(record.KindErasure)), request.Case)
	switch request.Str("breach") {
	case "yes":
		app.print("A data breach: unless nobody can come to harm by it, the supervisory " +
			"authority must be told within 72 hours of its being noticed.")
	case record.Unknown:
		app.print("Find out today whether somebody read it who should not have: from then, 72 " +
			"hours run for telling the supervisory authority.")
	}
}
