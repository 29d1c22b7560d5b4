package cli

import (
	"cmp"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// showTombstone shows what remains of an erased entry: who erased it, when and on what basis.
func showTombstone(app *App, b *casebook.Book, t *cases.Tombstone, o showOptions) error {
	if o.raw || o.save != "" {
		return wasErased(t)
	}
	if app.global.json {
		return app.document("show", map[string]any{"entries": []any{}, "erased": map[string]any{
			"entry": t.Entry.String(), "file": t.File, "author": t.Author,
			"signed_by": cmp.Or(t.Adopter, t.Author), "recorded": t.Recorded, "by": t.By,
			"at": t.At, "commit": t.Commit,
			"request": t.Request.String(), "asked_by": t.Asked,
			"request_signed_by": cmp.Or(t.Adopted, t.Asked),
			"endorsed_by":       append([]string{}, t.Endorsed...),
			"basis":             orNil(t.Basis), "reason": orNil(t.Reason)}})
	}
	zone := b.Policy().Zone()
	app.print("%s  erased: %s", t.Entry, cmp.Or(t.BasisWords(), "the request can't be read"))
	app.print("    recorded %s by %s", t.Recorded.In(zone).Format("2006-01-02"),
		takenOver(t.Author, t.Adopter))
	app.print("    erased %s by %s, asked for by %s, endorsed by %s",
		t.At.In(zone).Format("2006-01-02"), t.By,
		takenOver(t.Asked, t.Adopted), record.Enumerated(t.Endorsed))
	if t.Reason != "" {
		app.print("    reason: %s", strings.TrimSpace(t.Reason))
	}
	app.print("    request %s; commit %.12s", t.Request, t.Commit)
	return nil
}

// takenOver names the author, and the adopter who signed it after the author had left. adopter is
// "" for none.
func takenOver(author, adopter string) string {
	if adopter == "" {
		return author
	}
	return author + ", who had left, and signed by " + adopter + ", who took it over"
}

// wasErased refuses an act that needs the text of an erased entry.
func wasErased(t *cases.Tombstone) error {
	return withHint(notFound("%s was erased on %s", t.Entry, t.At.Format("2006-01-02")),
		"casefile show %s says who erased it, and why", t.Entry)
}
