package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newAddCommand(app *App) *cobra.Command {
	o := &addOptions{}
	cmd := &cobra.Command{
		Use: "add CASE KIND", Short: "Record an entry of any kind", GroupID: "daily",
		Long: `Record an entry of any kind. At a terminal the kind's template opens in your
editor. The text can also come from a file (-F) or a pipe.

casefile kinds lists the kinds. Most kinds are a command too: casefile contact K3F9.

` + alsoHelp,
		Example: `  # record a note, with the text from a file
  casefile add K3F9-27QM note -F note.md
  # record one visit in the cases of two children
  casefile add K3F9-27QM contact --also P4W8-3XKM -F contact.md`,
		Args: arguments(2, 2, "CASE KIND"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runAdd(cmd.Context(), app, *o, args[0], casebook.Act{Do: "add", Kind: args[1]})
		},
	}
	o.flags(cmd)
	return writesCaseWith(app, cmd)
}

// opCommands names the command of each kind whose entries have an operation of their own.
var opCommands = map[string]string{
	record.KindConcern: "concern", record.KindClosure: "close", record.KindReopening: "reopen",
	record.KindEndorsement: "endorse", record.KindHold: "hold", record.KindRelease: "release",
	record.KindAttachment: "attach", record.KindHandover: "handover",
	record.KindDisposal: "dispose", record.KindErasure: "erase",
	record.KindTransfer: "transfer sent", record.KindTransferReceipt: "transfer receipt",
}

// runAdd records an entry. The act as has no cases yet.
func runAdd(
	ctx context.Context, app *App, o addOptions, typed string, as casebook.Act,
) error {
	if len(o.also) > 0 {
		return runAddShared(ctx, app, o, append([]string{typed}, o.also...), as)
	}
	if o.link {
		return usage("--link is for an entry in several cases: name the others with --also CASE")
	}
	return withCase(ctx, app, typed, func(b *casebook.Book, id record.ID) error {
		k, err := kindFor(ctx, b, as.Kind)
		if err != nil {
			return err
		}
		if err := ready(ctx, app, b, team.OpAdd, id); err != nil {
			return err
		}
		r := request{textOptions: o.textOptions, act: o.resumeAct(as, []record.ID{id}),
			EntryText: casebook.EntryText{Case: id, Kind: k.Name},
			template:  func() ([]byte, error) { return k.Template(nil), nil },
			check:     b.CrossCheck(ctx, id),
		}
		done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
			return b.Add(ctx, id, []*casebook.Prepared{p}, nil)
		})
		if err != nil {
			return err
		}
		sayHeld(app, id, done.Change.Op == team.OpHold)
		return saved(app, "add", done)
	})
}

// sayHeld says that a case is on hold, since an entry recorded the subject's death.
func sayHeld(app *App, id record.ID, died bool) {
	if died {
		app.say("note: %s is on hold now, as the subject has died; a senior manager may release it",
			id)
	}
}
