package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/report"
)

func newConfirmCommand(app *App) *cobra.Command {
	w := confirmation()
	letter, out := false, &reportOptions{}
	cmd := newAnswerCommand(app, w, &cobra.Command{
		Use: "confirm REFERRAL", Short: "Record that a referral was confirmed in writing",
		GroupID: "daily",
		Long: `Record that a referral by telephone or in person was confirmed in writing: by whom,
when and how. The template has the referral and its receiver. Policy asks for the
confirmation within 24 hours, which run at night and at weekends too. A late one stays
marked as late.

--letter writes the letter of confirmation from the referral, to stdout or to a file
(-o letter.html; also .md and .txt). It records nothing. Send the letter, then record
the confirmation without --letter.

You may name the case if only one referral of it waits for its confirmation.`,
		Example: `  # write the letter that confirms the referral
  casefile confirm K3F9-27QM --letter -o letter.html
  # record that the letter went
  casefile confirm K3F9-27QM -F confirmation.md`,
	})
	record := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !letter {
			if out.out != "" || out.format != "" {
				return withHint(usage("-o and --format go with --letter"),
					"casefile confirm --help")
			}
			return record(cmd, args)
		}
		if cmd.Flags().Changed("file") || cmd.Flags().Changed("draft") {
			return usage("--letter takes no -F and no --draft")
		}
		return withBook(cmd.Context(), app, func(b *casebook.Book) error {
			return runLetter(cmd.Context(), app, b, w, *out, args[0])
		})
	}
	forText(cmd, textNotWith, "--letter")
	cmd.Flags().BoolVar(&letter, "letter", false, "write the letter of confirmation, and record "+
		"nothing")
	cmd.Flags().StringVarP(&out.out, "output", "o", "", "with --letter: write to a `file`, whose "+
		"ending names the format")
	cmd.Flags().StringVar(&out.format, "format", "", "with --letter: text, md or html")
	return cmd
}

func confirmation() answer {
	return answer{command: "confirm", kind: record.KindReferralConfirmation,
		relation: record.KindReferral, about: "be confirmed in writing",
		waits: (*cases.Case).ToConfirm,
		fits:  isOurReferral,
		given: func(r *answerRun) map[string]string {
			receiver := r.target.Map("receiver")
			given := map[string]string{"headline": "Referral of " + r.made() +
				" confirmed in writing", "sent_at": r.nowText()}
			for _, part := range []string{"name", "agency"} {
				if value, _ := receiver[part].(string); value != "" {
					given["sent_to."+part] = value
				}
			}
			return given
		},
		clock: func(c *cases.Case, t *cases.Thread) (string, cases.ClockState) {
			if r := c.Outward(t); r != nil {
				return "confirmed", r.Confirmation
			}
			return "", cases.ClockState{} // the text may name any entry
		},
	}
}

// runLetter writes the letter that confirms a referral.
func runLetter(ctx context.Context, app *App, b *casebook.Book, w answer, o reportOptions,
	typed string,
) error {
	format, err := reportFormat(app, o, report.Markdown)
	if err != nil {
		return err
	}
	ref, err := b.FindCaseOrEntry(ctx, typed)
	if err != nil {
		return err
	}
	run, err := w.find(ctx, b, ref)
	if err != nil {
		return err
	}
	if run.target == nil {
		return run.why
	}
	write := func(out io.Writer) error {
		p, err := page(ctx, app, b, run.c)
		if err != nil {
			return err
		}
		return report.WriteLetter(out, format, p, run.referral(), sender(b))
	}
	if o.out == "" {
		return write(app.Out)
	}
	if err := answerFile(b.Repo(), o.out, write); err != nil {
		return err
	}
	app.say("%s is not encrypted: send it by a way that policy allows, and remove it then", o.out)
	app.say("when it is sent: casefile confirm %s", run.act().On[0])
	return nil
}

// sender returns the member who runs the command, as the letter's signatory.
func sender(b *casebook.Book) report.Sender {
	me, err := b.Me()
	if err != nil {
		return report.Sender{}
	}
	return report.Sender{Name: me.Name, Email: me.Email, Role: roleWords(me.SenderRoles())}
}
