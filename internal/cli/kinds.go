package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/verify"
	"casefile/schema"
)

func newKindsCommand(app *App) *cobra.Command {
	var template, raw bool
	cmd := &cobra.Command{
		Use: "kinds [KIND]", Short: "The kinds of entry, their fields and templates", GroupID: "setup",
		Args: arguments(0, 1, "[KIND]"),
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
				return withHint(notFound("there is no kind %q", args[0]), "casefile kinds lists them")
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

// kindsHere are the kinds of the records at hand, or the built-in ones where
// there are none.
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
			list = append(list, map[string]any{"kind": k.Name, "title": k.Title, "about": k.About, "ops": k.Ops, "agency": k.Agency, "significant": k.Significant})
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
		return app.document("kind", map[string]any{"kind": k.Name, "title": k.Title, "about": k.About, "ops": k.Ops,
			"significant": k.Significant, "agency": k.Agency, "fields": k.Fields, "sections": k.Sections})
	}
	app.print("%s  %s\n%s", k.Name, k.Title, k.About)
	app.print("Recorded by: %s", strings.Join(recordedBy(k), ", "))
	printFields(app, k.Fields, "  ")
	for _, s := range k.Sections {
		app.print("  ## %-21s %s%s", s.Title, needed(s.Required), s.About)
	}
	return nil
}

func printFields(app *App, fields []record.Field, indent string) {
	for _, f := range fields {
		about := needed(f.Required) + f.About
		if len(f.Choices) > 0 {
			about += " (" + strings.Join(f.Choices, ", ") + ")"
		}
		app.print("%s%-24s %s", indent, f.Name, about)
		printFields(app, f.Fields, indent+"  ")
	}
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
		case "add":
			out = append(out, "casefile add CASE "+k.Name)
		case "open":
			out = append(out, "casefile open")
		}
	}
	if len(out) == 0 {
		out = append(out, "the operation "+strings.Join(k.Ops, ", "))
	}
	return out
}

// printSchema prints the schema of a kind: the agency's own from its records.
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

func newRulesCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "rules [RULE]", Short: "The rules that findings name, with their sources", GroupID: "setup",
		Args: arguments(0, 1, "[RULE]"),
		RunE: func(_ *cobra.Command, args []string) error { return runRules(app, args) },
	}
}

// historyRules are those that casefile verify names, beside the others.
func historyRules() []record.Rule {
	var out []record.Rule
	for _, r := range verify.Rules() {
		out = append(out, record.Rule{Name: r.Name, Severity: record.Error, About: r.Means, Source: "history: schema/FORMAT.md, 13 and 14"})
	}
	return out
}

func runRules(app *App, args []string) error {
	all := slices.Concat(record.Rules(), cases.Rules(), policy.Rules(), historyRules())
	list := []record.Rule{}
	for _, r := range all {
		if len(args) == 0 || r.Name == args[0] {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return withHint(notFound("there is no rule %q", args[0]), "casefile rules lists them")
	}
	if app.global.json {
		return app.document("rules", map[string]any{"rules": list})
	}
	for _, r := range list {
		source := ""
		if r.Source != "" {
			source = fmt.Sprintf(" (%s)", r.Source)
		}
		app.print("%-32s %-8s %s%s", r.Name, r.Severity, r.About, source)
	}
	return nil
}

func newCompletionCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", Short: "Print completions for bash, zsh, fish or powershell", GroupID: "setup",
		Args: arguments(1, 1, "bash, zsh, fish or powershell"), ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(app.Out, true)
			case "zsh":
				return root.GenZshCompletion(app.Out)
			case "fish":
				return root.GenFishCompletion(app.Out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(app.Out)
			}
			return usage("there are completions for bash, zsh, fish and powershell, not for %q", args[0])
		},
	}
}

// formatVersion is the format that this program writes.
const formatVersion = 1

func newVersionCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "The program's version; in a records repository also its introduction and the tip judged last", GroupID: "setup",
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return runVersion(cmd.Context(), app) },
	}
}

func runVersion(ctx context.Context, app *App) error {
	facts := map[string]any{"version": programVersion(), "format": formatVersion}
	repo, err := repo(ctx, app)
	if err == nil {
		defer repo.Close()
		if tip, err := repo.Ref(ctx, casebook.MainRef); err == nil && tip != "" {
			judged, _ := repo.Ref(ctx, casebook.VerifiedRef)
			if intro, err := casebook.Introduction(ctx, repo, tip); err == nil && judged != "" {
				facts["introduction"], facts["tip"] = intro, judged // never a tip that nobody judged
			}
		}
	}
	if app.global.json {
		return app.document("version", facts)
	}
	app.print("casefile %s, record format %d", facts["version"], formatVersion)
	if facts["tip"] != nil {
		app.print("introduction %s\ntip          %s\nto pin a copy: --trust %s@%s", facts["introduction"], facts["tip"], facts["introduction"], facts["tip"])
	}
	return nil
}
