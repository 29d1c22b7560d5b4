package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// sarOptions are those of every step of a subject access request.
type sarOptions struct {
	textOptions
	request string // where a case has several
	folder  string // of the pack
	outcome string // of a request that is closed without a copy
	print   bool   // the text to fill in, and record nothing
}

func newSarCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "sar [CASE]", GroupID: "keep", Short: "Subject access requests: the clock, the copy with what must be left out, the answer",
		Long: `Answer somebody who asks to see the record. Without a case it lists the requests
that are open in the cases that you can read; with one, where its requests stand.

  sar open CASE        the request: who asks, in what role, by what right
  sar clarify CASE     what was asked back, and the answer; the clock stands still meanwhile
  sar extend CASE      the person was told that it takes longer
  sar draft CASE       make the copy, in a folder outside the records
  sar decide CASE      decide whom the copy names, and what it leaves out
  sar disclose CASE    hand the copy out, and record that
  sar close CASE       the request ended without a copy

The copy fails closed: while somebody is named about whom nobody has decided,
none is written, and the exit code is 20. Decisions are entries, and a manager
endorses them before the copy is handed out.`,
		Args: arguments(0, 1, "perhaps a CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return withBook(cmd.Context(), app, func(b *casebook.Book) error { return runSarList(cmd.Context(), app, b) })
			}
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error { return runSarShow(cmd.Context(), app, b, id) })
		},
	}
	cmd.AddCommand(
		newSarStep(app, "open CASE", "Record a request, as it came", runSarOpen),
		newSarStep(app, "clarify CASE", "Record what was asked back and, once it came, the answer", runSarClarify),
		newSarStep(app, "extend CASE", "Record that the person was told of a longer time", runSarExtend),
		newSarDecide(app), newSarDraft(app), newSarDisclose(app), newSarClose(app))
	return cmd
}

// sarRun is one step, on a case that was found.
type sarRun func(context.Context, *App, *casebook.Book, record.ID, sarOptions) error

func newSarStep(app *App, use, short string, run sarRun) *cobra.Command {
	o := &sarOptions{}
	cmd := newSarVerb(app, use, short, o, run)
	o.flags(cmd)
	return cmd
}

func newSarVerb(app *App, use, short string, o *sarOptions, run sarRun) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				return run(cmd.Context(), app, b, id, *o)
			})
		},
	}
	cmd.Flags().StringVar(&o.request, "request", "", "the request meant, by its `entry`, where several are open")
	return cmd
}

func newSarClose(app *App) *cobra.Command {
	o := &sarOptions{}
	cmd := newSarVerb(app, "close CASE", "Record that a request ended without a copy", o, runSarClose)
	o.flags(cmd)
	cmd.Flags().StringVar(&o.outcome, "outcome", "", "withdrawn, refused or nothing_held")
	return cmd
}

// openRequest is the request that a command is about: the only one open, or the
// one named.
func openRequest(c *cases.Case, o sarOptions) (*cases.Access, error) {
	open := slices.DeleteFunc(slices.Clone(c.Access), func(r *cases.Access) bool { return !r.ClosedOn.IsZero() })
	if o.request != "" {
		prefix, err := record.ParsePrefix(o.request)
		if err != nil {
			return nil, usage("--request: %v", err)
		}
		open = slices.DeleteFunc(open, func(r *cases.Access) bool { return !hasVersion(r.Entry, prefix) })
	}
	switch {
	case len(open) == 0:
		return nil, withHint(inState("%s has no open request like that", c.ID), "casefile sar open %s records one", c.ID)
	case len(open) > 1:
		return nil, withHint(inState("%s has %d open requests", c.ID, len(open)), "say which with --request ENTRY; casefile sar %s lists them", c.ID)
	}
	return open[0], nil
}

// hasVersion reports whether a version of a thread has an ID that begins so.
func hasVersion(t *cases.Thread, prefix string) bool {
	return slices.ContainsFunc(versionIDs(t), func(id record.ID) bool { return len(prefix) <= len(id) && string(id[:len(prefix)]) == prefix })
}

