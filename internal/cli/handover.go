package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/team"
)

// handoverRequest says to whom a case goes, and how its entry is made.
type handoverRequest struct {
	textOptions
	casebook.HandoverPlan
	ask bool // its author completes the entry
}

func newHandoverCommand(app *App) *cobra.Command {
	var h handoverRequest
	var all bool
	cmd := &cobra.Command{
		Use: "handover CASE --to MEMBER | handover --all --from MEMBER --to MEMBER",
		Example: `  # hand one case over, with the entry as the program fills it in
  casefile handover K3F9-27QM --to ben --no-input
  # hand over all cases of asha
  casefile handover --all --from asha --to mina`,
		GroupID: "manage",
		Short:   "Hand a case, or a whole caseload, to another key worker",
		Long: `Hand a case to another key worker, with an entry that says what they must know. The
entry is filled in from the case: open risks, overdue things, the next reviews and
steps. Your editor shows it. -F FILE or a pipe gives another text, and --no-input or
--json records it as filled in. The new key worker is let in first if they can't read
the case.

With --until DATE the key worker stays, and the other covers up to that day. With --all
each case of --from is handed over, as filled in.

Was the command interrupted? Give the same command again: it goes on.`,
		Args: arguments(0, 1, "CASE --to MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return handoverWords(app, cmd, args, h, all)
		},
	}
	h.flags(cmd)
	forText(cmd, textNotWith, "--all", "--no-input", "--json")
	cmd.Flags().StringVar(&h.To, "to", "", "the `member` who takes over")
	cmd.Flags().StringVar(&h.From, "from", "", "with --all: the `member` whose cases they are")
	cmd.Flags().StringVar(&h.Until, "until", "", "only cover, up to and with this `date`")
	cmd.Flags().BoolVar(&all, "all", false, "all cases of --from")
	return asksCase(app, cmd, caseArg{lacks: unlessFlag("all"), confirms: always})
}

func handoverWords(app *App, cmd *cobra.Command, args []string, h handoverRequest, all bool) error {
	wrong := ""
	switch {
	case h.To == "":
		wrong = "--to MEMBER says who takes over"
	case all && (h.From == "" || len(args) > 0):
		wrong = "--all goes with --from MEMBER and no case"
	case all && (h.file != "" || h.draft != "" || h.Until != ""):
		wrong = "--all goes with no -F, --draft or --until"
	case !all && len(args) == 0:
		wrong = "handover takes a case, or --all --from MEMBER"
	case !all && h.From != "":
		wrong = "--from goes with --all; the case says who its key worker is"
	}
	if wrong != "" {
		return withHint(usage("%s", wrong), "casefile handover --help")
	}
	if all {
		return withBook(cmd.Context(), app, func(b *casebook.Book) error {
			h.Reason = fmt.Sprintf("all cases of %s pass to %s", b.Team().Name(h.From),
				b.Team().Name(h.To))
			return runHandoverAll(cmd.Context(), app, b, h.HandoverPlan)
		})
	}
	h.ask = !app.global.noInput && !app.global.json
	return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
		return runHandover(cmd.Context(), app, b, id, h)
	})
}

func runHandover(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, h handoverRequest,
) error {
	h, err := handable(ctx, app, b, id, h)
	if err != nil {
		return err
	}
	var let *casebook.Granted
	save := func(p *casebook.Prepared) (done *casebook.Done, err error) {
		done, let, err = b.LetInAndHandOver(ctx, id, h.To, p)
		return done, err
	}
	done, err := handOver(ctx, app, b, id, h, save)
	if err != nil {
		return err
	}
	return sayHandedOver(app, b, id, h.HandoverPlan, done, let)
}

