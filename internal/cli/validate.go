package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/duty"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

type validateOptions struct {
	kind       string
	errorsOnly bool
}

func newValidateCommand(app *App) *cobra.Command {
	o := &validateOptions{}
	cmd := &cobra.Command{
		Use: "validate [CASE | FILE.md...]", Short: "Check the records, one case, or Markdown " +
			"files", GroupID: "look",
		Long: `Check entries, and what they add up to. Without arguments: every case that you can
read. With a case: that case. With files: Markdown texts alone, for an editor or a CI
job, without a repository.

Findings go to stdout, as file:line:column. The exit code is 20 if there are findings.
--errors leaves warnings out.`,
		Example: `  # every case that you can read
  casefile validate
  # one case
  casefile validate K3F9-27QM
  # a text, before it is recorded
  casefile validate contact.md --kind contact`,
		Args: arguments(0, -1, "[CASE | FILE.md...]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runValidate(cmd.Context(), app, *o, args)
		},
	}
	cmd.Flags().StringVar(&o.kind, "kind", "", "the `kind` of files that don't say it themselves")
	cmd.Flags().BoolVar(&o.errorsOnly, "errors", false, "only errors, no warnings")
	return cmd
}

func runValidate(ctx context.Context, app *App, o validateOptions, args []string) error {
	if len(args) == 0 {
		return withBook(ctx, app, func(b *casebook.Book) error {
			findings, err := validateAll(ctx, app, b)
			return answerFindings(app, o, findings, err)
		})
	}
	if len(args) == 1 && !isFile(args[0]) && record.LooksLikeID(args[0]) {
		return withCase(ctx, app, args[0], func(b *casebook.Book, id record.ID) error {
			findings, err := validateCase(ctx, b, id)
			return answerFindings(app, o, findings, err)
		})
	}
	findings, err := validateFiles(ctx, app, o, args)
	return answerFindings(app, o, findings, err)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() || path == "-" || strings.HasSuffix(path, ".md")
}

// answerFindings prints findings and sets the exit code.
func answerFindings(app *App, o validateOptions, all record.Findings, err error) error {
	if err != nil {
		return err
	}
	all.Sort()
	list := record.Findings{}
	failed := 0
	for _, f := range all {
		if f.Severity == record.Error {
			failed++
		} else if o.errorsOnly {
			continue
		}
		list = append(list, f)
	}
	if app.global.json {
		if err := app.document("validate",
			map[string]any{"findings": list, "errors": failed,
				"warnings": len(list) - failed}); err != nil {
			return err
		}
	} else {
		for _, f := range list {
			app.print("%s", f)
			if f.Do != "" {
				app.print("    %s", f.Do)
			}
		}
	}
	if len(list) > 0 {
		return withHint(fmt.Errorf("%w: %s, %s", errFindings, record.Counted(failed, "error"),
			record.Counted(len(list)-failed, "warning")), "casefile rules explains each rule")
	}
	return nil
}

// validateFiles checks plain texts by the policy and kinds of the records here, or by the built-in
// ones.
func validateFiles(ctx context.Context, app *App, o validateOptions, files []string) (
	record.Findings, error,
) {
	kinds, about, done, err := rulesForFiles(ctx, app)
	if err != nil {
		return nil, err
	}
	defer done()
	about.Kind = o.kind
	if _, ok := kinds.Kind(o.kind); o.kind != "" && !ok {
		return nil, withHint(notFound("there is no kind %q", o.kind), "casefile kinds lists them")
	}
	var all record.Findings
	for _, file := range files {
		text, err := readText(app, file, aText)
		if err != nil {
			return nil, err
		}
		all = append(all, kinds.CheckTyped(text, filepath.ToSlash(file), about)...)
	}
	return all, nil
}

// rulesForFiles returns the kinds and the policy for plain texts.
func rulesForFiles(ctx context.Context, app *App) (*record.Kinds, record.Context, func(), error) {
	now, err := app.Now()
	if err != nil {
		return nil, record.Context{}, nil, err
	}
	plain := record.Context{Now: now}
	repo, err := repo(ctx, app)
	if err != nil {
		kinds, builtinErr := record.Builtin()
		return kinds, plain, func() {}, builtinErr
	}
	clock, err := app.clock()
	if err != nil {
		return nil, plain, nil, err
	}
	b, err := casebook.Open(ctx, repo, casebook.Options{Clock: clock, Reserved: commandNames(),
		Mark: app.mark()})
	if errors.Is(err, ledger.ErrNoRecords) || errors.Is(err, store.ErrNotRepository) {
		kinds, err := record.Builtin()
		return kinds, plain, func() { repo.Close() }, err
	}
	if err != nil {
		repo.Close()
		return nil, plain, nil, err
	}
	if err := lookBack(ctx, app, b); err != nil {
		repo.Close()
		return nil, plain, nil, err
	}
	kinds, err := b.Kinds(ctx)
	return kinds, b.CheckContext(""), func() { repo.Close() }, err
}

// validateAll checks all readable cases, and the dockets of the others.
func validateAll(ctx context.Context, app *App, b *casebook.Book) (record.Findings, error) {
	all := b.Policy().Review(b.Policy().Today(b.Now()), verify.PolicyPath)
	dockets, _, err := b.DocketsListed(ctx)
	if err != nil {
		return nil, err
	}
	me := whoLooks(app, b)
	err = b.EachChecked(ctx, dockets, me, func(r *duty.Row) error {
		duties, err := duty.GatherRow(b, r.Facts, me, worldOf(b))
		all = append(all, r.Found(duties, worldOf(b))...)
		return err
	})
	return all, err
}

// validateCase checks each text in force, and then the case as a whole.
func validateCase(ctx context.Context, b *casebook.Book, id record.ID) (record.Findings, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	duties, err := dutiesIn(b, c)
	if err != nil {
		return nil, err
	}
	r := duty.RowOf(c)
	r.Outline.Texts, err = b.TextFindings(ctx, c)
	return r.Found(duties, worldOf(b)), err
}
