package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func (a *App) newDraftCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "draft", Short: "Texts that could not be recorded, kept encrypted in this copy", GroupID: "daily",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return a.withBook(cmd.Context(), a.listDrafts)
		},
	}
	show := &cobra.Command{Use: "show DRAFT", Short: "Print a draft's text", Args: arguments(1, 1, "DRAFT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withBook(cmd.Context(), func(b *casebook.Book) error { return a.showDraft(b, args[0]) })
		}}
	resume := &cobra.Command{Use: "resume DRAFT", Short: "Take a draft up again in the editor", Args: arguments(1, 1, "DRAFT"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.resumeDraft(cmd.Context(), args[0]) }}
	discard := &cobra.Command{Use: "discard DRAFT", Short: "Remove a draft for good", Args: arguments(1, 1, "DRAFT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withBook(cmd.Context(), func(b *casebook.Book) error { return b.DropDraft(args[0]) })
		}}
	cmd.AddCommand(show, resume, discard)
	return cmd
}

func (a *App) listDrafts(b *casebook.Book) error {
	list, err := b.Drafts()
	if err != nil {
		return err
	}
	if a.global.json {
		out := []map[string]any{}
		for _, d := range list {
			out = append(out, map[string]any{"id": string(d.ID), "saved": d.Saved.UTC()})
		}
		return a.document("draft", map[string]any{"drafts": out})
	}
	for _, d := range list {
		a.print("%s  kept %s", d.ID, d.Saved.In(b.Policy().Zone()).Format("2 Jan 2006 15:04"))
	}
	if len(list) == 0 {
		a.say("no drafts")
	}
	return nil
}

func (a *App) showDraft(b *casebook.Book, typed string) error {
	d, err := b.OpenDraft(typed)
	if err != nil {
		return err
	}
	if a.global.json {
		return a.document("draft-show", map[string]any{"id": string(d.ID), "command": d.Command, "text": string(d.Text)})
	}
	a.say("take it up with: %s --draft %s", d.Command, d.ID)
	a.print("%s", string(d.Text))
	return nil
}

// resumeDraft runs the command that the draft came from.
func (a *App) resumeDraft(ctx context.Context, typed string) error {
	var words []string
	err := a.withBook(ctx, func(b *casebook.Book) error {
		d, err := b.OpenDraft(typed)
		words = append(strings.Fields(d.Command), "--draft", string(d.ID))
		return err
	})
	if err != nil {
		return err
	}
	args := append(a.globalArgs(), words[1:]...)
	again := a.rootCommand(args)
	a.addAgencyKind(ctx, again, args)
	again.SetArgs(args)
	return again.ExecuteContext(ctx)
}

// globalArgs repeats the global flags of this run for the command resumed.
func (a *App) globalArgs() []string {
	args := []string{"-C", a.directory()}
	if a.global.json {
		args = append(args, "--json")
	}
	if a.global.identity != "" {
		args = append(args, "--identity", a.global.identity)
	}
	return args
}