// handOver makes the entry of a handover and records it. The entry is filled in from the case, or
// completed by its author, or the author's own text.
func handOver(ctx context.Context, app *App, b *casebook.Book, id record.ID, h handoverRequest,
	save func(*casebook.Prepared) (*casebook.Done, error)) (*casebook.Done, error) {
	r := request{textOptions: h.textOptions,
		act:       casebook.OnCase("handover", id).With("to", h.To).With("until", h.Until),
		EntryText: casebook.EntryText{Case: id, Kind: record.KindHandover},
		alter: func(text []byte) ([]byte, record.Findings) {
			return record.SetFields(text, h.Fields()), nil
		},
		check: func(p *casebook.Prepared) (record.Findings, error) {
			return h.Differs(p.Entry, commandLine), nil
		},
		template: func() ([]byte, error) { return handoverTemplate(ctx, b, id, h.HandoverPlan) },
	}
	if h.ask || h.file != "" || h.draft != "" {
		return recordText(ctx, app, b, r, save)
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	text, err := b.HandoverText(c, h.HandoverPlan, nextSteps(b))
	if err != nil {
		return nil, err
	}
	r.file = "handover.md" // the name in findings
	return prepareAndSave(ctx, app, b, r, text, save)
}

// handoverTemplate returns the kind's template, filled in from the case.
func handoverTemplate(ctx context.Context, b *casebook.Book, id record.ID,
	h casebook.HandoverPlan) ([]byte, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	given := map[string]string{"headline": h.Headline(b.Team())}
	for _, f := range h.Fields() {
		given[f[0]] = f[1]
	}
	known, err := casebook.KnownOf(c, nextSteps(b))
	if err != nil {
		return nil, err
	}
	text, err := filledTemplate(ctx, b, record.KindHandover, given)()
	return known.Complete(text), err
}

// handable makes the checks that need no text, and fills in who hands over.
func handable(ctx context.Context, app *App, b *casebook.Book, id record.ID, h handoverRequest) (
	handoverRequest, error,
) {
	if err := ready(ctx, app, b, team.OpHandover, id); err != nil {
		return h, err
	}
	if err := knownMembers(b, []string{h.To}); err != nil {
		return h, err
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return h, err
	}
	if cases.CantAccept(d) == "" { // an intake that can be accepted has no key worker yet
		return h, withHint(inState("%s %s", id, cases.CantHandOver(d)),
			"casefile accept %s --key-worker %s", id, h.To)
	}
	if err := b.Takes(d, h.To); err != nil {
		return h, err
	}
	h.From = d.KeyWorker
	return h, coverDay(b, h.HandoverPlan)
}

func coverDay(b *casebook.Book, h casebook.HandoverPlan) error {
	if !h.Cover() {
		return nil
	}
	day, err := dayFlag("until", h.Until)
	if err != nil {
		return err
	}
	if day.Before(b.Policy().Today(b.Now())) {
		return usage("--until: %s has passed", day)
	}
	return nil
}

func sayHandedOver(app *App, b *casebook.Book, id record.ID, h casebook.HandoverPlan,
	done *casebook.Done, let *casebook.Granted) error {
	if app.global.json {
		fields := doneFields(done)
		fields["from"], fields["to"], fields["until"], fields["granted"] = h.From, h.To,
			orNil(h.Until), let != nil
		return app.document("handover", fields)
	}
	if let != nil {
		app.print("%s  can now be read by %s", id, h.To)
	}
	if h.Cover() {
		app.print("%s  covered by %s until %s; the key worker stays %s", id, h.To, h.Until, h.From)
	} else {
		app.print("%s  handed over, key worker %s", id, h.To)
	}
	if let != nil && len(let.Missing) > 0 {
		app.say("note: entries of epoch %s don't open for you, so you could not hand them on",
			numbers(let.Missing))
	}
	if !h.Cover() {
		sayShutOut(app, b, &done.Dockets[0])
	}
	return saved(app, "handover", done)
}

// sayShutOut names the new key worker's line manager if they can't read the case. They would then
// not be told what is late in it.
func sayShutOut(app *App, b *casebook.Book, d *record.Docket) {
	if line, out := duty.ShutOut(d, b.Team()); out {
		app.say("note: %s, who is %s's line manager, can't read it: casefile readers %s grant %s",
			line, d.KeyWorker, d.Case, line)
	}
}
