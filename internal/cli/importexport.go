package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

type importExportOptions struct {
	openOptions
	into, agency string
}

func (a *App) newImportExportCommand() *cobra.Command {
	o := &importExportOptions{}
	cmd := &cobra.Command{
		Use: "export DIR|FILE", Short: "Make a case of what casefile export wrote",
		Long: `Make a case of an export again: the folder that casefile export --format md
wrote, or the file of --format json. Nothing of it is lost: each entry keeps its
ID and its text, and where it came from, by whom and when it was recorded there;
attached files come with it. Whoever took it in is its author here.

A closure, an endorsement or a hold was an act of those who had the case, and is
none of this agency: it comes in as a note that holds it word for word, as does an
entry of a kind that is not known here.

The newest profile opens the case. --into CASE adds everything to a case that is
there. A text that is not the one that was exported is refused, and then nothing
is recorded.`,
		Args: arguments(1, 1, "DIR or FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withBook(cmd.Context(), func(b *casebook.Book) error { return a.runImportExport(cmd.Context(), b, *o, args[0]) })
		},
	}
	cmd.Flags().StringVar(&o.into, "into", "", "add to this `case` instead of opening one")
	cmd.Flags().StringVar(&o.agency, "agency", "", "whose records they were")
	cmd.Flags().StringVar(&o.keyWorker, "key-worker", "", "the `member` responsible for the new case (default: you)")
	cmd.Flags().StringSliceVar(&o.readers, "reader", nil, "let a `member` read it besides")
	cmd.Flags().BoolVar(&o.restricted, "restricted", false, "only those named with --reader and the key worker can read it")
	return cmd
}

// caseImport is an export on its way in.
type caseImport struct {
	app     *App
	book    *casebook.Book
	export  *disclose.Export
	kinds   *record.Kinds
	agency  string
	id      record.ID // of the case that it comes into
	into    bool      // which is there already
	with    []record.Ref
	entries []*casebook.Prepared
	quoted  map[string]int // kinds that came as notes
}

func (a *App) runImportExport(ctx context.Context, b *casebook.Book, o importExportOptions, path string) error {
	if err := a.writing(); err != nil {
		return err
	}
	opening, err := a.importTarget(ctx, b, o)
	if err != nil {
		return err
	}
	files, err := readExportFiles(path)
	if err != nil {
		return err
	}
	x, err := disclose.ReadExport(files)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return err
	}
	in := &caseImport{app: a, book: b, export: x, kinds: kinds, agency: o.agency, id: opening.Case, quoted: map[string]int{}}
	if in.into = o.into != ""; in.into {
		if err := in.notThere(ctx); err != nil {
			return err
		}
	}
	if err := in.prepare(ctx); err != nil {
		return err
	}
	if in.into {
		if err := in.add(ctx, b, in.entries); err != nil {
			return err
		}
		return in.told("", path)
	}
	if err := in.open(ctx, opening); err != nil {
		return err
	}
	return in.told(opening.KeyWorker, path)
}

// importTarget is the case that it comes into, with the role tried first.
func (a *App) importTarget(ctx context.Context, b *casebook.Book, o importExportOptions) (casebook.Opening, error) {
	if o.into == "" {
		return a.opening(ctx, b, o.openOptions)
	}
	id, err := b.FindCase(ctx, o.into)
	if err != nil {
		return casebook.Opening{}, err
	}
	return casebook.Opening{Case: id}, a.ready(ctx, b, "add", id)
}

// readExportFiles reads a folder, or the one file as case.json.
func readExportFiles(path string) (disclose.Package, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		data, err := os.ReadFile(path)
		return disclose.Package{disclose.ExportFile: data}, err
	}
	files := disclose.Package{}
	for _, folder := range []string{"", disclose.EntriesFolder, disclose.AttachmentsFolder} {
		list, err := os.ReadDir(filepath.Join(path, filepath.FromSlash(folder)))
		if errors.Is(err, fs.ErrNotExist) && folder != "" {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			if !e.Type().IsRegular() {
				continue
			}
			if files[folder+e.Name()], err = os.ReadFile(filepath.Join(path, filepath.FromSlash(folder), e.Name())); err != nil {
				return nil, err
			}
		}
	}
	if files[disclose.ExportFile] == nil {
		return nil, withHint(fmt.Errorf("%w: %s has no %s", disclose.ErrExport, path, disclose.ExportFile), "casefile export CASE makes one")
	}
	return files, nil
}

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
		if it.Entry != nil && slices.ContainsFunc(in.export.Entries, func(e disclose.ExportEntry) bool { return e.ID == it.ID }) {
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
func (in *caseImport) entry(ctx context.Context, e *disclose.ExportEntry) (*casebook.Prepared, error) {
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
		err = in.app.failed(findings)
	}
	in.quoted[e.Kind]++
	return p, err
}

func (in *caseImport) prepared(ctx context.Context, e *disclose.ExportEntry, x disclose.Arrival) (*casebook.Prepared, record.Findings, error) {
	return in.book.Prepare(ctx, casebook.Writing{Case: in.id, Kind: x.Kind, File: disclose.EntryFile(&record.Entry{ID: e.ID, Recorded: e.Recorded}),
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
			return fmt.Errorf("%w: the file of %s is missing", disclose.ErrExport, p.Entry.ID)
		}
		f, sum, err := b.SealFile(ctx, in.id, bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return err
		}
		if id, err := record.ParseID(p.Entry.Str("file")); err != nil || sum != p.Entry.Str("sha256") {
			return fmt.Errorf("%w: the file of %s is not the one that was attached", disclose.ErrExport, p.Entry.ID)
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
