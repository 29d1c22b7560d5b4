package cli

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

func newPolicySchema(app *App) *cobra.Command {
	var remove []string
	cmd := &cobra.Command{
		Use: "schema [KIND.json...]", Short: "Add the agency's own kinds, or tighten built-in ones", Args: arguments(0, -1, "[KIND.json...]"),
		Long: `Add the agency's own kinds of entry, or tighten built-in ones. Each file is a
JSON Schema; its name is the kind's. A schema for a built-in kind applies besides
the built-in one, never instead. casefile kinds note --schema shows a model.`,
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

func runPolicySchema(ctx context.Context, app *App, b *casebook.Book, files, remove []string) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpPolicy, ""); err != nil {
		return err
	}
	own, err := b.Schemas(ctx)
	if err != nil {
		return err
	}
	changes := map[string][]byte{}
	for _, file := range files {
		text, err := readText(app, file)
		if err != nil {
			return err
		}
		name, ok := strings.CutSuffix(filepath.Base(file), ".json")
		if !ok {
			return usage("%s: a kind's schema is a file KIND.json", file)
		}
		own[name], changes[schemaPath(name)] = text, text
	}
	for _, name := range remove {
		if _, there := own[name]; !there {
			return notFound("the agency has no schema of its own for %q", name)
		}
		delete(own, name)
		changes[schemaPath(name)] = nil
	}
	if err := checkSchemas(app, own); err != nil {
		return err
	}
	return saveSchemas(ctx, app, b, changes)
}

func schemaPath(kind string) string { return verify.SchemaFolder + kind + ".json" }

// checkSchemas refuses schemas that no entry could be checked against.
func checkSchemas(app *App, own map[string][]byte) error {
	built, err := record.Builtin()
	if err != nil {
		return err
	}
	built.Reserved = commandNames(app)
	all, err := built.With(own)
	if err != nil {
		return withHint(err, "mend the schema; nothing was changed")
	}
	for name := range own {
		if _, ok := all.Kind(name); !ok {
			return withHint(usage("the schema of %q can't be used", name), "casefile kinds note --schema shows a model")
		}
	}
	return nil
}

func saveSchemas(ctx context.Context, app *App, b *casebook.Book, changes map[string][]byte) error {
	text, err := b.PolicyText(ctx)
	if err != nil {
		return err
	}
	version := b.Policy().Version + 1
	if changes[verify.PolicyPath], err = policy.SetVersion(text, version); err != nil {
		return err
	}
	done, err := b.SetPolicy(ctx, changes)
	if err != nil {
		return err
	}
	if app.global.json {
		return app.document("policy-schema", map[string]any{"commit": done.Commit, "version": version})
	}
	app.print("policy version %d is in force", version)
	return nil
}
