package cli

import (
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/report"
)

func newInboxCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "inbox [NUMBER]", Short: "What waits for you in all your cases", GroupID: "manage",
		Long: `What waits for you in all cases that you can read, the most urgent first:

  NOW    concerns that nobody has triaged yet (for safeguarding leads), intakes, and
         work that nobody is left to do (for senior managers)
  LATE   clocks that have run out: referrals, reviews, actions, endorsements
  SIGN   entries that wait for your endorsement: casefile endorse -i goes through them
  NEW    cases that were given to you and that you have not opened yet
  BACK   your entries that were returned, and answers to your own returns
  WATCH  cases with nothing recorded for long, without supervision, with too few
         readers, or whose time of keeping is over; a key worker who is away with
         nobody in their place; cover that is over

The inbox shows your own work, and that of the people for whom you act. It also shows
what is late in the cases that you look after. The last line counts what is due later.
casefile due shows the same by date. casefile inbox NUMBER shows the entry or the case
of that line.`,
		Example: `  # what waits for you
  casefile inbox
  # the first thing of the list
  casefile inbox 1`,
		Args: arguments(0, 1, "NUMBER"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runInbox(ctx, app, b, args)
		}),
	}
}

func runInbox(ctx context.Context, app *App, b *casebook.Book, args []string) error {
	in, err := inbox(ctx, app, b)
	if err != nil {
		return err
	}
	if len(args) == 1 {
		return showLine(ctx, app, b, in, args[0])
	}
	sayUnread(app, b, in.Unread)
	if app.global.json {
		app.answered = true
		return report.WriteInbox(app.Out, report.JSON, in)
	}
	return app.Page(func(w io.Writer) error { return report.WriteInbox(w, report.Text, in) })
}

// showLine shows the entry that one line of the inbox is about.
func showLine(ctx context.Context, app *App, b *casebook.Book, in report.Inbox,
	typed string,
) error {
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > len(in.Lines) {
		return withHint(
			notFound("the inbox has no line %s", typed),
			"casefile inbox lists what waits",
		)
	}
	l := in.Lines[n-1]
	if l.Command != "" {
		app.say("%s", l.Command)
	}
	switch {
	case l.Ref.Case == "":
		return nil
	case l.Ref.Entry == "":
		return frontSheet(ctx, app, b, l.Ref.Case)
	}
	return runShow(ctx, app, b, showOptions{}, l.Ref.String())
}

// inbox reads each readable case in which something can wait.
func inbox(ctx context.Context, app *App, b *casebook.Book) (report.Inbox, error) {
	me, err := b.Me()
	if err != nil {
		return report.Inbox{}, err
	}
	w, err := gatherWork(ctx, b, me, mayBeMine(me), nil)
	if err != nil {
		return report.Inbox{}, err
	}
	in := report.Inbox{
		Member: me.ID,
		Name:   me.Name,
		Unread: w.Unread, NotRead: b.NotRead(),
		AsAt:  b.Now(),
		Zone:  b.Policy().Zone(),
		Tip:   b.Tip(),
		Width: app.Width,
	}
	for _, s := range duty.StandsIn(w.Facts, w.World, me.ID) {
		in.AlsoFor = append(
			in.AlsoFor,
			report.StandIn{Member: s.Member, Name: b.Team().Name(s.Member), Until: s.Until},
		)
	}
	in.Take(report.DutyWords{Work: w, Reader: me.ID})
	return in, nil
}

// sayUnread names the cases that were left out, except those that the end of the run names.
func sayUnread(app *App, b *casebook.Book, ids []record.ID) {
	ids = slices.DeleteFunc(slices.Clone(ids), b.LeavesOut)
	for _, id := range ids[:min(len(ids), maxLines)] {
		app.say("note: %s is left out: your key of it does not open; casefile doctor says more", id)
	}
	sayMore(app, len(ids))
}
