package cli

import (
	"context"
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

func runFile(ctx context.Context, app *App, b *casebook.Book, from record.ID, typed string) error {
	to, err := b.FindCase(ctx, typed)
	if err != nil {
		return err
	}
	if err := fileable(ctx, app, b, from, to); err != nil {
		return err
	}
	filed, err := b.FileIntake(ctx, from, to)
	if err != nil {
		return notFiled(app, from, to, err)
	}
	return sayFiled(app, filed)
}

// notFiled shows what is wrong with a text, and says where to go on.
func notFiled(app *App, from, to record.ID, err error) error {
	err = shownFindings(app, err)
	if _, stopped := errors.AsType[*casebook.UnfinishedError](err); stopped {
		return withHint(err, "casefile accept %s --into %s goes on where it stopped", from, to)
	}
	return err
}

// fileable checks status and rights before anything is written.
func fileable(ctx context.Context, app *App, b *casebook.Book, from, to record.ID) error {
	d, err := b.Docket(ctx, from)
	if err != nil {
		return err
	}
	if from == to {
		return usage("%s can't be filed into itself", from)
	}
	if why := cases.CantFile(d); why != "" {
		return withHint(inState("%s %s", from, why),
			"casefile move ENTRY --to CASE takes an entry out of a wrong case")
	}
	if err := ready(ctx, app, b, team.OpClose, from); err != nil {
		return err
	}
	return b.MayFileIntake(ctx, from, to)
}

func sayFiled(app *App, f *casebook.FiledIntake) error {
	if app.global.json {
		return filedDocument(app, f)
	}
	for _, d := range f.Done {
		if err := saved(app, "accept", d); err != nil {
			return err
		}
	}
	app.print("%s  filed into %s, and closed", f.From.ID, f.To.ID)
	for _, c := range f.Concerns {
		if c.Untriaged {
			app.say("still to be triaged: casefile triage %s",
				record.Ref{Case: f.To.ID, Entry: c.ID})
		}
	}
	if left := f.Others(); left > 0 {
		app.say("note: %s of another kind stayed in %s", record.Plural(left, "entry", "entries"),
			f.From.ID)
	}
	if to := f.To.Docket; !cases.ServiceGoesOn(to) {
		app.say("note: %s is %s; casefile reopen %s opens it again", f.To.ID, to.Status, f.To.ID)
	}
	return nil
}

func filedDocument(app *App, f *casebook.FiledIntake) error {
	entries, commits := []map[string]any{}, []string{}
	for _, d := range f.Done {
		commits = append(commits, d.Commit)
		for _, c := range d.Change.Cases {
			for _, e := range c.Entries {
				entries = append(entries,
					map[string]any{"case": string(c.Docket.Case), "id": string(e.Entry.ID),
						"kind": e.Entry.Kind, "sha256": e.SHA256})
			}
		}
	}
	return app.document("accept", map[string]any{"case": string(f.To.ID),
		"filed": string(f.From.ID), "commits": commits, "entries": entries,
		"retain_until": orNil(f.Until.String())})
}
