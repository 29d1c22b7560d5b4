package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
)

// prepare checks everything before anything is written. It refuses entries that the case has
// already.
func (in *caseImport) prepare(
	ctx context.Context, app *App, b *casebook.Book, agency string,
) error {
	if in.into {
		_, items, err := b.ItemsOf(ctx, in.opening.Case)
		if err != nil {
			return err
		}
		if ref, there := in.export.Shared(items); there {
			return withHint(inState("%s has %s already", in.opening.Case, ref.Entry),
				"casefile show %s", ref)
		}
	}
	to, err := destination(ctx, b, in.opening.Case, in.into, &in.entries)
	if err != nil {
		return err
	}
	in.Arrival, err = in.export.Arrive(to, agency)
	if refused, ok := errors.AsType[*exchange.Refused](err); ok {
		return fmt.Errorf("%s: %w", refused.Entry, failed(app, refused.Findings))
	}
	if errors.Is(err, exchange.ErrNoProfile) {
		return withHint(inState("the export has no profile, which a case begins with"),
			"casefile open, then casefile import export --into CASE")
	}
	return err
}

// importedCase says what was imported.
func importedCase(app *App, in *caseImport, path string) error {
	id, x, opened := in.opening.Case, in.export, !in.into
	quoted := in.NotesByKind()
	if app.global.json {
		return app.document("import-export",
			map[string]any{"case": string(id), "from": string(x.Case),
				"entries": len(in.entries), "attachments": len(x.Files), "as_notes": quoted,
				"opened": opened})
	}
	if opened {
		app.print("%s  opened, key worker %s", id, in.opening.KeyWorker)
	}
	app.print("%s  %s and %s taken in from %s", id,
		record.Plural(len(in.entries), "entry", "entries"),
		record.Counted(len(x.Files), "attached file"), path)
	if len(quoted) > 0 {
		app.say("note: word for word in notes, since they were acts of those who had the case: %s",
			strings.Join(kindsIn(quoted), ", "))
	}
	for _, l := range x.LeftOut {
		app.say("note: %s was left out of the export: %s", l.Entry, l.Why)
	}
	return nil
}
