package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/store"
)

func newDraftShow(app *App) *cobra.Command {
	out := ""
	cmd := &cobra.Command{
		Use: "show DRAFT", Short: "Print a draft's text, or write it to a file",
		Long: `Print a draft's text. This needs your identity and no records: it also opens a
draft in a damaged copy, and one kept beside your identity. With -o the text is written
to a new
file, which anybody can read who can read that file. Without -o, no text reaches a disk.`,
		Example: `  # print a draft
  casefile draft show 7HND-2KQ4
  # write it to a file
  casefile draft show 7HND-2KQ4 -o contact.txt`,
		Args: arguments(1, 1, "DRAFT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDraftShow(cmd.Context(), app, args[0], out)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "write the text to a new `file`")
	return cmd
}

// runDraftShow prints a draft, also where the records do not open.
func runDraftShow(ctx context.Context, app *App, typed, out string) error {
	var d casebook.Draft
	err := withBook(ctx, app, func(b *casebook.Book) (err error) {
		d, err = b.OpenDraft(typed)
		return err
	})
	if err != nil {
		elsewhere, found := elsewhereNamed(ctx, app, typed)
		if !found || ctx.Err() != nil {
			return err
		}
		if d, err = ownPerson(app).OpenBeside(elsewhere); err != nil {
			return err
		}
	}
	if out == "" {
		return printDraft(app, d)
	}
	if err := store.WriteNew(out, 0o600, store.Content(d.Text)); err != nil {
		return err
	}
	if app.global.json {
		return app.document("draft-show", map[string]any{"id": string(d.ID), "file": out})
	}
	app.say("note: whoever can read %s can read the text", out)
	app.print("%s  the text of the draft %s", out, d.ID)
	return nil
}

func printDraft(app *App, d casebook.Draft) error {
	if app.global.json {
		return app.document("draft-show",
			map[string]any{"id": string(d.ID), "command": d.Act.String(),
				"text": string(d.Text)})
	}
	if d.Act.TakesDraft() {
		app.say("take it up with: %s --draft %s", d.Act, d.ID)
	} else if d.Why != "" {
		app.say("note: no command is known that takes it up: %s", d.Why)
	}
	app.print("%s", string(d.Text))
	return nil
}
