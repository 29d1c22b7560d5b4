package cli

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
)

// notThere refuses what the case has already.
func (in *caseImport) notThere(ctx context.Context) error {
	d, err := in.book.Docket(ctx, in.id)
	if err != nil {
		return err
	}
	items, err := in.book.Items(ctx, d)
	if err != nil {
		return err
	}
	for _, it := range items {
		if it.Entry != nil && slices.ContainsFunc(in.export.Entries, func(e exchange.ExportEntry) bool { return e.ID == it.ID }) {
			return withHint(inState("%s has %s already", in.id, it.ID), "casefile show %s", it.Ref())
		}
	}
	return nil
}

// prepare checks everything before anything is written. Links name entries that
// come in with them; those to other cases stay as they are.
func (in *caseImport) prepare(ctx context.Context) error {
	for _, e := range in.export.Entries {
		in.with = append(in.with, record.Ref{Case: in.id, Entry: e.ID})
	}
	in.with = append(in.with, in.export.Links(in.kinds)...)
	for i := range in.export.Entries {
		e := &in.export.Entries[i]
		p, err := in.entry(ctx, e)
		if err != nil {
			return fmt.Errorf("%s: %w", e.ID, err)
		}
		in.entries = append(in.entries, p)
	}
	return nil
}

// entry takes one in as what it was, or else as a note: also a profile that comes
// to a case, whose own is not put aside.
func (in *caseImport) entry(ctx context.Context, e *exchange.ExportEntry) (*casebook.Prepared, error) {
	if arrival, ok := e.Arrive(in.kinds, in.agency); ok && !(in.into && e.Kind == "profile") {
		p, findings, err := in.prepared(ctx, e, arrival)
		if err != nil || !findings.Failed() {
			return p, err
		}
	}
	arrival, err := e.Quote(in.kinds, in.agency)
	if err != nil {
		return nil, err
	}
	p, findings, err := in.prepared(ctx, e, arrival)
	if err == nil && findings.Failed() {
		err = failed(in.app, findings)
	}
	in.quoted[e.Kind]++
	return p, err
}

func (in *caseImport) prepared(ctx context.Context, e *exchange.ExportEntry, x exchange.Arrival) (*casebook.Prepared, record.Findings, error) {
	return in.book.Prepare(ctx, casebook.Writing{Case: in.id, Kind: x.Kind, File: exchange.EntryFile(&record.Entry{ID: e.ID, Recorded: e.Recorded}),
		Text: x.Text, ID: e.ID, With: in.with})
}

// open opens a case with the newest profile and adds all else: both, or nothing.
func (in *caseImport) open(ctx context.Context, opening casebook.Opening) error {
	var profile *casebook.Prepared
	for _, p := range in.entries {
		if p.Entry.Kind == "profile" && (profile == nil || p.Entry.FirstRecorded().After(profile.Entry.FirstRecorded())) {
			profile = p
		}
	}
	if profile == nil {
		return withHint(inState("the export has no profile, which a case begins with"), "casefile open, then casefile import export --into CASE")
	}
	opening.Entries = []*casebook.Prepared{profile}
	rest := slices.DeleteFunc(slices.Clone(in.entries), func(p *casebook.Prepared) bool { return p == profile })
	return in.book.AtOnce(ctx, func(next *casebook.Book) error {
		if _, err := next.OpenCase(ctx, opening); err != nil || len(rest) == 0 {
			return err
		}
		return in.add(ctx, next, rest)
	})
}

// add adds entries, with the files of those that are attachments.
func (in *caseImport) add(ctx context.Context, b *casebook.Book, entries []*casebook.Prepared) error {
	data := map[record.ID][]byte{}
	for _, f := range in.export.Files {
		data[f.Entry] = f.Data
	}
	var files []casebook.Attached
	for _, p := range entries {
		if p.Entry.Kind != "attachment" {
			continue
		}
		content, ok := data[p.Entry.ID]
		if !ok {
			return fmt.Errorf("%w: the file of %s is missing", exchange.ErrExport, p.Entry.ID)
		}
		f, sum, err := b.SealFile(ctx, in.id, bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return err
		}
		if id, err := record.ParseID(p.Entry.Str("file")); err != nil || sum != p.Entry.Str("sha256") {
			return fmt.Errorf("%w: the file of %s is not the one that was attached", exchange.ErrExport, p.Entry.ID)
		} else {
			f.ID = id
		}
		files = append(files, f)
	}
	_, err := b.Add(ctx, in.id, entries, files)
	return err
}

// told says what came in.
func (in *caseImport) told(keyWorker, path string) error {
	kinds := []string{}
	for _, kind := range slices.Sorted(maps.Keys(in.quoted)) {
		kinds = append(kinds, counted(in.quoted[kind], kind))
	}
	if in.app.global.json {
		return in.app.document("import-export", map[string]any{"case": string(in.id), "from": string(in.export.Case), "entries": len(in.entries),
			"attachments": len(in.export.Files), "as_notes": in.quoted, "opened": keyWorker != ""})
	}
	if keyWorker != "" {
		in.app.print("%s  opened, key worker %s", in.id, keyWorker)
	}
	in.app.print("%s  %s and %s taken in from %s", in.id, plural(len(in.entries), "entry", "entries"), counted(len(in.export.Files), "attached file"), path)
	if len(kinds) > 0 {
		in.app.say("note: word for word in notes, since they were acts of those who had the case: %s", strings.Join(kinds, ", "))
	}
	for _, l := range in.export.LeftOut {
		in.app.say("note: %s was left out of the export: %s", l.Entry, l.Why)
	}
	return nil
}
