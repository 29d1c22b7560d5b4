package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/team"
)

type importExportOptions struct {
	openOptions
	into, agency string
}

func newImportExportCommand(app *App) *cobra.Command {
	o := &importExportOptions{}
	cmd := &cobra.Command{
		Use: "export DIR|FILE", Short: "Make a case of what casefile export wrote",
		Long: `Make a case of an export: the folder of casefile export --format md, or the file of
--format json. Nothing is lost. Each entry keeps its ID and its text. It also says
where it came from, and who recorded it there and when. Attached files come with it.
Whoever takes the export in is the author here.

A closure, an endorsement or a hold was an act of the agency that had the case, and is
no act of this agency. It comes in as a note with the whole text. So does an entry of a
kind that is not known here.

The newest profile opens the case. --into CASE adds everything to a case of yours. A
text that differs from the exported text is refused, and then nothing is recorded.`,
		Example: `  # open a case from an export
  casefile import export tobi --agency "Northshire CSC"`,
		Args: arguments(1, 1, "DIR or FILE"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runImportExport(ctx, app, b, *o, args[0])
		}),
	}
	cmd.Flags().StringVar(&o.into, "into", "", "add to this `case` instead of opening a new one")
	cmd.Flags().StringVar(&o.agency, "agency", "", "whose records they were")
	cmd.Flags().StringVar(&o.keyWorker, "key-worker", "",
		"the `member` responsible for the new case (default: you)")
	cmd.Flags().StringSliceVar(&o.readers, "reader", nil, "let this `member` read the case as well")
	cmd.Flags().BoolVar(&o.restricted, "restricted", false,
		"only those named with --reader and the key worker can read it")
	return cmd
}

// caseImport is the import of an export.
type caseImport struct {
	export  *exchange.Export
	opening casebook.OpenOrder // of a new case; for an existing one only Case is set
	into    bool
	entries []*casebook.Prepared
	exchange.Arrival
}

func runImportExport(ctx context.Context, app *App, b *casebook.Book, o importExportOptions,
	path string,
) error {
	if err := writing(app); err != nil {
		return err
	}
	in := &caseImport{into: o.into != ""}
	var err error
	if in.opening, err = importTarget(ctx, app, b, o); err != nil {
		return err
	}
	if in.export, err = readExport(app, path); err != nil {
		return err
	}
	if err := in.prepare(ctx, app, b, o.agency); err != nil {
		return err
	}
	// The newest profile opens the case, and a second operation adds all other entries. Both are
	// recorded or neither.
	rest := in.opening.BeginWith(in.entries, in.Opens)
	if _, err := b.TakeIn(ctx, in.opening, rest, in.export.FileOf); err != nil {
		return err
	}
	sayHeld(app, in.opening.Case, slices.ContainsFunc(rest, casebook.Died))
	return importedCase(app, in, path)
}

// importTarget returns the case to import into, and checks the role first.
func importTarget(ctx context.Context, app *App, b *casebook.Book, o importExportOptions) (
	casebook.OpenOrder, error,
) {
	if o.into == "" {
		return opening(ctx, app, b, o.openOptions)
	}
	id, err := b.FindCase(ctx, o.into)
	if err != nil {
		return casebook.OpenOrder{}, err
	}
	return casebook.OpenOrder{Case: id}, ready(ctx, app, b, team.OpAdd, id)
}

// readExport reads an export: a folder, or the one document.
func readExport(app *App, path string) (*exchange.Export, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return readExportFile(app, path, info)
	}
	files, err := exchange.ReadExportFolder(os.DirFS(path))
	if err != nil {
		return nil, inFolder(path, err)
	}
	if files[exchange.ExportFile] == nil {
		return nil, withHint(fmt.Errorf("%w: %s has no %s", exchange.ErrExport, path,
			exchange.ExportFile),
			"casefile export CASE makes one")
	}
	x, err := exchange.ReadExport(files)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return x, err
}

// readExportFile reads a document: a file part by part, a piped one as a whole.
func readExportFile(app *App, path string, info os.FileInfo) (*exchange.Export, error) {
	var src io.Reader
	switch {
	case info.Size() > exchange.MaxArchiveBytes:
		return nil, fmt.Errorf("%s: %w: it has more than %d bytes", path,
			exchange.ErrExport, int64(exchange.MaxArchiveBytes))
	case info.Mode().IsRegular():
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		src = endingFile{f, app.ended}
	default:
		data, err := readText(app, path, anExport)
		if err != nil {
			return nil, err
		}
		src = bytes.NewReader(data)
	}
	x, err := exchange.ReadExportDocument(src)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return x, err
}
