package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/disclose"
	"casefile/internal/exchange"
	"casefile/internal/record"
)

type importExportOptions struct {
	openOptions
	into, agency string
}

func newImportExportCommand(app *App) *cobra.Command {
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
			return withBook(cmd.Context(), app, func(b *casebook.Book) error { return runImportExport(cmd.Context(), app, b, *o, args[0]) })
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
	export  *exchange.Export
	kinds   *record.Kinds
	agency  string
	id      record.ID // of the case that it comes into
	into    bool      // which is there already
	with    []record.Ref
	entries []*casebook.Prepared
	quoted  map[string]int // kinds that came as notes
}

func runImportExport(ctx context.Context, app *App, b *casebook.Book, o importExportOptions, path string) error {
	if err := writing(app); err != nil {
		return err
	}
	opening, err := importTarget(ctx, app, b, o)
	if err != nil {
		return err
	}
	files, err := readExportFiles(path)
	if err != nil {
		return err
	}
	x, err := exchange.ReadExport(files)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return err
	}
	in := &caseImport{app: app, book: b, export: x, kinds: kinds, agency: o.agency, id: opening.Case, quoted: map[string]int{}}
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
func importTarget(ctx context.Context, app *App, b *casebook.Book, o importExportOptions) (casebook.Opening, error) {
	if o.into == "" {
		return opening(ctx, app, b, o.openOptions)
	}
	id, err := b.FindCase(ctx, o.into)
	if err != nil {
		return casebook.Opening{}, err
	}
	return casebook.Opening{Case: id}, ready(ctx, app, b, "add", id)
}

// readExportFiles reads a folder, or the one file as case.json.
func readExportFiles(path string) (disclose.Package, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		data, err := os.ReadFile(path)
		return disclose.Package{exchange.ExportFile: data}, err
	}
	files := disclose.Package{}
	for _, folder := range []string{"", exchange.EntriesFolder, disclose.AttachmentsFolder} {
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
	if files[exchange.ExportFile] == nil {
		return nil, withHint(fmt.Errorf("%w: %s has no %s", exchange.ErrExport, path, exchange.ExportFile), "casefile export CASE makes one")
	}
	return files, nil
}
