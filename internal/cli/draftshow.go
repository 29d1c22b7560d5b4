package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func newDraftShow(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "show DRAFT", Short: "Print a draft's text", Args: arguments(1, 1, "DRAFT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDraftShow(cmd.Context(), app, args[0])
		},
	}
}

// runDraftShow prints a draft: also where the records can't be opened, one that lies elsewhere.
func runDraftShow(ctx context.Context, app *App, typed string) error {
	var d casebook.Draft
	err := withBook(ctx, app, func(b *casebook.Book) (err error) {
		d, err = b.OpenDraft(typed)
		return err
	})
	if err != nil {
		elsewhere, found := besideNamed(app, typed)
		if !found {
			return err
		}
		if d, err = ownPerson(app).OpenBeside(elsewhere); err != nil {
			return err
		}
	}
	return printDraft(app, d)
}

// besideNamed is the one draft outside of any records that an ID, or its beginning, names.
func besideNamed(app *App, typed string) (found casebook.Draft, ok bool) {
	prefix, err := record.ParsePrefix(typed)
	if err != nil {
		return found, false
	}
	n := 0
	for _, d := range besideIdentity(app) {
		if strings.HasPrefix(string(d.ID), prefix) {
			found = d
			n++
		}
	}
	return found, n == 1
}

func printDraft(app *App, d casebook.Draft) error {
	if app.global.json {
		return app.document("draft-show", map[string]any{"id": string(d.ID), "command": d.Act.String(),
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
