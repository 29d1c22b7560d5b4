package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

// concernOptions are how a concern is told: by five questions at a terminal,
// in the editor, or as a text that is there already.
type concernOptions struct {
	textOptions
	editor bool
}

func newConcernCommand(app *App) *cobra.Command {
	o := &concernOptions{}
	cmd := &cobra.Command{
		Use: "concern [CASE]", Short: "Record a concern; without a case it opens an intake that leads read", GroupID: "daily",
		Annotations: sendsItself,
		Long: `Record a concern about a child's safety or welfare. Anyone in the team may,
also a contributor who reads nothing. Without a case it opens an intake that the
safeguarding leads read; accept makes that a case, or files it into the right one.

At a terminal it asks five things: who, what was seen or heard, when and where,
danger now, whom you told; then it shows the answers, and records them with Enter.
Ctrl-C keeps what is typed as a draft, and draft resume goes on where it stopped.
--editor opens the template instead; -F or a pipe gives a text. What nobody knows
yet is unknown, and becomes due.

The concern is sent at once where there is a remote: it says sent and when, or
NOT SENT and whom to ring (on stderr). It is recorded either way, and the exit
code is 0; with --json, "sent" is true, false, or null where there is no remote.`,
		Args: arguments(0, 1, "[CASE]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return withBook(cmd.Context(), app, func(b *casebook.Book) error { return runIntake(cmd.Context(), app, b, *o) })
			}
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				return runConcern(cmd.Context(), app, b, id, *o)
			})
		},
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.editor, "editor", false, "open the template in the editor, and ask no questions")
	return cmd
}

// emergency prints what the agency wants read before anything is typed.
func emergency(app *App, b *casebook.Book) {
	if text := strings.TrimSpace(b.Policy().Emergency); text != "" {
		app.say("%s", text)
	}
}

func runIntake(ctx context.Context, app *App, b *casebook.Book, o concernOptions) error {
	emergency(app, b)
	if err := b.TakeTipTime(ctx); err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpIntake, ""); err != nil {
		return err
	}
	id, err := b.NewCaseID(ctx)
	if err != nil {
		return err
	}
	return raise(ctx, app, b, o, "casefile concern", id, func(p *casebook.Prepared) (*casebook.Done, error) {
		done, err := b.Intake(ctx, casebook.Opening{Case: id, Entries: []*casebook.Prepared{p}})
		if err == nil && !app.global.json {
			app.print("%s  intake, read by %s", id, strings.Join(done.Dockets[0].Readers(), ", "))
		}
		return done, err
	})
}

func runConcern(ctx context.Context, app *App, b *casebook.Book, id record.ID, o concernOptions) error {
	emergency(app, b)
	if err := b.TakeTipTime(ctx); err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpConcern, id); err != nil {
		return err
	}
	return raise(ctx, app, b, o, "casefile concern "+id.String(), id, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Append(ctx, team.OpConcern, id, p)
	})
}

// raise gets the text of a concern, records it, and sends it at once.
func raise(ctx context.Context, app *App, b *casebook.Book, o concernOptions, command string, id record.ID, save func(*casebook.Prepared) (*casebook.Done, error)) error {
	r := request{textOptions: o.textOptions, command: command, template: templateOf(ctx, b, record.KindConcern),
		Writing: casebook.Writing{Case: id, Kind: record.KindConcern}}
	if app.InTTY && !o.editor {
		r.ask = func(draft []byte) ([]byte, bool, error) { return askConcern(ctx, app, b, draft) }
	}
	done, err := recordText(ctx, app, b, r, save)
	if err != nil {
		return err
	}
	return savedAndSent(ctx, app, b, done)
}
