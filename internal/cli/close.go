package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newCloseCommand(app *App) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: "close CASE", Short: "Close a case: checks, a closure entry, endorsements",
		GroupID: "manage",
		Long: `Close a case with a closure entry. The command first checks what policy asks for:
open risks, open actions, concerns without triage or category, views, agencies told, and
the review of transfer. The case is then closing. It is closed once it has the
endorsements that policy asks for.

The day in service_ended needs a reason if a contact was held after it, or if the case
was opened here after it. At a terminal the command asks for the reason; in a file it
is service_ended_reason. Without a reason, retention counts from the last contact, and
a day before the opening is refused.

A status that no rule of retention catches needs a reason too: see casefile retention
explain. The command asks once, and says until when the case is kept. In a file the
reason is no_rule_reason. Without it the case is not closed.`,
		Example: `  # close a case, with the text from a file
  casefile close K3F9-27QM -F closure.md`,
		Args: arguments(1, 1, "CASE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
				return runClose(ctx, app, b, id, *o)
			}),
	}
	o.flags(cmd)
	return writesCase(app, cmd)
}

func runClose(ctx context.Context, app *App, b *casebook.Book, id record.ID, o textOptions) error {
	if err := ready(ctx, app, b, team.OpClose, id); err != nil {
		return err
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if err := mayClose(b, d); err != nil {
		return err
	}
	r := request{textOptions: o.recordedAgain(d), act: casebook.OnCase("close", id),
		template:  templateOf(ctx, b, record.KindClosure),
		EntryText: casebook.EntryText{Case: id, Kind: record.KindClosure}}
	r.more = func(text []byte) ([]byte, error) { return askClosing(ctx, app, b, r, text) }
	note, folded := "", cases.Retention{}
	r.check = func(p *casebook.Prepared) (record.Findings, error) {
		closing, err := b.Closing(ctx, id, p)
		if err == nil {
			note = closing.EndNote()
			folded = closing.RetainFrom(p.Entry.Date("service_ended"))
		}
		return nil, err
	}
	done, err := recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Close(ctx, id, p)
	})
	if err != nil {
		return err
	}
	sayClosed(app, b, &done.Dockets[0])
	sayAsked(app, b, d, done)
	if at := done.Dockets[0].RetainUntil; !folded.Until.IsZero() && at.After(folded.Until) {
		app.say("note: the case is kept until %s, as its docket said before it was reopened; its "+
			"rules give %s, and records or a senior manager may bring the date forward: %s", at,
			folded.Until, cases.Redate(id))
	}
	if note != "" {
		app.say("note: %s", note)
	}
	review := cases.ReviewOf(done.Change.Cases[0].Entries[0].Entry)
	if review.Goes() {
		app.say("note: the records go %s; casefile transfer pack %s writes them",
			reviewWords(review), id)
	}
	return saved(app, "close", done)
}

// mayClose refuses a case that can't be closed or is closing already. A new closure may replace the
// pending one if nobody is left who could endorse that.
func mayClose(b *casebook.Book, d *record.Docket) error {
	why := cases.CantClose(d)
	if why == "" {
		return withHint(b.MayAsk(d, record.KindClosure), "casefile %s shows the case", d.Case)
	}
	if d.Status == record.Closing && b.MayAsk(d, record.KindClosure) == nil {
		return nil
	}
	return withHint(inState("%s %s", d.Case, why), "casefile %s shows the case", d.Case)
}

// recordedAgain allows the same words as before in a request that replaces another. If nobody could
// endorse the first request, its author repeats nothing by mistake. was is the docket before.
func (o textOptions) recordedAgain(was *record.Docket) textOptions {
	_, waited := cases.PendingEntry(was)
	o.again = o.again || waited
	return o
}

// sayAsked names the request that a new one replaces. It also says if nobody can endorse the new
// one. was is the docket before.
func sayAsked(app *App, b *casebook.Book, was *record.Docket, done *casebook.Done) {
	if app.global.json {
		return
	}
	if pending, waited := cases.PendingEntry(was); waited {
		app.say("note: it takes the place of %s, which nobody was left to endorse", pending)
	}
	if nobody, err := b.Unanswerable(&done.Dockets[0]); err == nil && nobody {
		app.say("note: with the roles as they are now, nobody can endorse it; casefile team " +
			"shows the roles")
	}
}

// askClosing asks for the reasons that a closure needs, and puts the answers into the text. An
// answer may move the date that the next question shows.
func askClosing(ctx context.Context, app *App, b *casebook.Book, r request, text []byte,
) ([]byte, error) {
	w, asked := r.EntryText, []string{}
	for {
		w.Text, w.File = text, r.fileName(app)
		q, err := b.ClosureQuestion(ctx, w, r.typed(app), asked)
		if err != nil || q == nil {
			return text, err
		}
		answer, err := app.Ask(q.Text)
		if err != nil {
			return text, err
		}
		if asked = append(asked, q.Field); answer != "" {
			text = record.Answer(text, q.Field, answer)
		}
	}
}

func sayClosed(app *App, b *casebook.Book, d *record.Docket) {
	kept := fmt.Sprintf("kept, with no date yet: casefile retention explain %s says why", d.Case)
	if !d.RetainUntil.IsZero() {
		kept = "to be kept until " + d.RetainUntil.String()
	}
	if app.global.json {
		return
	}
	if d.Status == record.Closing {
		app.print("%s  closing; waits for endorsement: %s; %s", d.Case,
			record.Enumerated(b.Policy().Levels(record.KindClosure)), kept)
		return
	}
	app.print("%s  closed; %s", d.Case, kept)
}
