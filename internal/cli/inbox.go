package cli

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/report"
)

func (a *App) newInboxCommand() *cobra.Command {
	return &cobra.Command{
		Use: "inbox [NUMBER]", Short: "What waits for you in all cases that you can read; with its number, one thing of it", GroupID: "manage",
		Long: `What waits for you in all cases that you can read, the most urgent first:

  NOW    concerns that nobody has triaged yet (for safeguarding leads)
  LATE   clocks that have run out: referrals, reviews, actions, endorsements
  SIGN   entries that wait for your endorsement: casefile endorse -i goes through them
  BACK   your entries that were returned, and answers to your own returns
  WATCH  nothing recorded for long, no supervision, a key worker who is away with
         nobody in their place, cover that is over, a case that too few can read

It is yours and that of the people whose cases you cover for now. casefile inbox
NUMBER shows the entry, or the case, of that line.`,
		Args: arguments(0, 1, "NUMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withBook(cmd.Context(), func(b *casebook.Book) error { return a.runInbox(cmd.Context(), b, args) })
		},
	}
}

func (a *App) runInbox(ctx context.Context, b *casebook.Book, args []string) error {
	in, err := a.inbox(ctx, b)
	if err != nil {
		return err
	}
	if len(args) == 1 {
		return a.showLine(ctx, b, in, args[0])
	}
	a.sayUnread(in.Unread)
	if a.global.json {
		a.answered = true
		return report.WriteInbox(a.Out, report.JSON, in)
	}
	return a.Page(func(w io.Writer) error { return report.WriteInbox(w, report.Text, in) })
}

// showLine shows what one line of the inbox is about.
func (a *App) showLine(ctx context.Context, b *casebook.Book, in report.Inbox, typed string) error {
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > len(in.Lines) {
		return withHint(notFound("the inbox has no line %s", typed), "casefile inbox lists what waits")
	}
	l := in.Lines[n-1]
	if l.Command != "" {
		a.say("%s", l.Command)
	}
	if l.Ref.Entry == "" {
		return a.frontSheet(ctx, b, l.Ref.Case)
	}
	return a.runShow(ctx, b, showOptions{}, l.Ref.String())
}

// inbox looks through every case that I can read and in which work goes on, or
// something waits.
func (a *App) inbox(ctx context.Context, b *casebook.Book) (report.Inbox, error) {
	me, err := b.Me()
	if err != nil {
		return report.Inbox{}, err
	}
	d := &desk{b: b, me: me, away: map[string]record.Date{}}
	unread, err := b.EachCase(ctx, waitsIn, d.look)
	if err != nil {
		return report.Inbox{}, err
	}
	d.uncovered()
	d.sort()
	return report.Inbox{Member: me.ID, Name: me.Name, AlsoFor: d.alsoFor, Lines: d.lines, Unread: unread,
		AsAt: b.Now(), Tip: b.Tip(), Width: a.Width}, nil
}

// waitsIn says of a docket whether anything in the case can wait. What was added
// to a case that is over has left a block on it.
func waitsIn(d *record.Docket) bool {
	return d.Status != record.Destroyed && (live(d) || d.Pending != "" || len(d.Blocks) > 0)
}

func (d *desk) sort() {
	order := report.InboxMarks()
	slices.SortStableFunc(d.lines, func(x, y report.InboxLine) int {
		return cmp.Or(cmp.Compare(slices.Index(order, x.Mark), slices.Index(order, y.Mark)), -compareBool(x.Urgent, y.Urgent),
			x.Since.Compare(y.Since), cmp.Compare(x.Ref.Case, y.Ref.Case), cmp.Compare(x.Ref.Entry, y.Ref.Entry))
	})
}

func compareBool(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return 1
	}
	return -1
}

// sayUnread names the cases that were left out.
func (a *App) sayUnread(ids []record.ID) {
	for _, id := range ids {
		a.say("note: %s is left out: its key could not be opened", id)
	}
}

// concernFacts say what a lead must know before opening a concern.
func concernFacts(c *cases.Case, n *cases.Concern) string {
	facts := "danger: " + cmp.Or(n.Immediate, "unknown") + ", unread " + cases.Length(c.Now.Sub(n.Entry.First.FirstRecorded()))
	if late := c.Now.Sub(n.Due); late > 0 && !n.Due.IsZero() {
		facts += ", " + c.Behind(n.Due, late) + " late"
	}
	return facts
}
