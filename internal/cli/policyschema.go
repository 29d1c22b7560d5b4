package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newPolicySchema(app *App) *cobra.Command {
	var remove []string
	cmd := &cobra.Command{
		Use: "schema [KIND.json...]", Short: "Add the agency's own kinds, or tighten built-in ones",
		Example: `  # add a kind of the agency's own
  casefile policy schema mealtime.json
  # take it away again
  casefile policy schema --remove mealtime`,
		Args: arguments(0, -1, "[KIND.json...]"),
		Long: `Add the agency's own kinds of entry, or tighten built-in ones. Each file is a JSON
Schema, named after its kind. A schema for a built-in kind adds to the built-in schema
and never replaces it. casefile kinds note --schema shows a model.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args)+len(remove) == 0 {
				return usage("policy schema needs a file KIND.json, or --remove KIND")
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				return runPolicySchema(cmd.Context(), app, b, args, remove)
			})
		},
	}
	cmd.Flags().StringSliceVar(&remove, "remove", nil, "take the agency's schema of a `kind` away")
	return cmd
}

func runPolicySchema(ctx context.Context, app *App, b *casebook.Book, files,
	remove []string,
) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpPolicy, ""); err != nil {
		return err
	}
	changes := map[string][]byte{}
	for _, file := range files {
		text, err := readText(app, file, aSetting)
		if err != nil {
			return err
		}
		name, ok := strings.CutSuffix(filepath.Base(file), ".json")
		if !ok {
			return usage("%s: a kind's schema is a file KIND.json", file)
		}
		changes[name] = text
	}
	for _, name := range remove {
		changes[name] = nil
	}
	done, err := b.SetPolicy(ctx, casebook.PolicyChange{Schemas: changes})
	if err != nil {
		return schemaHint(err)
	}
	return sayPolicy(app, b, "policy-schema", done)
}

// schemaHint adds the hint where a schema is refused.
func schemaHint(err error) error {
	switch {
	case errors.Is(err, casebook.ErrSchemaUnused):
		return withHint(usage("%v", err), "casefile kinds note --schema shows a model")
	case errors.Is(err, record.ErrSchema):
		return withHint(err, "mend the schema; nothing was changed")
	}
	return err
}
