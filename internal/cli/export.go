package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/store"
)

type exportOptions struct {
	proof, out, format string
}

func newExportCommand(app *App) *cobra.Command {
	o := &exportOptions{}
	cmd := &cobra.Command{
		Use: "export CASE | --proof ENTRY", Short: "Write a whole case in readable text, or the " +
			"proof of one entry", GroupID: "keep",
		Long: `Write a case, or the proof of one entry, for people and programs outside.

CASE writes everything that the case holds, in readable text. --format says how:

  md     a folder: a Markdown file for each entry, exactly as it was recorded, the
         attached files, the facts of the commits in case.json, and index.md
  json   one document with all of that
  csv    a line for each entry and a column for each field

casefile import export makes a case of md or json again.

--proof ENTRY writes the text of one entry exactly as it was sealed, with the commit
that recorded it. It shows who recorded exactly this text and when, and no other text
of the case. casefile verify --proof DIR checks it; the README.md in the folder gives
stock commands that do so too. Whoever can read the entry can write its proof.`,
		Example: `  # a folder with every entry in readable text
  casefile export K3F9-27QM -o tobi
  # prove one entry, and disclose nothing else
  casefile export --proof K3F9-27QM/3CNC-57JV -o proof`,
		Args: arguments(0, 1, "CASE or --proof ENTRY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if (o.proof == "") == (len(args) == 0) || o.proof != "" && o.format != "" {
				return withHint(usage("export takes CASE or --proof ENTRY"),
					"casefile export --help")
			}
			if o.proof == "" && strings.Contains(args[0], "/") {
				return withHint(
					usage("%s is an entry: a whole case is exported, or the proof of one entry",
						args[0]), "casefile export --proof %s", args[0])
			}
			if o.proof == "" {
				return withCase(cmd.Context(), app, args[0],
					func(b *casebook.Book, id record.ID) error {
						return runExportCase(cmd.Context(), app, b, id, *o)
					})
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				return runExportProof(cmd.Context(), app, b, *o)
			})
		},
	}
	cmd.Flags().StringVar(&o.proof, "proof", "", "prove one `entry`, and disclose nothing else")
	cmd.Flags().StringVar(&o.format, "format", "", "of a case: md (a folder), json or csv (a file)")
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "the `folder` to write, new or empty; or "+
		"the file")
	return asksCase(app, cmd, caseArg{lacks: unlessFlag("proof"), confirms: always})
}

func runExportProof(ctx context.Context, app *App, b *casebook.Book, o exportOptions) error {
	ref, err := b.FindEntry(ctx, o.proof, "")
	if err != nil {
		return err
	}
	if o.out == "" {
		o.out = fmt.Sprintf("proof-%s-%s", string(ref.Case), string(ref.Entry))
	}
	if err := outside(b.Repo(), o.out); err != nil {
		return err
	}
	it, err := b.OpenEntry(ctx, ref)
	if err != nil {
		return err
	}
	if it.Fault != "" {
		return &casebook.EntryFault{Ref: ref, Fault: it.Fault}
	}
	files, err := proofPackage(ctx, app, b.Repo(), it)
	if err != nil {
		return err
	}
	if err := writeFolder(o.out, store.Contents(files)); err != nil {
		return err
	}
	app.say("note: the text can be read by anyone who has %s; team.yaml in it names the members "+
		"of the team", o.out)
	return exported(app, o.out, it)
}

func exported(app *App, folder string, it cases.Item) error {
	if app.global.json {
		return app.document("export", map[string]any{"proof": map[string]any{
			"folder": folder, "case": string(it.Case), "entry": string(it.ID), "sha256": it.SHA256,
			"commit": it.Commit,
		}})
	}
	app.print("%s  proof of %s, recorded by %s in commit %.12s", folder, it.Ref(),
		takenOver(it.By, it.Adopter()), it.Commit)
	return nil
}

// proofPackage returns the files of a proof. It verifies the proof first.
func proofPackage(ctx context.Context, app *App, repo *store.Repo, it cases.Item) (
	disclose.Package, error,
) {
	files, err := casebook.ProofObjects(ctx, repo, it)
	if err != nil {
		return nil, err
	}
	judged, err := disclose.JudgeProof(files, casebook.ProofFacts(app.kinds, files))
	if err != nil {
		return nil, err
	}
	if len(judged.Faults) > 0 {
		f := judged.Faults[0]
		return nil, &casebook.EntryFault{Ref: it.Ref(), Fault: f.File + ": " + f.Means}
	}
	return judged.Proof.Package()
}
