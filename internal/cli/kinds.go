package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/schema"
)

func newKindsCommand(app *App) *cobra.Command {
	var template, raw bool
	cmd := &cobra.Command{
		Use: "kinds [KIND]", Short: "The kinds of entry, their fields and templates",
		Example: `  # all kinds of entry
  casefile kinds
  # the fields of a contact
  casefile kinds contact
  # an empty text to fill in
  casefile kinds contact --template > contact.md`,
		GroupID: "setup",
		Args:    arguments(0, 1, "[KIND]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			kinds, err := kindsHere(cmd.Context(), app)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return listKinds(app, kinds)
			}
			k, ok := kinds.Kind(args[0])
			if !ok {
				return withHint(notFound("there is no kind %q", args[0]),
					"casefile kinds lists them")
			}
			switch {
			case template:
				_, err = app.Out.Write(k.Template(nil))
				return err
			case raw:
				return printSchema(cmd.Context(), app, k)
			}
			return printKind(app, k)
		},
	}
	cmd.Flags().BoolVar(&template, "template", false, "print the kind's empty template")
	cmd.Flags().BoolVar(&raw, "schema", false, "print the kind's JSON Schema, for editors")
	return cmd
}

// kindsHere returns the kinds of the records here, or the built-in ones if there are none.
func kindsHere(ctx context.Context, app *App) (*record.Kinds, error) {
	kinds, _, done, err := rulesForFiles(ctx, app)
	if err != nil {
		return nil, err
	}
	done()
	return kinds, nil
}

func listKinds(app *App, kinds *record.Kinds) error {
	list := []map[string]any{}
	for _, name := range kinds.Names() {
		k, ok := kinds.Kind(name)
		if !ok {
			continue
		}
		if app.global.json {
			list = append(list, map[string]any{"kind": k.Name, "title": k.Title, "about": k.About,
				"ops": k.Ops, "agency": k.Agency, "significant": k.Significant})
			continue
		}
		own := ""
		if k.Agency {
			own = " (the agency's own)"
		}
		app.print("%-22s %s%s", k.Name, k.About, own)
	}
	if app.global.json {
		return app.document("kinds", map[string]any{"kinds": list})
	}
	return nil
}

func printKind(app *App, k *record.Kind) error {
	if app.global.json {
		return app.document("kind",
			map[string]any{"kind": k.Name, "title": k.Title, "about": k.About, "ops": k.Ops,
				"significant": k.Significant, "agency": k.Agency, "fields": k.Fields,
				"sections": k.Sections})
	}
	app.print("%s  %s\n%s", k.Name, k.Title, k.About)
	app.print("Recorded by: %s", strings.Join(recordedBy(k), ", "))
	printFields(app, k.Fields, "  ")
	for _, s := range k.Sections {
		app.print("  ## %-21s %s%s", s.Title, needed(s.Required), s.About)
	}
	if due := unknownDue(k.Fields); len(due) > 0 {
		app.print("unknown is an answer, and becomes due: %s", strings.Join(due, ", "))
	}
	return nil
}

// unknownDue returns the required fields that may be unknown.
func unknownDue(fields []record.Field) []string {
	var out []string
	for _, f := range fields {
		if f.Unknown && (f.Required || len(f.OneOf) > 0) {
			out = append(out, f.Name)
		}
	}
	return out
}

func printFields(app *App, fields []record.Field, indent string) {
	for _, f := range fields {
		about := asked(f) + f.About
		if len(f.Choices) > 0 {
			about += " (" + strings.Join(f.Choices, ", ") + ")"
		}
		app.print("%s%-24s %s", indent, f.Name, about)
		printFields(app, f.Fields, indent+"  ")
	}
}

// asked says whether a field is required, or of which fields one is enough.
func asked(f record.Field) string {
	if len(f.OneOf) > 0 {
		return "needed, one of " + strings.Join(f.OneOf, ", ") + ": "
	}
	return needed(f.Required)
}

func needed(required bool) string {
	if required {
		return "needed: "
	}
	return ""
}

// recordedBy names the commands that record a kind.
func recordedBy(k *record.Kind) []string {
	if c := opCommands[k.Name]; c != "" {
		return []string{"casefile " + c}
	}
	var out []string
	for _, op := range k.Ops {
		switch op {
		case team.OpAdd:
			out = append(out, "casefile add CASE "+k.Name)
		case team.OpOpen:
			out = append(out, "casefile open")
		}
	}
	if len(out) == 0 {
		out = append(out, "the operation "+strings.Join(k.Ops, ", "))
	}
	return out
}

// printSchema prints the schema of a kind. That of an agency's own kind comes from its records.
func printSchema(ctx context.Context, app *App, k *record.Kind) error {
	if k.Agency {
		return withBook(ctx, app, func(b *casebook.Book) error {
			own, err := b.Schemas(ctx)
			if err == nil {
				_, err = app.Out.Write(own[k.Name])
			}
			return err
		})
	}
	data, err := schema.Files.ReadFile(k.Name + ".json")
	if err == nil {
		_, err = app.Out.Write(data)
	}
	return err
}
