package cli

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/store"
)

// exportFormats are the formats for a whole case.
var exportFormats = []string{"md", "json", "csv"}

func runExportCase(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o exportOptions,
) error {
	format, err := o.caseFormat()
	if err != nil {
		return err
	}
	if o.out == "" {
		o.out = "export-" + string(id)
		if format != "md" {
			o.out += "." + format
		}
	}
	if o.out == "-" {
		return withHint(usage("- is not a file"),
			"-o takes a new file, or for --format md a folder")
	}
	if err := outside(b.Repo(), o.out); err != nil {
		return err
	}
	if _, err := os.Lstat(o.out); err == nil && format != "md" {
		return withHint(usage("%s exists already", o.out), "name another file with -o")
	}
	x, err := exportOf(ctx, b, id)
	if err != nil {
		return err
	}
	if err := writeExport(ctx, b, x, format, o.out); err != nil {
		return err
	}
	app.say("note: %s holds the whole case in readable text: names, addresses that are protected, "+
		"reporters who asked not to be named. Whoever has it can read it; no retention date "+
		"reaches it", o.out)
	for _, l := range x.LeftOut {
		app.say("left out: %s %s", l.Entry, l.Why)
	}
	if format == "csv" && len(x.Files) > 0 {
		app.say("note: %s not in a CSV: --format md or json has them",
			isOrAre(len(x.Files), "attached file"))
	}
	if app.global.json {
		return app.document("export",
			map[string]any{"case": string(id), "format": format, "path": o.out,
				"entries":     len(x.Entries),
				"attachments": len(x.Files), "left_out": len(x.LeftOut), "tip": x.Tip})
	}
	app.print("%s  %s and %s of %s", o.out, record.Plural(len(x.Entries), "entry", "entries"),
		record.Counted(len(x.Files), "attached file"), id)
	return nil
}

func isOrAre(n int, thing string) string {
	if n == 1 {
		return "1 " + thing + " is"
	}
	return record.Counted(n, thing) + " are"
}

// caseFormat returns the format asked for, or that of the file's ending.
func (o exportOptions) caseFormat() (string, error) {
	format := o.format
	if format == "" {
		format = strings.TrimPrefix(filepath.Ext(o.out), ".")
	}
	for _, known := range exportFormats {
		if format == known {
			return format, nil
		}
	}
	if o.format == "" {
		return "md", nil
	}
	return "", usage("a case is exported as md, json or csv, not as %q", o.format)
}

// exportOf reads a whole case with its attached files.
func exportOf(ctx context.Context, b *casebook.Book, id record.ID) (*exchange.Export, error) {
	d, items, err := b.ItemsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	c, err := b.Fold(ctx, d, items)
	if err != nil {
		return nil, err
	}
	if err := forkRefusal("no copy leaves yet", c.MayLeave()); err != nil {
		return nil, err
	}
	b.LostIn(c)
	x, err := exchange.ExportOf(c, items, b.OpenerPast(ctx, c.ID))
	if err != nil {
		return nil, err
	}
	x.Made, x.Tip, x.Docket = b.Now().UTC(), b.Tip(), docketFields(d)
	return x, nil
}

func writeExport(
	ctx context.Context, b *casebook.Book, x *exchange.Export, format, out string,
) error {
	var data []byte
	var err error
	switch format {
	case "md":
		kinds, err := b.Kinds(ctx)
		if err != nil {
			return err
		}
		folder, err := x.Folder(kinds)
		if err != nil {
			return err
		}
		files := store.Contents(folder)
		maps.Copy(files, x.Attached())
		return writeFolder(out, files)
	case "json":
		data, err = x.Document()
	default:
		data, err = x.Table()
	}
	if err != nil {
		return err
	}
	return store.WriteNew(out, 0o600, store.Content(data))
}
