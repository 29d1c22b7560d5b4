package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

func newSarDecide(app *App) *cobra.Command {
	o := &sarOptions{}
	cmd := newSarVerb(app, "decide CASE", "Decide whom a copy names, and what it leaves out", o, runSarDecide)
	cmd.Long = `Record a decision on what a copy leaves out. The editor shows an item for each
name that is open, with the places where it stands, and one for each exemption
that is used. An item has a name or an entry or neither, and do:

  keep      the name stays; an entry given in confidence, or an attachment, goes
  remove    the name goes, in every form that the program knows
  withhold  the whole entry goes, in all its versions

remove and withhold need an exemption, and every item a reason. A later decision
on the same name or entry stands for the earlier. A manager endorses it.`
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.print, "print", false, "print the text to fill in, and record nothing")
	return cmd
}

// runSarDecide records a decision on what the copy leaves out. Its template asks
// about every name that is open, and names every exemption that is used.
func runSarDecide(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
	if o.print {
		return printDecision(ctx, app, b, id, o)
	}
	return sarStep(ctx, app, b, id, o, func(c *cases.Case, r *cases.Access) (sarEntry, error) {
		e := sarEntry{kind: "decision", verb: "decide",
			template: func() ([]byte, error) { return decisionTemplate(ctx, app, b, c, r) },
			check: func(p *casebook.Prepared) (record.Findings, error) {
				if len(p.Entry.Maps("disclosure")) == 0 {
					return nil, withHint(usage("the decision says nothing under disclosure"), "casefile kinds decision shows its fields")
				}
				_, err := disclose.ReadDecision(p.Entry, allIDs(c), groundsOf(b, r))
				if err != nil {
					err = fmt.Errorf("%w%w", errSilent{errFindings}, err)
				}
				return nil, err
			}}
		return e, nil
	})
}

// printDecision is for who fills the text in elsewhere, and gives it with -F.
func printDecision(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
	c, r, _, err := requestOf(ctx, app, b, id, o)
	if err != nil {
		return err
	}
	text, err := decisionTemplate(ctx, app, b, c, r)
	if err == nil {
		_, err = app.Out.Write(text)
	}
	return err
}

// decisionTemplate is the kind's template with an item for each open question.
func decisionTemplate(ctx context.Context, app *App, b *casebook.Book, c *cases.Case, r *cases.Access) ([]byte, error) {
	g, err := decisionsOn(b, c, r)
	if err != nil {
		return nil, err
	}
	p, err := copyOf(ctx, app, b, c, r, g.all, b.Now().Truncate(time.Second))
	if err != nil {
		return nil, err
	}
	_, log, err := p.made(ctx)
	var open *disclose.Undecided
	if err != nil && !errors.As(err, &open) && !errors.Is(err, disclose.ErrLeak) {
		return nil, err
	}
	if open == nil {
		open = &disclose.Undecided{}
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	const list = "LIST"
	text, err := filledTemplate(ctx, b, "decision", map[string]string{
		"headline": "What the copy for a subject access request leaves out", "mode": "sole", "decided_by": me.Name,
		"decided_at": today(app, b), "disclosure": list, "links.request": string(r.Entry.First.ID)})()
	if err != nil {
		return nil, err
	}
	lines := disclose.DecisionLines(open.Open, disclose.Uncovered(log, g.all))
	return []byte(strings.Replace(string(text), "disclosure: "+list+"\n", lines, 1)), nil
}
