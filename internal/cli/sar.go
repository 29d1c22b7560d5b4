package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// sarOptions holds the flags of all steps of a subject access request.
type sarOptions struct {
	textOptions
	request string // if a case has several
	folder  string // folder of the pack
	outcome string // outcome of a request that is closed without a copy
	print   bool   // print the text to fill in, and record nothing
	editor  bool   // use the editor, and ask no questions
}

func newSarCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "sar [CASE]", GroupID: "keep", Short: "Subject access requests: the clock, the " +
			"copy, the answer",
		Long: `Answer somebody who asks to see the record. Without a case, list the open requests in
the cases that you can read. With a case, show where its requests stand.

  sar open CASE        the request: who asks, in what role, by what right
  sar clarify CASE     what was asked back, and the answer; meanwhile the clock stops
  sar extend CASE      the person was told that it takes longer
  sar draft CASE       make the copy, in a folder outside the records
  sar decide CASE      decide whom the copy names, and what it leaves out
  sar disclose CASE    hand the copy out, and record that
  sar close CASE       the request ended without a copy

If the record names somebody about whom nobody has decided, no copy is written, and the
exit code is 20. Decisions are entries. A manager endorses them before the copy is
handed out.

If somebody other than the subject asks, concerns, triages, referrals, risks and
complaints go into the copy only by a decision on each. In two cases a manager first
decides whether the request is answered at all: a child who understands does not
plainly wish it, or the person who asks is or may be a source of harm. Nothing is
drafted before that decision (exit code 23).`,
		Example: `  # the requests that are open
  casefile sar
  # where the requests of a case stand
  casefile sar K3F9-27QM`,
		Args: arguments(0, 1, "perhaps a CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return withBook(cmd.Context(), app, func(b *casebook.Book) error {
					return runSarList(cmd.Context(), app, b)
				})
			}
			return withCase(cmd.Context(), app, args[0],
				func(b *casebook.Book, id record.ID) error {
					return runSarShow(cmd.Context(), app, b, id)
				})
		},
	}
	cmd.AddCommand(newSarOpen(app), newSarClarify(app), newSarExtend(app),
		newSarDecide(app), newSarDraft(app), newSarDisclose(app), newSarClose(app))
	return asksCase(app, cmd, caseArg{lacks: never})
}

// sarRun runs one step in a case that was found.
type sarRun func(context.Context, *App, *casebook.Book, record.ID, sarOptions) error

func sarStepCommand(app *App, use, short string, run sarRun) *cobra.Command {
	o := &sarOptions{}
	cmd := sarVerbCommand(app, use, short, o, run)
	o.flags(cmd)
	return cmd
}

func sarVerbCommand(app *App, use, short string, o *sarOptions, run sarRun) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Args: arguments(1, 1, "CASE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
				return run(ctx, app, b, id, *o)
			}),
	}
	cmd.Flags().StringVar(&o.request, "request", "", "the request meant, by its `entry`, where "+
		"several are open")
	return writesCase(app, cmd)
}

// runSarList lists the open requests of all cases, the most urgent first.
func runSarList(ctx context.Context, app *App, b *casebook.Book) error {
	var open []*cases.Access
	unread, err := b.EachCase(ctx, nil, func(c *cases.Case) error {
		for _, r := range c.Access {
			if r.Open() {
				open = append(open, r)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(open, access.ByDue)
	if app.global.json {
		rows := []map[string]any{}
		for _, r := range open {
			rows = append(rows, requestFields(r))
		}
		return app.document("sar", map[string]any{"requests": rows,
			"unread": append([]record.ID{}, unread...)})
	}
	for _, r := range open {
		app.print("%s  %s", askedWords(r), dueWords(r))
	}
	if len(open) == 0 {
		app.print("no request is open")
	}
	for _, id := range unread {
		app.say("note: %s could not be opened, and is not in the list", id)
	}
	return nil
}

// askedWords identifies a request: when it came, from whom, and in what role they ask.
func askedWords(r *cases.Access) string {
	e := r.Entry
	return fmt.Sprintf("%s  asked on %s by %s (%s)", e.Ref(), e.Str("received_on"),
		e.Str("who"), e.Str("as"))
}

func dueWords(r *cases.Access) string {
	switch {
	case r.Due.IsZero():
		return "the clock stands still"
	case r.Overdue:
		return fmt.Sprintf("OVERDUE since %s", r.Due)
	}
	return fmt.Sprintf("answer by %s", r.Due)
}

// requestFields returns the fields of a request in JSON.
func requestFields(r *cases.Access) map[string]any {
	e := r.Entry
	return map[string]any{"entry": e.Ref().String(), "who": e.Str("who"), "as": e.Str("as"),
		"received_on": e.Str("received_on"), "identity": e.Str("identity"),
		"starts": dayOrNil(r.Starts), "due": dayOrNil(r.Due), "overdue": r.Overdue,
		"steps": r.Steps, "closed_on": dayOrNil(r.ClosedOn)}
}

func dayOrNil(d record.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// runSarShow says how the requests of one case stand.
func runSarShow(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	rows := []map[string]any{}
	for _, r := range c.Access {
		open, err := openOf(ctx, app, b, c, r)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		next := nextOf(c, r, open, err, agencyOf(b))
		fields := requestFields(r)
		fields["next"], fields["open"] = next, countFields(open)
		rows = append(rows, fields)
		if !app.global.json {
			printRequest(app, r, open, next)
		}
	}
	if app.global.json {
		return app.document("sar", map[string]any{"case": string(id), "requests": rows})
	}
	if len(rows) == 0 {
		app.print("%s  nobody has asked for the record", id)
	}
	return nil
}

// nextOf says what must be done about a request, in sentences and as commands. For an answered
// request it returns nil. err says why the open questions are unknown. An error in a decision is
// left out: another line names it.
func nextOf(c *cases.Case, r *cases.Access, open access.Counts, err error,
	a access.Agency,
) []string {
	next := access.Wanting(c, r, a)
	switch {
	case !r.Open():
	case err != nil && !errors.Is(err, access.ErrDecision):
		next = append(next, err.Error())
	case open.Any():
		next = append(next, fmt.Sprintf("casefile sar decide %s", access.Argument(c, r)))
	case !access.AwaitsAnswer(c, r, a):
		next = append(next, fmt.Sprintf("casefile sar draft %s", access.Argument(c, r)))
	}
	return next
}

func printRequest(app *App, r *cases.Access, open access.Counts, next []string) {
	app.print("%s, identity %s", askedWords(r), r.Entry.Str("identity"))
	for _, step := range r.Steps {
		app.print("  %s", step)
	}
	if !r.Open() {
		app.print("  answered on %s", r.ClosedOn)
		return
	}
	app.print("  %s", dueWords(r))
	if open.Any() {
		app.print("  to decide: %s", open)
	}
	for _, line := range next {
		app.print("  next: %s", line)
	}
}