func versionIDs(t *cases.Thread) []record.ID {
	out := []record.ID{t.ID}
	for _, v := range t.History {
		out = append(out, v.ID)
	}
	return out
}

// runSarList lists what is open everywhere, the most urgent first.
func runSarList(ctx context.Context, app *App, b *casebook.Book) error {
	rows := []map[string]any{}
	unread, err := b.EachCase(ctx, nil, func(c *cases.Case) error {
		for _, r := range c.Access {
			if r.ClosedOn.IsZero() {
				rows = append(rows, requestFields(r))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(x, y map[string]any) int { return dueOrder(x["due"], y["due"]) })
	if app.global.json {
		return app.document("sar", map[string]any{"requests": rows, "unread": append([]record.ID{}, unread...)})
	}
	for _, r := range rows {
		app.print("%s  asked on %s by %s (%s)  %s", r["entry"], r["received_on"], r["who"], r["as"], dueWords(r))
	}
	if len(rows) == 0 {
		app.print("no request is open")
	}
	for _, id := range unread {
		app.say("note: %s could not be opened, and is not in the list", id)
	}
	return nil
}

// dueOrder puts requests whose clock stands still last.
func dueOrder(x, y any) int {
	a, b := fmt.Sprint(x), fmt.Sprint(y)
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil || a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func dueWords(r map[string]any) string {
	switch {
	case r["due"] == nil:
		return "the clock stands still"
	case r["overdue"] == true:
		return fmt.Sprintf("OVERDUE since %s", r["due"])
	}
	return fmt.Sprintf("answer by %s", r["due"])
}

// requestFields are what --json says of a request.
func requestFields(r *cases.Access) map[string]any {
	e := r.Entry
	out := map[string]any{"entry": e.Ref().String(), "who": e.Str("who"), "as": e.Str("as"), "received_on": e.Str("received_on"),
		"identity": e.Str("identity"), "starts": dayOrNil(r.Starts), "due": dayOrNil(r.Due), "overdue": r.Overdue, "steps": r.Steps,
		"closed_on": dayOrNil(r.ClosedOn)}
	return out
}

func dayOrNil(d record.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// runSarShow says where the requests of one case stand.
func runSarShow(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	rows := []map[string]any{}
	for _, r := range c.Access {
		fields := requestFields(r)
		fields["next"] = sarNext(app, b, c, r)
		rows = append(rows, fields)
	}
	if app.global.json {
		return app.document("sar", map[string]any{"case": string(id), "requests": rows})
	}
	if len(rows) == 0 {
		app.print("%s  nobody has asked for the record", id)
	}
	for _, r := range rows {
		printRequest(app, r)
	}
	return nil
}

func printRequest(app *App, r map[string]any) {
	app.print("%s  asked on %s by %s (%s), identity %s", r["entry"], r["received_on"], r["who"], r["as"], r["identity"])
	for _, step := range r["steps"].([]string) {
		app.print("  %s", step)
	}
	if r["closed_on"] != nil {
		app.print("  answered on %s", r["closed_on"])
		return
	}
	app.print("  %s", dueWords(r))
	for _, next := range r["next"].([]string) {
		app.print("  next: %s", next)
	}
}

// sarNext says what must be done before the copy can go.
func sarNext(app *App, b *casebook.Book, c *cases.Case, r *cases.Access) []string {
	out := []string{}
	if !r.ClosedOn.IsZero() {
		return out
	}
	if err := answerable(r); err != nil {
		out = append(out, err.Error())
	}
	if g, err := decisionsOn(b, c, r); err != nil {
		out = append(out, err.Error())
	} else {
		for _, t := range g.waiting {
			out = append(out, fmt.Sprintf("the decision %s waits for a manager", t.Ref()))
		}
	}
	return append(out, fmt.Sprintf("casefile sar draft %s", c.ID))
}
